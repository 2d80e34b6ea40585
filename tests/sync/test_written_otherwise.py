"""A source that says the same as last time plans nothing, whatever the order and the shape it says it in."""

from functools import cache
from importlib import import_module
from pathlib import Path
from random import Random

import pytest
from msgspec import json

from atma_tui.sync.exchange import Answer
from atma_tui.sync.recognise import recognise
from tests.sync.formats import test_drupal, test_google, test_localist
from tests.sync.planning.replay import Replay
from tests.sync.reshaping import reshaped

FEEDS = Path(__file__).parents[1] / "feeds"
FILES = [
    *("plain/01-first.ics", "google/03-cancelled.ics", "outlook/01-first.ics", "tec-ical/06-old-rules.ics"),
    *("broken/duplicate-uids.ics", "broken/no-uid.ics", "broken/recurring.ics", "broken/all-day.ics"),
    *("broken/windows-zones.ics", "broken/places.ics", "senders/this-and-future-moves-one-date-only.ics"),
    *("senders/exrule-dates-shown-as-on.ics", "senders/zone-name-numbered-by-outlook.ics"),
    *("squarespace/01-first.json", "tec-rest/01-first/page-1.json", "cases/25-tec-v1-list.json"),
    *("jsonld/01-first.html", "jsonld/03-cancelled.html", "cases/01-two-sites-same-url.html"),
    *("cases/06-festival-series-course.html", "cases/07-schedule-only.html", "cases/11-graph-place-by-id.html"),
]
TABLE = """uid,title,start,end,place,categories,status
,"Talk, tea",2027-05-04 18:00,2027-05-04 19:30,"Sample clinic, Edmonton","a, b",
,"Talk, tea",2027-05-11 18:00,2027-05-11 19:30,"Sample clinic, Edmonton",,
7,Café open,2027-05-04,2027-05-05,Calgary,,cancelled
7,Café open,2027-06-04,2027-06-05,Calgary,,
""".encode()
MADE = {
    "table": Answer(url="https://w.example/x.csv", body=TABLE),
    "google": test_google.page(
        test_google.item(),
        test_google.item(id="b", iCalUID="b@google.com", recurrence=["RRULE:FREQ=WEEKLY;COUNT=4"]),
        test_google.item(
            id="b_1",
            iCalUID="b@google.com",
            recurringEventId="b",
            originalStartTime=test_google.at("2027-05-11T18:00:00-06:00"),
            start=test_google.at("2027-05-12T18:00:00-06:00"),
            end=test_google.at("2027-05-12T19:00:00-06:00"),
        ),
    ),
    "localist": Answer(
        url=test_localist.URL.replace("&page=1", ""),
        body=json.encode(
            {
                "events": [
                    test_localist.event(test_localist.date(1), test_localist.date(2, "2027-05-11T18:00:00-06:00"))
                ],
                "page": {"current": 1, "size": 9, "total": 1},
            }
        ),
    ),
    "drupal": test_drupal.page(
        test_drupal.node(), test_drupal.node(2, title="Circle", field_event_date=[test_drupal.RANGE])
    ),
}


@cache
def answer(name):
    return MADE.get(name) or Answer(url="https://clinic.example/events/", body=(FEEDS / name).read_bytes())


def reading(page, book):
    name = recognise(page)
    module = import_module(f"atma_tui.sync.formats.{'csv_table' if name == 'csv' else name}")
    return module.read([page], book.source, "America/Edmonton", book.now)


@pytest.mark.parametrize("name", [*FILES, *MADE])
@pytest.mark.parametrize("seed", range(3))
def test_the_same_in_another_shape_plans_nothing(name, seed):
    page, book = answer(name), Replay(site="edmonton")
    first = reading(page, book)
    book.apply(book.plan(first))
    again = reading(Answer(url=page.url, body=reshaped(page.body, Random(seed))), book)
    assert len(again.events) == len(first.events) > 0
    plan = book.plan(again)
    assert not plan.add and not plan.put and not plan.blocked_by
    assert sorted(again.lost) == sorted(first.lost) and sorted(again.notes) == sorted(first.notes)
