import pytest

from atma_tui.domain.errors import InputError
from atma_tui.sync.addresses import holds_secret, is_private, looks_secret, masked, names_private, read_address


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
        ("https://ics.teamup.com/feed/ks8x2y7zq1w3/0.ics", "https://ics.teamup.com/feed/…/0.ics"),
        ("https://ics.teamup.com/feed/ksabcdefgh/0.ics", "https://ics.teamup.com/feed/…/0.ics"),
        ("https://teamup.com/ks8x2y7zq1w3", "https://teamup.com/…"),
        (
            "https://cloud.example/remote.php/dav/public-calendars/aBcDeFgHiJkLmNoP?export",
            "https://cloud.example/remote.php/dav/public-calendars/…?export",
        ),
        (
            "https://cloud.example/index.php/apps/calendar/p/aBcDeFgHiJkLmNoP",
            "https://cloud.example/index.php/apps/calendar/p/…",
        ),
        (
            "https://clinic.janeapp.com/ical/abcd-efgh-ijkl-mnop/appointments.ics",
            "https://clinic.janeapp.com/ical/…",
        ),
        ("https://x.example/ical/aB3d-Ef6h-iJ9l-mN2p/all.ics", "https://x.example/ical/…/all.ics"),
        ("https://x.example/ical/Xq3-9dkQ_lPz0aB1cc.ics", "https://x.example/ical/…"),
        ("https://p01-caldav.icloud.com/published/2/MTIzNDU2Nzg", "https://p01-caldav.icloud.com/published/2/…"),
        ("https://x.example/feed?h=9f8e7d6c5b4a", "https://x.example/feed?h=…"),
        ("https://x.example/feed?ical=1&k=t0p", "https://x.example/feed?ical=1&k=…"),
        ("https://x.example/feed?k=abc", "https://x.example/feed?k=…"),
        ("https://x.example/feed?t=abc", "https://x.example/feed?t=…"),
        ("https://x.example/feed?u=ada&p=pw", "https://x.example/feed?u=…&p=…"),
        ("https://x.example/feed?a=1;k=abc", "https://x.example/feed?a=1;k=…"),
        ("https://x.example/feed?%6B=abc", "https://x.example/feed?%6B=…"),
        ("https://x.example/feed?k%3dabc", "https://x.example/feed?k%3d…"),
        ("https://x.example/feed?pin=1234", "https://x.example/feed?pin=…"),
        *(
            (f"https://x.example/feed?{name}={value}", f"https://x.example/feed?{name}=…")
            for name, value in (
                *(("t", "123456"), ("otp", "123456"), ("my_pin", "1234"), ("ticket", "abc"), ("access", "abc")),
                *(
                    ("login", "ada"),
                    ("user_login", "ab"),
                    ("sso", "x"),
                    ("sso_id", "x"),
                    ("csrf", "abc"),
                    ("_xsrf", "ab"),
                ),
                *(
                    ("session", "a"),
                    ("auth", "a"),
                    ("sig", "a"),
                    ("code", "a"),
                    ("SAMLRequest", "a"),
                    ("invite", "a"),
                ),
                *(("jwt", "abc"), ("PHPSESSID", "abc"), ("user[pw]", "ab"), ("user%5Bpw%5D", "ab")),
            )
        ),
        ("https://x.example/feed?id=ab12", "https://x.example/feed?id=…"),
        ("https://x.example/feed;k=abc/all.ics", "https://x.example/feed;k=…/all.ics"),
        ("https://x.example/feed?page=2&s=0123456789abcdef0123", "https://x.example/feed?page=2&s=…"),
        (
            "https://x.example/feed?id=ab12cd34&start_date=2026-12-01",
            "https://x.example/feed?id=…&start_date=2026-12-01",
        ),
        ("https://x.example/feed?9f8e7d6c5b4a", "https://x.example/feed?…"),
        ("https://x.example/feed?format=0123456789abcdef0123", "https://x.example/feed?format=…"),
        (
            "https://calendar.google.com/calendar/ical/c_0a1b2c3d4e5f6a7b%40group.calendar.google.com/private-0a1b/basic.ics",
            "https://calendar.google.com/calendar/ical/c_0a1b2c3d4e5f6a7b%40group.calendar.google.com/…/basic.ics",
        ),
        (
            "https://outlook.office365.com/owa/calendar/0a1b2c3d4e5f6a7b8c9d@clinic.example/"
            "00112233445566778899aabbccddeeff1122/calendar.ics",
            "https://outlook.office365.com/owa/calendar/…/…/calendar.ics",
        ),
        ("http://desk:s3cret@[::1]:8080/a.ics", "http://[::1]:8080/a.ics"),
    ],
)
def test_secret_parts_of_an_address_are_not_shown(url, shown):
    assert masked(url) == shown
    assert holds_secret(url)
    assert not holds_secret(masked(url))
    assert masked(masked(url)) == masked(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.atma.example/events/?ical=1",
        "https://site.example/event/mental-health-month-2027-open-house-evening/",
        "https://site.example/wp-json/tribe/events/v1/events?per_page=50&categories=talks",
        "https://site.example/event/mental-health-month-open-house-2026-edmonton/",
        "https://site.example/event/mental_health_month_open_house_2026/?ical=1",
        "https://site.example/event/mentalhealthmonth2026/2026-12-01/",
        "https://site.example/event/h1n1-and-covid19-information-evening-7pm-room2/",
        "https://site.example/event/%D0%92%D0%B5%D1%87%D0%B5%D1%80-2026/",
        "https://site.example/events/list/?tribe-bar-date=2026-12-01&eventDisplay=past&ical=1",
        "https://site.example/events/?tribe_events_cat=open-house-2026&page=12&per_page=50",
        "https://site.example/?rest_route=/tribe/events/v1/events&start_date=2026-12-01T00:00:00",
        "https://site.example/feed?from=2026-12-01&until=2026-12-01T18:00:00-06:00&group=123456789&category=talks-2026",
        "https://site.example/feed?export&author=ada&keyword=psilocybin",
        "https://site.example/?s=open+house&p=12&v=2",
        "https://site.example/feed?accessible=true&pinned=yes&topic=talks",
        "https://site.example/feed;v=2/all.ics",
        "https://site.example/feed?lesson=two&mission=open&stand=three",
        "https://calendar.google.com/calendar/ical/c_0a1b2c3d4e5f6a7b8c9d%40group.calendar.google.com/public/basic.ics",
        "https://calendar.google.com/calendar/ical/en.canadian%23holiday%40group.v.calendar.google.com/public/basic.ics",
    ],
)
def test_ordinary_addresses_hold_no_secret_and_are_shown_whole(url):
    assert not holds_secret(url)
    assert masked(url) == url


