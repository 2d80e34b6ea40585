"""Whether somebody in a table is in the book, or twice in the table: surely, or perhaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial

from atma_tui.desk.importing.namesakes import Namesakes
from atma_tui.domain.people.duplicates import likely_doubles, same_name
from atma_tui.domain.people.finding import name_words
from atma_tui.domain.people.nicknames import Nicknames
from atma_tui.domain.records import Person

_CONTACTS = ("phone number", "e-mail")
_MOST_SHARING = 50
"""People found by one phone or e-mail, lest a file with one number in each row take minutes; names find others."""


class Directory:
    """People, found by what two records of one person have in common: one pass, however many are asked for."""

    def __init__(self, nicknames: Nicknames, people: Iterable[Person] = ()) -> None:
        self._nicknames = nicknames
        self._found: defaultdict[tuple[str, str], dict[str, Person]] = defaultdict(dict)
        self._first_names: defaultdict[str, Namesakes] = defaultdict(partial(Namesakes, nicknames))
        self._last_names: defaultdict[str, Namesakes] = defaultdict(partial(Namesakes, nicknames))
        for person in people:
            self.add(person)

    def add(self, person: Person) -> None:
        """Add somebody; merged and nameless records are nobody."""
        if person.merged_into or person.nameless:
            return
        for key in _keys_of(person):
            those = self._found[key]
            if key[0] not in _CONTACTS or len(those) < _MOST_SHARING:
                those[person.id] = person
        for first, last in _firsts_and_lasts(person):
            self._first_names[first].add(last, person)
            self._last_names[last].add(first, person)

    def like(self, new: Person) -> list[tuple[Person, str]]:
        """Return who is likely the same, each with the reason; the surest first."""
        near = {one.id: one for one in self._near(new)}
        return likely_doubles(new.name, new.phone, new.email, near.values(), self._nicknames)

    def _near(self, new: Person) -> Iterator[Person]:
        for key in _keys_of(new):
            if key in self._found:
                yield from self._found[key].values()
        for first, last in _firsts_and_lasts(new):
            if first in self._first_names:
                yield from self._first_names[first].near(last)
            if last in self._last_names:
                yield from self._last_names[last].near(first)

    def surely(self, new: Person, likely: Iterable[tuple[Person, str]]) -> list[tuple[Person, str]]:
        """Return who of those who are likely the same surely is, each with the reason.

        Their names fit and a phone or an e-mail is the same; or the names are the same and no contact differs.
        """
        return [(one, why) for one, _ in likely if (why := self._sure_words(new, one))]

    def _sure_words(self, new: Person, other: Person) -> str:
        names = {same_name(new.name, name, self._nicknames) for name in (other.name, *other.other_names)}
        if not names & {"same name", "likely the same name"}:
            return ""
        ours, theirs = _contacts(new), _contacts(other)
        shared = [kind for kind in ("phone number", "e-mail") if ours[kind] & theirs[kind]]
        if shared:
            return f"same name and {shared[0]}"
        differ = any(ours[kind] and theirs[kind] for kind in ours)
        return "" if differ or "same name" not in names else "same name"


def told_by(person: Person) -> frozenset[tuple[str, str]]:
    """Return all that a row tells of somebody, as far as it is compared with others."""
    return frozenset((*_contact_keys(person), *(("name", " ".join(words)) for words in _names(person))))


def _keys_of(person: Person) -> Iterator[tuple[str, str]]:
    """Yield what two records of one person may have in common: a contact, or the whole name."""
    yield from _contact_keys(person)
    yield from (("name", "".join(words)) for words in _names(person))


def _firsts_and_lasts(person: Person) -> Iterator[tuple[str, str]]:
    yield from ((words[0], words[-1]) for words in _names(person) if len(words) > 1)


def _names(person: Person) -> Iterator[list[str]]:
    yield from filter(None, map(name_words, (person.name, *person.other_names)))


def _contact_keys(person: Person) -> Iterator[tuple[str, str]]:
    for kind, values in _contacts(person).items():
        yield from ((kind, value) for value in values)


def _contacts(person: Person) -> dict[str, set[str]]:
    keys = {person.phone_key, person.email_key, *person.other_keys} - {""}
    emails = {one for one in keys if "@" in one}
    return {"phone number": keys - emails, "e-mail": emails}
