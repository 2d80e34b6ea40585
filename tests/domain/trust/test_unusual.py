"""Which looks a lead should ask about, and which are usual."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from atma_tui.domain.records import EVERYBODY, MIDNIGHT, Closure, Hours, Look, Site
from atma_tui.domain.trust.unusual import MANY, LookContext, unusual_looks

TUESDAY = datetime(2026, 12, 1, 17, tzinfo=UTC)
"""11:00 in Alberta."""
EDMONTON = Site(id="edmonton", name="Edmonton")


def look(minutes: float = 0, *people: str, number: int = 0, **fields: str) -> Look:
    given = {"by": "Robin Desk", "program": "atma-tui", "place": "person", "site": "edmonton", **fields}
    return Look(id=f"look-{number}", at=TUESDAY + timedelta(minutes=minutes), people=people or ("per-1",), **given)


def why(*looks: Look, **known: object) -> list[tuple[str, ...]]:
    given = {
        "names": {"per-1": "Ada Sample"},
        "events": {"per-1": [TUESDAY]},
        "acts": {},
        "sites": {"edmonton": EDMONTON},
    }
    return [one.why for one in unusual_looks(looks, LookContext(**{**given, **known}))]


def test_a_look_in_hours_at_somebody_with_an_appointment_near_is_usual():
    assert why(look()) == []


@pytest.mark.parametrize(("by", "expected"), [("Bo Sámple", [("same name",)]), ("Sample", []), ("Ada Desk", [])])
def test_the_client_has_the_operators_last_name(by, expected):
    assert why(look(by=by)) == expected


@pytest.mark.parametrize(
    ("hours", "expected"), [(-2.9, []), (-3.1, [("after hours",)]), (6.9, []), (7.1, [("after hours",)])]
)
def test_a_closed_site_has_an_hours_grace(hours, expected):
    assert why(look(hours * 60)) == expected
    assert why(look(hours * 60, site="")) == expected, "a desk without a site: all sites are closed"


@pytest.mark.parametrize(("minutes", "expected"), [(-1, []), (0, []), (59, []), (61, [("after hours",)])])
def test_hours_until_midnight_have_their_grace_on_the_next_day(minutes, expected):
    late = Site(id="edmonton", name="Edmonton", hours=(Hours(weekday=1, opens="12:00", closes=MIDNIGHT),))
    assert why(look(13 * 60 + minutes), sites={"edmonton": late}) == expected


def test_of_two_sites_the_hours_of_the_desks_own_count_and_of_both_where_it_has_none():
    late = Site(id="calgary", name="Calgary", hours=(Hours(weekday=1, opens="12:00", closes="22:00"),))
    both = {"edmonton": EDMONTON, "calgary": late}
    evening = 9 * 60
    assert why(look(evening, site="edmonton"), sites=both) == [("after hours",)]
    assert why(look(evening, site="calgary"), sites=both) == why(look(evening, site=""), sites=both) == []


def test_many_are_counted_over_midnight_and_over_sites():
    looks = [
        look(13 * 60 - 20 + number, f"per-{number}", number=number, site=("edmonton", "calgary")[number % 2])
        for number in range(MANY)
    ]
    assert all("many" in found for found in why(*looks))


def test_a_site_that_is_closed_for_a_storm_is_closed():
    storm = Closure(starts=datetime(2026, 12, 1, 0), ends=datetime(2026, 12, 2, 0))
    site = Site(id="edmonton", name="Edmonton", closures=(storm,))
    assert why(look(), sites={"edmonton": site}) == [("after hours",)]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"events": {"per-1": [TUESDAY + timedelta(days=29)]}}, []),
        ({"events": {"per-1": [TUESDAY - timedelta(days=31)]}}, [("no appointment",)]),
        ({"events": {}}, [("no appointment",)]),
        ({"events": {}, "acts": {"per-1": [TUESDAY + timedelta(hours=3)]}}, []),
        ({"events": {}, "acts": {"per-1": [TUESDAY - timedelta(days=2)]}}, [("no appointment",)]),
    ],
)
def test_a_record_is_opened_and_nothing_explains_it(known, expected):
    assert why(look(), **known) == expected


def test_lists_and_copies_of_the_whole_book_need_no_appointment():
    assert why(look(0, "per-1", "per-2"), look(0, EVERYBODY), events={}) == []


def test_many_records_one_by_one_within_an_hour():
    near = {"events": {f"per-{number}": [TUESDAY] for number in range(100)}}
    few = [look(number, f"per-{number}", number=number) for number in range(MANY - 1)]
    assert why(*few, **near) == []
    assert why(*few, look(30, "per-0", number=98), **near) == [], "the same person again"
    assert why(*few, look(61.5, "per-99", number=99), **near) == [], "an hour later"
    assert why(*few, look(30, "per-99", by="Bo", number=99), **near) == [], "somebody else"
    assert why(*few, look(30, "per-99", number=99), **near) == [("many",)] * MANY
