"""People at the desk: find, add, change, show."""

from __future__ import annotations

import re
from datetime import datetime
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offering_title, offerings_of
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.people.new_person import MAX_NOTES, NewPerson, described
from atma_tui.desk.people.nicknames import nicknames
from atma_tui.domain.changes import with_changes
from atma_tui.domain.errors import InputError, Stale
from atma_tui.domain.event_span import has_ended
from atma_tui.domain.people.contacts import email_key, initials, phone_key
from atma_tui.domain.people.duplicates import likely_doubles
from atma_tui.domain.people.finding import Match, find_namesakes, find_people
from atma_tui.domain.people.optional import consent_kind, marked, shown
from atma_tui.domain.people.slips import Words
from atma_tui.domain.records import Enrolment, Event, Offering, Person, new_id
from atma_tui.domain.text import clean
from atma_tui.domain.waiting.queue import rank
from atma_tui.domain.when import today
from atma_tui.store.rerun import rerunnable

_MAX_TYPED = 100
_MAX_FOUND = 200


class HistoryRow(Struct, frozen=True, kw_only=True):
    """One enrolment of a person, with its offering."""

    enrolment: Enrolment
    title: str
    offering: Offering
    rank: int | None
    """Place in line when waiting."""
    of: int = 0
    """Length of the line."""


class PersonCard(Struct, frozen=True, kw_only=True):
    """Everything the desk shows about one person."""

    person: Person
    coming: tuple[HistoryRow, ...]
    past: tuple[HistoryRow, ...]
    duplicates: tuple[tuple[Person, str], ...]


class People:
    """Use cases around people."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def search(self, words: str, *, limit: int = 50) -> list[Person]:
        """Find people by name, nickname, phone (however typed) or e-mail; the likeliest first."""
        return [match.person for match in self.matches(words, limit=limit)]

    @one_moment
    def matches(self, typed: str, *, limit: int = 50, slips: bool = True) -> list[Match]:
        """Find people as `search` does, with how well each fits; without `slips`, only names as typed."""
        typed, search = clean(typed, _MAX_TYPED), partial(self._holding, limit=max(limit * 4, _MAX_FOUND))
        return find_people(typed, search, self._vocabulary, nicknames(), enough=limit, slips=slips)[:limit]

    @one_moment
    def duplicates(self, new: NewPerson, *, skip: str = "") -> list[tuple[Person, str]]:
        """Return people already in the book who are likely the same, each with the reason."""
        store, name = self._book.store, clean(new.name)
        key, mail = phone_key(new.phone), email_key(new.email)
        near = [person for one in (key, mail) if one for person in store.find(Person, other_keys=one)]
        near += store.find(Person, phone_key=key) if key else ()
        near += store.find(Person, email_key=mail) if mail else ()
        near += find_namesakes(name, self._holding, self._vocabulary, nicknames())
        others = {person.id: person for person in near}.values()
        return likely_doubles(name, new.phone, new.email, others, nicknames(), skip=skip)[:5]

    def as_initials(self, text: str) -> str:
        """Return a sentence with people's names replaced by initials. It reads all people of the book."""
        named = {one.name for one in self._book.store.find(Person) if one.name and one.name in text}
        for name in sorted(named, key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", initials(name), text)
        return text

    def _holding(self, words: Words, limit: int = _MAX_FOUND) -> list[Person]:
        found = self._book.store.search(Person, words, limit=limit)
        return [person for person in found if not (person.merged_into or person.nameless)]

    def _vocabulary(self) -> frozenset[str]:
        return self._book.store.vocabulary(Person)

    @rerunnable
    def add(self, new: NewPerson) -> Person:
        """Add a guest. Raises `InputError` for what cannot be a name, phone or e-mail."""
        with self._book.act("add person") as work:
            person = self.add_within(work, new)
            work.summary = f"Added {person.name}"
        return person

    def add_within(self, work: UnitOfWork, new: NewPerson) -> Person:
        """Add a guest as part of another act."""
        return work.add(self._described(work, Person(id=new_id("per"), name="", created=work.now), new))

    def _described(self, work: UnitOfWork, person: Person, new: NewPerson) -> Person:
        clinic = self._book.clinic()
        marks = [replace(one, kind=consent_kind(one.kind, clinic)) for one in new.consents]
        consents = marked(person.consents, marks, today(work.now), work.by)
        return replace(described(person, new, clinic), consents=consents)

    @rerunnable
    def change(self, person_id: str, new: NewPerson, *, rev: int | None = None) -> Person:
        """Change a person's data. Raises `InputError`, `Stale` (also if merged meanwhile)."""
        with self._book.act("change person") as work:
            person = self._book.unchanged(Person, person_id, rev)
            if person.merged_into:
                into = self._book.person(person.id)
                raise Stale(f"{person.name} was merged into {into.name} meanwhile; change that record.")
            after = self._described(work, person, new)
            work.summary = with_changes(f"Changed {person.name}", person, after)
            return work.put(after, person)

    @rerunnable
    def note(self, person_ref: str, words: str) -> Person:
        """Add a remark to somebody's notes. Raises `InputError` if it is empty, or the notes get too long."""
        said = clean(words, MAX_NOTES)
        if not said:
            raise InputError("Say what to note; nothing was changed.")
        with self._book.act("note person") as work:
            person = self._book.person(person_ref)
            notes = "; ".join(filter(None, (person.notes, said)))
            if len(notes) > MAX_NOTES:
                raise InputError(f"The notes would be longer than {MAX_NOTES:,} characters. Nothing was changed.")
            work.summary = f"Noted something about {person.name}"
            return work.change(person, notes=notes)

    @one_moment
    def card(self, ref: str) -> PersonCard:
        """Return everything about a person. The caller must log the look with `Looks`."""
        person, now = self._book.person(ref), self._book.now()
        lines = self._lines(person)
        coming = [one for one in lines if one.enrolment.live and not _is_past(one.offering, now)]
        past = [one for one in lines if one not in coming]
        coming.sort(key=_when)
        past.sort(key=_when, reverse=True)
        described = NewPerson(name=person.name, phone=person.phone, email=person.email)
        return PersonCard(
            person=shown(person, self._book.clinic()),
            coming=tuple(coming),
            past=tuple(past),
            duplicates=tuple(self.duplicates(described, skip=person.id)),
        )

    def _lines(self, person: Person) -> list[HistoryRow]:
        book = self._book
        enrolments = book.store.find(Enrolment, person=person.id)
        offerings = offerings_of(book, {one.offering for one in enrolments})
        queues = {one.offering for one in enrolments if one.status == "waiting"}
        inside = book.store.having(Enrolment, "offering", queues)
        lines = {id: [one for one in all_in if one.status == "waiting"] for id, all_in in inside.items()}
        return [
            HistoryRow(
                enrolment=one,
                title=offering_title(book, offering),
                offering=offering,
                rank=rank(one, lines[one.offering]) if one.status == "waiting" else None,
                of=len(lines.get(one.offering, ())),
            )
            for one in enrolments
            if (offering := offerings.get(one.offering))
        ]


def _is_past(offering: Offering, now: datetime) -> bool:
    return isinstance(offering, Event) and has_ended(offering, now)


def _when(line: HistoryRow) -> str:
    return line.offering.starts.isoformat() if isinstance(line.offering, Event) else ""
