"""Removing the names of people whose retention period is over from all records; counts stay what they are.

Records about such a person, such as an enrolment, stay, with all their free words removed. Elsewhere, as in a note
on somebody else, full names, phones and e-mails are looked for. A name that belongs to somebody who stays is left.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar, cast

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from atma_tui.domain.people.contacts import phone_key
from atma_tui.domain.records import (
    KINDS,
    Act,
    Call,
    Change,
    Enrolment,
    Event,
    LastKnown,
    Look,
    LookDay,
    Pathway,
    Person,
    Record,
    RemoteEvent,
)
from atma_tui.domain.trust.fields import NOTES, PUBLISHED, WORDS
from atma_tui.domain.trust.finder import Finder, words_of

R = TypeVar("R", bound=Record)
S = TypeVar("S", bound=Struct)

NAMELESS = "Name removed"
"""The name of somebody whose name was removed."""
REMOVED = "(removed)"
"""Takes the place of words that were removed."""

_SHORTEST = 2
"""Fewest letters of a part of a name that is looked for in records about the person."""


class Names(Struct, frozen=True):
    """Names and contacts that people have or had."""

    names: frozenset[str]
    phones: frozenset[str]
    """Keys."""
    emails: frozenset[str]


def names_of(people: Iterable[Person]) -> Names:
    """Return all names, phones and e-mails in these records, of which several may be of one person."""
    names, phones, emails = set[str](), set[str](), set[str]()
    for one in people:
        names.update((one.name, one.known_as, *one.other_names))
        phones.update(map(phone_key, (one.phone, *one.other_phones)))
        emails.update(mail.casefold() for mail in (one.email, *one.other_emails))
    return Names(frozenset(names - {""}), frozenset(phones - {""}), frozenset(emails - {""}))


def nameless(person: Person, at: datetime) -> Person:
    """Return the record of a person without the name."""
    return Person(
        id=person.id,
        rev=person.rev,
        name=NAMELESS,
        status=person.status,
        merged_into=person.merged_into,
        created=person.created,
        nameless=at,
    )


class NameRemoval:
    """Removes the names of some people from records, one record at a time."""

    def __init__(
        self,
        gone: Names,
        stay: Names,
        person_of: Mapping[str, str],
        people: frozenset[str],
        events: frozenset[str],
        now: datetime,
    ) -> None:
        """Take what is to be looked for.

        Args:
            gone: names and contacts of those whose time is over.
            stay: the same of everybody else.
            person_of: id of the person that each person's record, enrolment, path or call is about, by its id.
            people: ids of those whose time is over, including their duplicates.
            events: ids of the appointments that nobody else was in.
            now: when their names are removed.
        """
        self._person_of, self._people, self._events, self._now = person_of, people, events, now
        full = {name for name in gone.names if " " in name}
        shared = {words_of(name) for name in stay.names}
        full = {name for name in (*full, *map(_last_first, full)) if words_of(name) not in shared}
        self._anywhere = Finder(full | (gone.emails - stay.emails), gone.phones - stay.phones, stay.names)
        parts = {part for name in gone.names for part in name.split() if len(part) >= _SHORTEST}
        self._about_them = Finder(full | gone.names | parts | gone.emails, gone.phones)

    def of(self, record: R) -> R:
        """Return a record without the names, or the same object if it contains none."""
        if isinstance(record, Act):
            return cast("R", self._act(record))
        if isinstance(record, Person) and record.id in self._people:
            return cast("R", self._person(record))
        if isinstance(record, Enrolment | Pathway | Call) and record.person in self._people:
            return self._cleared(record)
        if isinstance(record, Event) and record.id in self._events:
            return self._cleared(record, but=PUBLISHED)
        if isinstance(record, Look | LookDay) and not self._people.isdisjoint(record.people):
            return self._searched(record, self._about_them)
        return self._searched(record, self._anywhere)

    def _person(self, person: Person) -> Person:
        return person if person.nameless is not None else nameless(person, self._now)

    def _act(self, act: Act) -> Act:
        """Return an act without the names; one about them cannot be undone any more."""
        changes = tuple(map(self._change, act.changes))
        concerned = {self._person_of[id] for id in act.related_ids if id in self._person_of}
        if not concerned.intersection(self._people) and self._events.isdisjoint(act.related_ids):
            summary = self._anywhere.without(act.summary, REMOVED)
            same = (summary, changes) == (act.summary, act.changes)
            return act if same else replace(act, summary=summary, changes=changes)
        others = concerned.difference(self._people)
        summary = self._about_them.without(act.summary, REMOVED) if others else f"{NAMELESS} ({act.verb})"
        return replace(act, summary=summary, changes=changes, nameless=True)

    def _change(self, change: Change) -> Change:
        if change.before is None:
            return change
        before = msgspec.convert(change.before, KINDS[change.kind])
        after = self.of(before)
        return change if after is before else replace(change, before=msgspec.to_builtins(after))

    def _cleared(self, value: S, but: Collection[str] = ()) -> S:
        """Return a record about them without free words; with a mark where it matters that there were any."""

        def cleared(name: str, text: str) -> str:
            if name in but or isinstance(value, LastKnown):
                return self._about_them.without(text, REMOVED)
            return "" if name in NOTES or not text else REMOVED

        return _changed(value, cleared, lambda part: self._cleared(part, but))

    def _searched(self, value: S, finder: Finder) -> S:
        is_public = (isinstance(value, Event) and value.visibility == "public") or (
            isinstance(value, RemoteEvent) and not value.private
        )

        def searched(name: str, text: str) -> str:
            return text if is_public and name in PUBLISHED else finder.without(text, REMOVED)

        return _changed(value, searched, lambda part: self._searched(part, finder))


def _last_first(name: str) -> str:
    *first, last = name.split()
    return f"{last}, {' '.join(first)}"


def _changed(value: S, words: Callable[[str, str], str], part: Callable[[Any], Any]) -> S:
    """Return a record with its words and parts changed; the same object if nothing differs."""
    given = dict[str, object]()
    free = WORDS.get(type(value), frozenset())
    for name in value.__struct_fields__:
        now = getattr(value, name)
        after: object = now
        if name in free:
            after = words(name, now) if isinstance(now, str) else tuple(words(name, one) for one in now)
        elif isinstance(now, Struct):
            after = part(now)
        elif isinstance(now, tuple) and now and isinstance(now[0], Struct):
            after = tuple(map(part, now))
        if after != now:
            given[name] = after
    return replace(value, **given) if given else value
