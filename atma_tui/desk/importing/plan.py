"""What an import would do or has done, row by row, and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.importing.columns import Column
from atma_tui.desk.importing.entries import Entry
from atma_tui.desk.importing.matching import Directory, told_by
from atma_tui.desk.people.new_person import described
from atma_tui.domain.errors import InputError
from atma_tui.domain.people.nicknames import Nicknames
from atma_tui.domain.records import Clinic, Person

RowKind = Literal["new", "known", "double", "duplicate", "cancelled", "bad"]
"""Somebody new; surely in the book; surely in an earlier row; perhaps one of these; not coming; unreadable."""
KINDS: dict[RowKind, str] = {
    "new": "new",
    "known": "in the book already",
    "double": "in the file twice",
    "duplicate": "perhaps known",
    "cancelled": "cancelled there",
    "bad": "bad",
}
_MAX_NAMED = 5
_BEGINNING = datetime.min.replace(tzinfo=UTC)
"""The creation time of somebody who is not in the book yet."""


class Choices(Struct, frozen=True, kw_only=True):
    """The operator's choices."""

    columns: tuple[str, ...] = ()
    """`COLUMN=FIELD`, overriding what the headings say."""
    duplicates: Literal["skip", "add"] = "skip"
    """What to do with somebody who is perhaps known."""
    skip_bad: bool = False
    """Import the other rows even if some are bad."""
    into: str = ""
    """The event, or the program at a site, in which to enrol everybody; empty for none."""


class Seat(Struct, frozen=True, kw_only=True):
    """The result of enrolling somebody."""

    status: Literal["enrolled", "waiting", "offered", "refused"]
    rank: int | None = None
    """Place in line when waiting."""
    why: str = ""
    """Why it is refused, or can never be had."""
    enrolment: str = ""
    """Its id, once it is done."""


class PlanRow(Struct, frozen=True, kw_only=True):
    """What happens with one row."""

    number: int
    name: str
    kind: RowKind
    adds: bool = False
    """Whether somebody is added to the book."""
    problems: tuple[str, ...] = ()
    person: str = ""
    """Id of the person in the book that it is, or perhaps is."""
    like: str = ""
    """The name of that person, or of the one in an earlier row."""
    like_row: int = 0
    """The earlier row of the file with the same person."""
    why: str = ""
    added: str = ""
    """Id of the new person, once it is done."""
    party: int = 1
    seat: Seat | None = None

    @property
    def promise(self) -> PlanRow:
        """The row without what is only known once it is done: the part that must match when it is applied."""
        return replace(self, added="", seat=self.seat and replace(self.seat, enrolment=""))

    def words(self) -> str:
        """Say what happens with the row."""
        who = f"{self.like} in row {self.like_row}" if self.like_row else self.like
        said = {
            "new": "added" if self.added else "is new",
            "known": f"in the book as {who} ({self.why})",
            "double": f"the same as {who} ({self.why})",
            "duplicate": f"may be {who} ({self.why}); {'added' if self.adds else 'left out'}",
            "cancelled": f"left out: the file says “{self.why}”",
            "bad": "; ".join(self.problems),
        }[self.kind]
        return "; ".join(filter(None, (said, self._seat_words())))

    def _seat_words(self) -> str:
        if self.seat is None:
            return ""
        said = {
            "enrolled": f"gets {_seats(self.party)}",
            "waiting": f"waits for {_seats(self.party)}, place {self.seat.rank} in line",
            "offered": f"is offered {_seats(self.party)}",
            "refused": "not enrolled",
        }[self.seat.status]
        return f"{said}: {self.seat.why}" if self.seat.why else said


def _seats(party: int) -> str:
    return "a seat" if party == 1 else f"{party} seats"


