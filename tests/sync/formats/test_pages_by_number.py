"""Eventbrite's and Meetup's pages: known by what they are, and their events by the numbers in their addresses."""

import pytest

from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats import eventbrite, meetup
from atma_tui.sync.recognise import recognise
from tests.sync.formats.pages import event, read_page, script, titles

EB = "https://www.eventbrite.ca/e/open-house-and-tea-tickets-1980133395289"
MU = "https://www.meetup.com/quiet-room/events/310000001/"


def listed(*events):
    items = [{"@type": "ListItem", "position": n, "item": one} for n, one in enumerate(events, 1)]
    return script({"@type": "WebSite", "name": "x"}) + script({"@type": "ItemList", "itemListElement": items})


@pytest.mark.parametrize(
    ("address", "format"),
    [
        (EB, "eventbrite"),
        (EB.replace("/", "\\/"), "eventbrite"),
        (MU, "meetup"),
        ("https://w.example/e/1", "jsonld"),
    ],
)
def test_a_page_is_recognised_by_the_addresses_of_its_events(address, format):
    body = script(event(url="X")).replace('"X"', f'"{address}"').encode()
    assert recognise(Answer(url="http://127.0.0.1/x", body=body)) == format


def test_a_page_that_only_links_to_one_is_a_page_as_any_other():
    body = (script(event(url=EB)) + script(event(url="https://w.example/talk/"))).encode()
    assert recognise(Answer(url="https://w.example/", body=body)) == "jsonld"


def test_an_event_is_the_same_whatever_else_its_address_carries():
    for address in (EB, EB + "?aff=ebdssbdestsearch", EB.replace("open-house-and-tea", "renamed"), EB + "/"):
        [found] = read_page(listed(event(url=address)), module=eventbrite).events
        assert found.uid == "1980133395289@eventbrite"
    for address in (MU, MU + "?eventOrigin=group", MU.replace("com/", "com/fr-FR/")):
        [found] = read_page(script([event(url=address)]), module=meetup).events
        assert found.uid == "310000001@meetup"
    [letters] = read_page(script(event(url=MU.replace("310000001", "tmnwdsyccgblc"))), module=meetup).events
    assert letters.uid == "tmnwdsyccgblc@meetup"


def test_a_list_that_says_only_the_day_says_so():
    day = event(url=EB, startDate="2027-05-04", endDate="2027-05-04")
    evening = event(url=EB[:-1], name="Circle")
    reading = read_page(listed(day, evening), module=eventbrite)
    assert titles(reading) == ["Talk", "Circle"]
    assert [eventbrite.ONLY_A_DAY in found.notes for found in reading.events] == [True, False]


def test_what_is_online_is_known_as_such():
    screen = {"@type": "VirtualLocation", "url": MU}
    [found] = read_page(script(event(url=MU, location=screen)), module=meetup).events
    assert found.online