def test_the_name_of_a_variable_is_no_secret():
    assert not looks_secret("ATMA_STAFF_CALENDAR_2")
    assert looks_secret("sk_live_9f8e7d6c5b4a3f2e")


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
        "fec0::1",
        "::",
        "::2",
        "::8.8.8.8",
        "::ffff:100.64.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::8.8.8.8",
        "2002:c0a8:1::",
        "2002:6440:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "3fff::1",
        "5f00::1",
        "4000::1",
        "ff02::1",
        "100::1",
        "192.0.0.9",
        "192.88.99.1",
        "198.18.0.1",
        "255.255.255.255",
    ],
)
def test_addresses_that_are_not_on_the_internet(address):
    assert is_private(address)


def test_public_addresses():
    assert not is_private("93.184.216.34")
    assert not is_private("2606:2800:220:1:248:1893:25c8:1946")
    assert not is_private("::ffff:93.184.216.34")
    assert not is_private("64:ff9b::93.184.216.34")
    assert not is_private("2002:5db8:d822::1")
    assert not is_private("100.63.255.255") and not is_private("100.128.0.0")


def test_a_typed_address_can_name_this_network_itself():
    assert names_private("http://localhost:8000/a.ics") and names_private("http://192.168.1.5/a.ics")
    assert not names_private("https://www.atma.example/")
