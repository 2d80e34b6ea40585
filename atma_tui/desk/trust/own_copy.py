"""A person's own copy of everything that the book keeps about them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offering_title, offerings_of
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.history.history import History
from atma_tui.desk.history.look_log import LookLog
from atma_tui.desk.outputs.private_files import private_folder, write_private
from atma_tui.desk.trust.everybody import people_in
from atma_tui.domain.records import (
    Act,
    Call,
    Clinician,
    Enrolment,
    Event,
    Mask,
    Pathway,
    Person,
    Program,
    Record,
    Reminder,
    Series,
    SeriesSubscription,
)
from atma_tui.domain.trust.finder import Finder
from atma_tui.domain.trust.names import names_of
from atma_tui.domain.when import ALBERTA, span_words, today, wall

SOMEBODY = "(somebody else)"
"""Stands for the names of other people in the log."""
_ALL = 1 << 30
_WIDTH = 24
Shape = dict[str, Any]
"""Ready for JSON."""


class Section(Struct, frozen=True):
    """Records of one kind, under a heading."""

    key: str
    """The name in JSON."""
    heading: str
    records: Sequence[Shape]


class OwnCopy(Struct, frozen=True):
    """All that is kept about a person."""

    person: Person
    day: str
    """The day it was made."""
    sections: Sequence[Section]

    @property
    def shape(self) -> Shape:
        """Return it ready for JSON."""
        return {"written": self.day, **{one.key: list(one.records) for one in self.sections}}

    @property
    def text(self) -> str:
        """Return it as text."""
        head = f"All that is kept about {self.person.name}, as of {self.day}"
        parts = [head, "=" * len(head)]
        for section in self.sections:
            parts += ["", section.heading, "-" * len(section.heading)]
            parts += [line for record in section.records for line in (*_lines(record), "")] or ["Nothing.", ""]
        return "\n".join(parts).rstrip() + "\n"


class OwnCopies:
    """Makes them. The caller logs the look at the person."""

    def __init__(self, book: Book, history: History) -> None:
        self._book, self._history = book, history

    @one_moment
    def of(self, ref: str) -> OwnCopy:
        """Return everything that is kept about a person and the duplicates that were merged into them.

        Raises `NotAllowed` if the operator may not write it.
        """
        book, store = self._book, self._book.store
        book.at_desk.require("export-person")
        person = book.person(ref)
        doubles = [one for one in store.find(Person) if one.merged_into and book.person(one.id).id == person.id]
        ids = [person.id, *(one.id for one in doubles)]
        enrolments = store.find(Enrolment, person=ids)
        sections = (
            Section("people", "Who they are", [_shape(one) for one in (person, *doubles)]),
            Section("enrolments", "What they were and are in", self._enrolments(enrolments)),
            Section("series", "Series that they are in", self._subscriptions(ids)),
            Section("paths", "Paths through programs", self._paths(ids)),
            Section("masks", "Since when they are masked", [_shape(one) for one in self._masks(ids)]),
            Section("calls", "Calls", [_shape(one) for one in store.find(Call, person=ids)]),
            Section("reminders", "Reminders", [_shape(one) for one in store.find(Reminder, person=ids)]),
            Section("log", "What was done, by whom and when", self._log(person, ids)),
            Section("looks", "Who saw it, when and how", self._seen(person)),
        )
        return OwnCopy(person, today(book.now()).isoformat(), sections)

    def _enrolments(self, found: Sequence[Enrolment]) -> list[Shape]:
        offerings = offerings_of(self._book, {one.offering for one in found})
        shapes = []
        for one in sorted(found, key=lambda one: one.at):
            offering = offerings.get(one.offering)
            said = {"what": offering_title(self._book, offering)} if offering else {}
            if isinstance(offering, Event):
                said["when"] = span_words(offering.starts, offering.ends, all_day=offering.all_day)
                said["site"] = self._book.site(offering.site).name
                if offering.visibility == "private" and offering.notes:
                    said["notes on the appointment"] = offering.notes
            shapes.append({**said, **_shape(one)})
        return shapes

    def _subscriptions(self, ids: Collection[str]) -> list[Shape]:
        found = self._book.store.find(SeriesSubscription, person=ids)
        series = self._book.store.get_many(Series, {one.series for one in found})
        return [
            {**({"what": series[one.series].title} if one.series in series else {}), **_shape(one)}
            for one in found
        ]

    def _paths(self, ids: Collection[str]) -> list[Shape]:
        found = self._book.store.find(Pathway, person=ids)
        programs, clinicians = self._book.all_of(Program), self._book.all_of(Clinician)
        shapes = []
        for one in found:
            shape = {"what": programs[one.program].title, **_shape(one)}
            for decided in (shape.get("clearance"), shape.get("plan")):
                if decided and decided["clinician"] in clinicians:
                    decided["clinician"] = clinicians[decided["clinician"]].name
            shapes.append(shape)
        return shapes

    def _masks(self, ids: Collection[str]) -> list[Mask]:
        return [*self._book.store.get_many(Mask, ids).values()]

    def _log(self, person: Person, ids: Collection[str]) -> list[Shape]:
        """Return what was done, without the names of other people."""
        acts = self._history.acts_about(person.id, _ALL)
        others = {id for act in acts for id in act.related_ids} - {*ids}
        own, theirs = (names_of(self._versions(some)) for some in (ids, others))
        finder = Finder(
            theirs.names - own.names | theirs.emails - own.emails, theirs.phones - own.phones, own.names
        )
        return [
            {"at": _time(act.at), "by": act.by, "what": finder.without(act.summary, SOMEBODY)}
            for act in reversed(acts)
        ]

    def _versions(self, ids: Collection[str]) -> list[Person]:
        """Return people as they are and as they were, since the log uses their names of the time."""
        now = self._book.store.get_many(Person, ids)
        before = [one for act in self._book.store.find(Act, related_ids=[*now]) for one in people_in(act)]
        return [*now.values(), *(one for one in before if one.id in now)]

    def _seen(self, person: Person) -> list[Shape]:
        rows = LookLog(self._book).of_own_copy(person.id)
        return [
            {"at": _time(row.look.at), "by": row.look.by, "role": row.look.role, "done": row.look.done}
            | {"where": row.look.place, "site": row.look.site, "reason": row.look.reason}
            for row in reversed(rows)
        ]


def _time(moment: datetime) -> str:
    return f"{wall(moment, ALBERTA):%Y-%m-%d %H:%M}"


def _shape(record: Record) -> Shape:
    """Return all fields of a record that are filled in."""
    shape: Shape = msgspec.to_builtins(record)
    return {name: value for name, value in shape.items() if value not in (None, "", [], ()) and name != "rev"}


def _lines(record: Shape, indent: str = "") -> Iterator[str]:
    for name, value in record.items():
        label = f"{indent}{name.replace('_', ' ')}"
        if isinstance(value, dict):
            yield f"{label}:"
            yield from _lines(value, f"{indent}  ")
        else:
            said = "; ".join(map(str, value)) if isinstance(value, list) else value
            yield f"{label:<{_WIDTH}} {said}"


def write_own_copy(copy: OwnCopy, file: Path | None, folder: Path) -> list[Path]:
    """Write a person's copy, for this login only; returns the files.

    Args:
        copy: what is kept about them.
        file: JSON if its name ends in `.json`, else text. None: both, into the folder.
        folder: the folder for files about people. There the file is named by id, since file lists must not show
        names.

    Raises:
        Blocked: what is there would be published.
        InputError: it cannot be written.
    """
    if file is not None:
        files = [file]
    else:
        folder, name = private_folder(folder), f"own-copy-{copy.person.id}-{copy.day}"
        files = [folder / f"{name}.txt", folder / f"{name}.json"]
    for one in files:
        as_json = one.suffix == ".json"
        write_private(one, msgspec.json.format(msgspec.json.encode(copy.shape)) if as_json else copy.text.encode())
    return files
