"""People with one and the same name, however many: only some of them need to be compared with somebody new."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from atma_tui.domain.records import Person
from atma_tui.domain.text import fold

CONTACTS = ("phone number", "e-mail")
_Key = tuple[object, ...]
"""A contact, or of which kinds somebody has any."""
_KINDS = tuple(product((False, True), repeat=len(CONTACTS)))
_FEW = 10
"""People up to whom comparing all of them is quicker than an index."""
_ENOUGH = 2
"""People who fit in the same way: the first is the likeliest, and the second tells that it is not the only one."""


class Crowd:
    """People with one and the same name."""

    __slots__ = ("_index", "people")

    def __init__(self) -> None:
        self.people: list[Person] = []
        """All of them."""
        self._index: defaultdict[_Key, list[tuple[str, str, Person]]] | None = None

    def add(self, person: Person) -> None:
        """Add somebody."""
        self.people.append(person)
        if self._index is not None:
            self._put(self._index, person)
        elif len(self.people) > _FEW:
            self._index = defaultdict(list)
            for one in self.people:
                self._put(self._index, one)

    def closest(self, new: Person) -> list[Person]:
        """Return the likeliest to be somebody new, among them those who share a contact.

        Whoever is left out fits as well as two who are returned.
        """
        if self._index is None:
            return self.people
        keys = (*contact_keys(new), *_KINDS)
        return [one for key in keys if key in self._index for *_, one in self._index[key]]

    @staticmethod
    def _put(index: defaultdict[_Key, list[tuple[str, str, Person]]], person: Person) -> None:
        """Add somebody to those with the same contact, and to those with the same kinds of contacts."""
        for key in (*contact_keys(person), tuple(map(bool, contacts_of(person).values()))):
            insort(index[key], (fold(person.name), person.id, person))
            del index[key][_ENOUGH:]


def contact_keys(person: Person) -> Iterator[tuple[str, str]]:
    """Yield each contact of somebody with its kind."""
    for kind, values in contacts_of(person).items():
        yield from ((kind, value) for value in values)


def contacts_of(person: Person) -> dict[str, set[str]]:
    """Return the contacts of somebody by their kind, as they are compared."""
    keys = {person.phone_key, person.email_key, *person.other_keys} - {""}
    emails = {one for one in keys if "@" in one}
    return dict(zip(CONTACTS, (keys - emails, emails), strict=True))
