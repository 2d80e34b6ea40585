import pytest

from atma_tui.domain.errors import InputError
from atma_tui.sync.addresses import holds_secret, is_private, masked, names_private, read_address


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("webcal://site.example/a.ics", "https://site.example/a.ics"),
        (" https://site.example/events/?ical=1#top ", "https://site.example/events/?ical=1"),
        ("HTTP://site.example", "http://site.example/"),
    ],
)
def test_addresses_are_read_as_meant(typed, meant):
    assert read_address(typed) == meant


@pytest.mark.parametrize(
    "typed", ["file:///etc/passwd", "C:\\feed.ics", "feed.ics", "javascript:alert(1)", "", "https:///x"]
)
def test_nothing_else_is_an_address(typed):
    with pytest.raises(InputError):
        read_address(typed)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://desk:s3cret@site.example:8443/a.ics", "https://site.example:8443/a.ics"),
        ("https://site.example/feed?token=abc&page=2", "https://site.example/feed?token=…&page=2"),
        (
            "https://calendar.google.com/calendar/ical/me%40example.org/private-0a1b2c3d/basic.ics",
            "https://calendar.google.com/calendar/ical/me%40example.org/…/basic.ics",
        ),
        (
            "https://o.example/owa/3f2504e0-4f89-41d3-9a0c-0305e82c3301/calendar.ics",
            "https://o.example/owa/…/calendar.ics",
        ),
    ],
)
def test_secret_parts_of_an_address_are_not_shown(url, shown):
    assert masked(url) == shown
    assert holds_secret(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.atma.example/events/?ical=1",
        "https://site.example/event/mental-health-month-2027-open-house-evening/",
        "https://site.example/wp-json/tribe/events/v1/events?per_page=50&categories=talks",
    ],
)
def test_ordinary_addresses_hold_no_secret(url):
    assert not holds_secret(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.9",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_addresses_that_are_not_on_the_internet(address):
    assert is_private(address)


def test_public_addresses():
    assert not is_private("93.184.216.34")
    assert not is_private("2606:2800:220:1:248:1893:25c8:1946")


def test_a_typed_address_can_name_this_network_itself():
    assert names_private("http://localhost:8000/a.ics") and names_private("http://192.168.1.5/a.ics")
    assert not names_private("https://www.atma.example/")
