"""Reading the log of looks: who looked at somebody, whom somebody looked at, and what is unusual."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.history.history import VIEWED, ids_of_person
from atma_tui.domain.event_span import starts_at
from atma_tui.domain.records import (
    EVERYBODY,
    Act,
    Enrolment,
    Event,
    Look,
    LookDay,
    LookDone,
    Operator,
    Person,
    Site,
)
from atma_tui.domain.trust.look_days import unpacked
from atma_tui.domain.trust.rights import named
from atma_tui.domain.trust.unusual import NEAR_ACT, LookContext, Unusual, unusual_looks
from atma_tui.domain.when import ALBERTA, wall


class LookRow(Struct, frozen=True, kw_only=True):
    """A look with the names of the people it shows, except those whose name was removed from the book."""

    look: Look
    people: tuple[tuple[str, str], ...]
    """Id and name of each."""


class LookLog:
    """Queries of the log of looks."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def at_person(self, person_id: str) -> list[LookRow]:
        """Return who saw, made or changed what is known about a person, newest first; nobody else is named.

        This includes acts, looks noted by older versions, and copies of the whole book. All of these raise
        `NotAllowed` if the operator may not see the looks.
        """
        self._book.at_desk.require("looks")
        return self.of_own_copy(person_id)

    @one_moment
    def of_own_copy(self, person_id: str) -> list[LookRow]:
        """Return the same for the person's own copy; the right to write that copy is enough."""
        store, ids = self._book.store, ids_of_person(self._book.store, person_id)
        wanted = {*ids, EVERYBODY}
        looks = [*store.find(Look, people=wanted)]
        looks += (look for day in store.find(LookDay, people=wanted) for look in unpacked(day))
        looks += (_look_of(act, ids) for act in store.find(Act, related_ids=ids))
        mine = [replace(one, people=tuple(id for id in one.people if id in wanted)) for one in looks]
        return self._rows(one for one in mine if one.people)

    @one_moment
    def by_operator(self, name: str, first: date, last: date) -> list[LookRow]:
        """Return whom an operator looked at from one day to another, newest first, also under former names."""
        self._book.at_desk.require("looks")
        one = named(self._book.all_of(Operator).values(), name)
        if one is None:
            return self._rows(look for look in self._between(first, last, by={name}) if look.by == name)
        looks = self._between(first, last, by=self._names_of(one))
        return self._rows(look for look in looks if _is_by(look, one))

    def _names_of(self, one: Operator) -> set[str]:
        """Return the name of an operator and all that the log knows they had before."""
        changes = [each for act in self._book.store.find(Act, related_ids=one.id) for each in act.changes]
        return {one.name} | {
            str(change.before["name"]) for change in changes if change.id == one.id and change.before
        }

    @one_moment
    def unusual(self, first: date, last: date) -> list[tuple[LookRow, Unusual]]:
        """Return what a lead should ask about from one day to another, newest first."""
        self._book.at_desk.require("looks")
        found = {one.look.id: one for one in self._unusual([*self._between(first, last)])}
        return [(row, found[row.look.id]) for row in self._rows(one.look for one in found.values())]

    def _between(self, first: date, last: date, **which: set[str]) -> Iterator[Look]:
        store = self._book.store
        packed = (
            look
            for day in store.find(LookDay, **which)
            if _touches(day.day, first, last)
            for look in unpacked(day)
        )
        for look in (*store.find(Look, **which), *packed):
            if first <= wall(look.at, ALBERTA).date() <= last:
                yield look

    def _rows(self, looks: Iterable[Look]) -> list[LookRow]:
        in_order = sorted(looks, key=lambda look: (look.at, look.id), reverse=True)
        people = self._book.store.get_many(Person, {id for look in in_order for id in look.people})
        names = {EVERYBODY: "everybody", **{id: one.name for id, one in people.items()}}
        return [
            LookRow(look=look, people=tuple((id, names.get(id, "")) for id in look.people)) for look in in_order
        ]

    def _unusual(self, looks: Sequence[Look]) -> list[Unusual]:
        book, ids = self._book, {id for look in looks for id in look.people}
        acts = defaultdict[str, list[datetime]](list)
        since = min((look.at for look in looks), default=book.now()) - NEAR_ACT
        for act in book.store.find(Act, related_ids=ids):
            if act.at >= since and act.verb != VIEWED:
                for id in act.related_ids:
                    acts[id].append(act.at)
        names = {id: one.name for id, one in book.store.get_many(Person, ids).items()}
        return unusual_looks(
            looks, LookContext(names=names, events=self._events_of(ids), acts=acts, sites=book.all_of(Site))
        )

    def _events_of(self, ids: set[str]) -> Mapping[str, Sequence[datetime]]:
        store = self._book.store
        enrolments = store.find(Enrolment, person=ids)
        events = store.get_many(Event, {one.offering for one in enrolments})
        starts = defaultdict[str, list[datetime]](list)
        for one in enrolments:
            if (event := events.get(one.offering)) is not None:
                starts[one.person].append(starts_at(event))
        return starts


def _is_by(look: Look, one: Operator) -> bool:
    """Whether a look is somebody's; looks from before the clinic recorded operators only have a name."""
    return look.operator == one.id if look.operator else look.by == one.name


def _touches(day: date, first: date, last: date) -> bool:
    """Whether a day in UTC overlaps days in Alberta, which begin some hours later."""
    return first <= day <= last + timedelta(days=1)


def _look_of(act: Act, ids: Iterable[str]) -> Look:
    """Return an act as a look at a person: changing something includes seeing it."""
    return Look(
        id=act.id,
        at=act.at.astimezone(UTC),
        by=act.by,
        program="",
        done=_done(act),
        place=act.verb,
        people=(*ids,),
    )


def _done(act: Act) -> LookDone:
    if act.verb == VIEWED:
        return "view"
    made = any(change.kind == Person.kind and change.before is None for change in act.changes)
    return "create" if made else "edit"