class ImportPlan(Struct, frozen=True, kw_only=True):
    """What an import would do; or, once it is `applied`, what it did."""

    columns: tuple[Column, ...]
    entries: tuple[Entry, ...]
    rows: tuple[PlanRow, ...]
    choices: Choices
    notes: tuple[str, ...] = ()
    into: str = ""
    """Title of the offering in which everybody is enrolled."""
    applied: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """Number of rows of each kind, of people added, and of seats given or refused."""
        kinds = Counter(row.kind for row in self.rows)
        seats = Counter(row.seat.status for row in self.rows if row.seat)
        return {
            **{kind: kinds[kind] for kind in KINDS},
            "added": sum(row.adds for row in self.rows),
            **{status: seats[status] for status in ("enrolled", "waiting", "offered", "refused")},
        }

    @property
    def changes(self) -> bool:
        """Whether it changes the book."""
        return any(row.adds or (row.seat and row.seat.status != "refused") for row in self.rows)

    @property
    def stopped(self) -> bool:
        """Whether bad rows are in the way."""
        return not self.choices.skip_bad and any(row.kind == "bad" for row in self.rows)

    def columns_words(self) -> list[str]:
        """Say which field each column gives, and which are not used."""
        used = [f"{one.heading or one.number} -> {one.field}" for one in self.columns if one.field]
        unused = [one.heading or f"column {one.number}" for one in self.columns if not one.field]
        return [f"Columns: {', '.join(used)}.", *([f"Not used: {', '.join(unused)}."] if unused else [])]

    def counts_words(self) -> str:
        """Sum it up in one line."""
        counts = self.counts
        said = [f"{counts[kind]} {words}" for kind, words in KINDS.items() if counts[kind]]
        rows = f"{len(self.rows)} row{'' if len(self.rows) == 1 else 's'}"
        return f"{rows}: {', '.join(said)}{self.seats_words()}" if said else "no rows"

    def seats_words(self) -> str:
        """Say how many are enrolled; empty if nobody is to be."""
        counts = self.counts
        if not self.into:
            return ""
        said = [f"{counts['enrolled']} enrolled in {self.into}"]
        said += [f"{counts['waiting']} on the waiting list"] if counts["waiting"] else []
        said += [f"{counts['offered']} offered a seat"] if counts["offered"] else []
        said += [f"{counts['refused']} not enrolled"] if counts["refused"] else []
        return f"; {', '.join(said)}"

    def refuse_bad(self) -> None:
        """Raise `InputError` if there are bad rows that must not be left out."""
        if self.stopped:
            bad = [row for row in self.rows if row.kind == "bad"]
            named = "; ".join(f"row {row.number}: {', '.join(row.problems)}" for row in bad[:_MAX_NAMED])
            more = f"; and {len(bad) - _MAX_NAMED} more" if len(bad) > _MAX_NAMED else ""
            rows = "1 row is" if len(bad) == 1 else f"{len(bad)} rows are"
            raise InputError(f"{rows} bad, so nothing was imported: {named}{more}.")


def planned_rows(
    found: Sequence[Entry], people: Iterable[Person], choices: Choices, nicknames: Nicknames, clinic: Clinic
) -> Iterator[PlanRow]:
    """Return for each row whether it is somebody new, known, twice in the file, or bad."""
    matching = _Matching(nicknames, people, clinic)
    for entry in found:
        row = matching.row(entry)
        yield replace(
            row,
            adds=row.kind == "new" or (row.kind == "duplicate" and choices.duplicates == "add"),
            party=entry.party,
        )


class _Matching:
    """The book, and the rows so far."""

    def __init__(self, nicknames: Nicknames, people: Iterable[Person], clinic: Clinic) -> None:
        self._clinic = clinic
        self._book, self._file = Directory(nicknames, people), Directory(nicknames)
        self._rows: dict[str, int] = {}
        """The first row of each person, by their id in the book or in `_file`."""
        self._again: dict[frozenset[tuple[str, str]], PlanRow] = {}
        """Results for rows with the same content as two before them, by that content: not compared again."""
        self._told: set[frozenset[tuple[str, str]]] = set()

    def row(self, entry: Entry) -> PlanRow:
        if entry.left:
            return PlanRow(number=entry.number, name=entry.name, kind="cancelled", why=entry.left)
        if entry.person is None:
            return PlanRow(number=entry.number, name=entry.name, kind="bad", problems=entry.problems)
        new = described(Person(id=f"row {entry.number}", name="", created=_BEGINNING), entry.person, self._clinic)
        told = told_by(new)
        if (again := self._again.get(told)) is not None:
            return replace(again, number=entry.number, name=entry.name)
        row = self._compared(new, entry)
        self._rows[new.id] = entry.number
        if told not in self._told:
            self._told.add(told)
            self._file.add(new)
        elif row.kind == "double":
            self._again[told] = row
        return row

    def _compared(self, new: Person, entry: Entry) -> PlanRow:
        in_book, in_file = self._book.likeliest(new), self._file.likeliest(new)
        surely = self._book.surely(new, in_book)
        if len(surely) == 1:
            return self._known(entry, *surely[0])
        for other, why in self._file.surely(new, in_file):
            return _like(entry, "double", other, why, self._rows[other.id])
        for other, why in in_book:
            return _like(entry, "duplicate", other, why)
        for other, why in in_file:
            return _like(entry, "duplicate", other, why, self._rows[other.id])
        return PlanRow(number=entry.number, name=entry.name, kind="new")

    def _known(self, entry: Entry, other: Person, why: str) -> PlanRow:
        before = self._rows.setdefault(other.id, entry.number)
        twice = before != entry.number
        return _like(entry, "double" if twice else "known", other, why, before if twice else 0)


def _like(entry: Entry, kind: RowKind, other: Person, why: str, row: int = 0) -> PlanRow:
    person = "" if other.id.startswith("row ") else other.id
    return PlanRow(
        number=entry.number, name=entry.name, kind=kind, person=person, like=other.name, like_row=row, why=why
    )
