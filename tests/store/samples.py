"""Records for the tests of the store; `ONE_OF_EACH` has one of every kind with something in every field."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec import inspect
from msgspec.structs import replace

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


def act(number: int, *description: str, **fields: object) -> r.Act:
    return r.Act(
        id=f"act-{number:06d}",
        at=NOW,
        by="Ada",
        verb="enrol",
        summary="Enrolled",
        related_ids=description,
        **fields,
    )  # type: ignore[arg-type]


def call(number: int, state: str = "owed") -> r.Call:
    return r.Call(id=f"cal-{number}", person="per-001", why="The talk is off", at=NOW, state=state)  # type: ignore[arg-type]


def filled(kind: type[r.Record]) -> r.Record:
    """Return a record with something in every field."""
    return replace(_filled(inspect.type_info(kind)), id=f"{kind.kind}-1")  # type: ignore[arg-type,return-value]


def _filled(of: inspect.Type) -> object:
    match of:
        case inspect.StructType(cls=cls, fields=fields):
            return cls(**{field.name: _filled(field.type) for field in fields})
        case inspect.VarTupleType(item_type=item):
            return (_filled(item), _filled(item))
        case inspect.UnionType(types=types):
            return _filled(next(one for one in types if not isinstance(one, inspect.NoneType)))
        case inspect.LiteralType(values=values):
            return values[-1]
        case inspect.StrType(pattern=pattern):
            return "09:00" if pattern else 'Zoë “50%” \\ "q"\n\U0001f9d8\u200d♀️'
        case inspect.DateTimeType(tz=tz):
            return NOW if tz else WALL
        case inspect.DateType():
            return WALL.date()
        case inspect.DictType():
            return {"id": "evt-1", "rooms": [1, None], "n": 1.5}
        case inspect.BoolType():
            return True
        case inspect.IntType():
            return 3
    raise TypeError(of)


ONE_OF_EACH = tuple(filled(kind) for kind in r.KINDS.values())
