"""Records for tests, with what a test does not care about filled in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from atma_tui.domain.people.contacts import keyed
from atma_tui.domain.records import DoorCount, Enrolment, Event, Hold, Person

NOW = datetime(2026, 12, 1, 16, tzinfo=UTC)
OWNED = (
    *("id", "uid", "created", "series", "capacity", "room", "notes", "visibility"),
    *("minimum", "decide_days", "runs_anyway", "waiting_limit", "enrolment_opens", "enrolment_closes"),
)
"""Fields of an event that are the desk's own: no website changes them."""


def event(**fields: Any) -> Event:
    given = {
        "id": "evt-1",
        "uid": "evt-1@atma.example",
        "site": "edmonton",
        "title": "Open house",
        "starts": datetime(2026, 12, 8, 18),
        "ends": datetime(2026, 12, 8, 20),
        "created": NOW,
        "modified": NOW,
        **fields,
    }
    return Event(**given)


def enrolment(number: int, status: str = "enrolled", **fields: Any) -> Enrolment:
    given = {
        "id": f"enr-{number}",
        "offering": "evt-1",
        "person": f"per-{number}",
        "status": status,
        "at": NOW - timedelta(days=1),
        "by": "Ada",
        **fields,
    }
    return Enrolment(**given)


def hold(number: int, seats: int, **fields: Any) -> Hold:
    given = {
        "id": f"hold-{number}",
        "offering": "evt-1",
        "name": "physician",
        "why": "student",
        "at": NOW,
        "by": "Ada",
    }
    return Hold(**{**given, "seats": seats, **fields})


def count(number: int, came: int = 0, left: int = 0, **fields: Any) -> DoorCount:
    given = {"id": f"count-{number}", "offering": "evt-1", "at": NOW, "by": "Ada", **fields}
    return DoorCount(**{**given, "came": came, "left": left})


parties = st.integers(1, 6)
deadlines = st.none() | st.integers(-90, 90).map(lambda minutes: NOW + timedelta(minutes=minutes))


@st.composite
def enrolments(draw: st.DrawFn, most: int = 12) -> list[Enrolment]:
    """Enrolments of one offering; those who waited have distinct positions."""
    found = []
    for number in range(draw(st.integers(0, most))):
        status = draw(st.sampled_from(["enrolled", "waiting", "offered", "attended", "no_show", "cancelled"]))
        found.append(
            enrolment(
                number,
                status,
                party=draw(parties),
                position=number + 1 if status in ("waiting", "offered") else 0,
                priority=draw(st.sampled_from([0, 0, 0, 1])),
                offered_until=draw(deadlines) if status == "offered" else None,
            )
        )
    return draw(st.permutations(found))


holds = st.lists(st.tuples(st.integers(1, 5), deadlines), max_size=4).map(
    lambda rows: [hold(number, seats, until=until) for number, (seats, until) in enumerate(rows)]
)
capacities = st.none() | st.integers(0, 40)
counts = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=4).map(
    lambda rows: [count(number, max(both), min(both)) for number, both in enumerate(rows)]
)


def person(id: str, name: str, phone: str = "", email: str = "", **fields: Any) -> Person:
    return keyed(Person(id=id, name=name, phone=phone, email=email, created=NOW, **fields))
