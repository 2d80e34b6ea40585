"""People at the desk: find, add, change, look at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offering_title, offerings_of
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.domain.enrolling import rank
from atma_tui.domain.errors import InputError
from atma_tui.domain.people import email_key, likely_doubles, name_variants, phone_key
from atma_tui.domain.records import Act, Enrolment, Event, Offering, Person, new_id
from atma_tui.domain.text import clean, fold
from atma_tui.domain.when import instant
from atma_tui.store.rerun import rerunnable

_LOOK_AGAIN = timedelta(minutes=10)
_MAX_WORDS = 4


class NewPerson(Struct, frozen=True, kw_only=True):
    """What was typed of somebody new."""

    name: str
    phone: str = ""
    email: str = ""
    known_as: str = ""


class HistoryRow(Struct, frozen=True, kw_only=True):
    """One enrolment of a person, with what it is in."""

    enrolment: Enrolment
    title: str
    offering: Offering
    rank: int | None
    """Place in line when waiting."""


class PersonCard(Struct, frozen=True, kw_only=True):
    """Everything the desk shows of one person."""

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
        words = clean(words, 60)
        digits = re.sub(r"[\s()+.-]", "", words)
        if len(digits) >= 3 and digits.isdigit():
            words = phone_key(digits)
        found: dict[str, Person] = {}
        for query in _spellings(words):
            for person in self._book.store.search(Person, query, limit=max(limit * 4, 200)):
                if not person.merged_into:
                    found.setdefault(person.id, person)
            if len(found) >= limit:
                break
        first = fold(words)
        ranked = sorted(found.values(), key=lambda one: (_likeness(first, fold(one.name)), fold(one.name), one.id))
        return ranked[:limit]

    @one_moment
    def duplicates(self, new: NewPerson, *, skip: str = "") -> list[tuple[Person, str]]:
        """Return people already in the book who are likely the same, each with the reason."""
        store = self._book.store
        key, mail = phone_key(new.phone), email_key(new.email)
        near: dict[str, Person] = {}
        for person in store.find(Person, phone_key=key) if key else ():
            near[person.id] = person
        for person in store.find(Person, email_key=mail) if mail else ():
            near[person.id] = person
        last = fold(clean(new.name)).split()[-1:]
        for person in store.search(Person, last[0], limit=500) if last else ():
            near[person.id] = person
        return likely_doubles(clean(new.name), new.phone, new.email, near.values(), skip=skip)[:5]

    @rerunnable
    def add(self, new: NewPerson) -> Person:
        """Add a guest. Raises `InputError` for what cannot be a name, phone or e-mail."""
        with self._book.act("add person") as work:
            person = self.add_within(work, new)
            work.summary = f"Added {person.name}"
        return person

    def add_within(self, work: UnitOfWork, new: NewPerson) -> Person:
        """Add a guest as part of another act."""
        person = _described(Person(id=new_id("per"), name="", created=work.now), new)
        return work.add(person)

    @rerunnable
    def change(self, person_id: str, new: NewPerson, *, rev: int | None = None) -> Person:
        """Change what is known of a person. Raises `InputError`, `Stale`."""
        with self._book.act("change person") as work:
            person = self._book.unchanged(Person, person_id, rev)
            work.summary = f"Changed {person.name}"
            return work.put(_described(person, new), person)

    def card(self, ref: str, *, note: bool = True) -> PersonCard:
        """Return everything about a person. Looking at a client is written to the log.

        `note` is false only to refresh a card that is on the screen already.
        """
        if note:
            self.note_look(ref)
        return self._card(ref)

    @one_moment
    def _card(self, ref: str) -> PersonCard:
        person, now = self._book.person(ref), self._book.now()
        lines = self._lines(person)
        coming = [one for one in lines if one.enrolment.live and not _is_past(one.offering, now)]
        past = [one for one in lines if one not in coming]
        coming.sort(key=_when)
        past.sort(key=_when, reverse=True)
        described = NewPerson(name=person.name, phone=person.phone, email=person.email)
        return PersonCard(
            person=person,
            coming=tuple(coming),
            past=tuple(past),
            duplicates=tuple(self.duplicates(described, skip=person.id)),
        )

    def _lines(self, person: Person) -> list[HistoryRow]:
        book = self._book
        enrolments = book.store.find(Enrolment, person=person.id)
        offerings = offerings_of(book, {one.offering for one in enrolments})
        queues = {one.offering for one in enrolments if one.status == "waiting"}
        waiting = defaultdict[str, list[Enrolment]](list)
        for one in book.store.find(Enrolment, offering=queues):
            waiting[one.offering].append(one)
        return [
            HistoryRow(
                enrolment=one,
                title=offering_title(book, offering),
                offering=offering,
                rank=rank(one, waiting[one.offering]) if one.status == "waiting" else None,
            )
            for one in enrolments
            if (offering := offerings.get(one.offering))
        ]

    @rerunnable
    def note_look(self, ref: str) -> None:
        """Log that the operator looks at a client, once in ten minutes; nothing for a guest. Raises `NotFound`."""
        book = self._book
        person, now = book.person(ref), book.now()
        if person.status != "client":
            return
        looks = book.store.find(Act, related_ids=person.id)
        if any(act.verb == "viewed" and act.by == book.operator and now - act.at < _LOOK_AGAIN for act in looks):
            return
        with book.act("viewed") as work:
            work.relate(person.id)
            work.summary = f"Looked at {person.name}"


def _described(person: Person, new: NewPerson) -> Person:
    name, phone, email = clean(new.name, 120), clean(new.phone, 40), clean(new.email, 120)
    if not any(char.isalnum() for char in name):
        raise InputError("A name is needed; nothing was saved.")
    if phone and not 7 <= len(phone_key(phone)) <= 15:
        raise InputError(f"{phone!r} is not a phone number (7 to 15 digits); nothing was saved.")
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        raise InputError(f"{email!r} is not an e-mail address; nothing was saved.")
    return replace(
        person,
        name=name,
        known_as=clean(new.known_as, 60),
        phone=phone,
        email=email,
        phone_key=phone_key(phone),
        email_key=email_key(email),
    )


def _spellings(words: str) -> Iterator[str]:
    """Yield the words as typed, then with first-name variants in place of each word."""
    typed = fold(words).split()[:_MAX_WORDS]
    yield " ".join(typed)
    options = [[word, *sorted(name_variants(word))] for word in typed]
    for choice in list(product(*options))[1:40]:
        yield " ".join(choice)


def _likeness(typed: str, name: str) -> int:
    if name.startswith(typed):
        return 0
    return 1 if all(f" {word}" in f" {name}" for word in typed.split()) else 2


def _is_past(offering: Offering, now: datetime) -> bool:
    return isinstance(offering, Event) and instant(offering.ends, offering.zone) <= now


def _when(line: HistoryRow) -> str:
    return line.offering.starts.isoformat() if isinstance(line.offering, Event) else ""
