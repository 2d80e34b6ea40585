"""One record of every kind, with every field that is stored in a way of its own."""

from __future__ import annotations

from datetime import UTC, datetime

from atma_tui.domain import records as r

NOW = datetime(2026, 12, 1, 16, 30, 15, 250000, tzinfo=UTC)
WALL = datetime(2026, 12, 8, 18)


def person(number: int, name: str = "Ada Sample", **fields: object) -> r.Person:
    return r.Person(id=f"per-{number:03d}", name=name, created=NOW, **fields)  # type: ignore[arg-type]


def event(number: int = 1, **fields: object) -> r.Event:
    given = {"site": "edmonton", "title": "Open house", "starts": WALL, "ends": WALL.replace(hour=20), **fields}
    return r.Event(id=f"evt-{number}", uid=f"evt-{number}@atma.example", created=NOW, modified=NOW, **given)  # type: ignore[arg-type]


def enrolment(
    number: int, offering: str = "evt-1", status: r.Status = "enrolled", **fields: object
) -> r.Enrolment:
    given = {"person": f"per-{number:03d}", "at": NOW, "by": "Ada", **fields}
    return r.Enrolment(id=f"enr-{number:03d}", offering=offering, status=status, **given)  # type: ignore[arg-type]


def act(number: int, *about: str, **fields: object) -> r.Act:
    return r.Act(id=f"act-{number:06d}", at=NOW, by="Ada", verb="enrol", says="Enrolled", about=about, **fields)  # type: ignore[arg-type]


def call(number: int, state: str = "owed") -> r.Call:
    return r.Call(id=f"cal-{number}", person="per-001", why="The talk is off", at=NOW, state=state)  # type: ignore[arg-type]


ONE_OF_EACH: tuple[r.Record, ...] = (
    r.Clinic(id="clinic", name="Sample clinic", offer_hours=12),
    r.Site(
        id="edmonton", name="Edmonton", rooms=(r.Room(id="a", name="Quiet room", seats=8),), places=("Edmonton",)
    ),
    event(
        1, title="Café für alle: “über 50%”\nzweite Zeile \U0001f9d8\u200d♀️", capacity=20, about='"quoted" \\ back'
    ),
    r.Series(id="ser-1", title="Circle", created=NOW),
    r.Standing(id="sta-1", series="ser-1", person="per-001", since=WALL, at=NOW, by="Ada"),
    r.Program(id="ket", title="Therapy", steps=(r.Step(id="plan", title="Plan", needs=("clearance",)),)),
    r.Places(id="ket@edmonton", program="ket", site="edmonton", capacity=6),
    person(1, "Zoë O'Sample-Łuka", phone="780-555-0101", phone_key="7805550101", email="zoe@example.org"),
    enrolment(1, status="offered", offered_until=NOW, cancelled=r.Cancelled(at=NOW, by="Ada", late=True)),
    r.Hold(
        id="hol-1", offering="evt-1", seats=2, name="physician", why="until Friday", until=NOW, at=NOW, by="Ada"
    ),
    r.Call(id="cal-1", person="per-001", why="The talk is off", tries=("Mon 9:00 Ada: voicemail",), at=NOW),
    r.Source(id="website", url="https://events.example/feed", checked=NOW),
    r.Listing(
        id="website|1",
        source="website",
        event="evt-1",
        remote=r.RemoteEvent(uid="1", title="Talk", starts=WALL, ends=WALL, zone="America/Edmonton", modified=NOW),
    ),
    r.Answer(id="ans-1", question="Is there parking?", answer="Yes."),
    act(
        1, "per-001", "evt-1", changes=(r.Change(kind="event", id="evt-1", before={"id": "evt-1", "rooms": [1]}),)
    ),
)
