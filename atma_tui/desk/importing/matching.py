"""Whether somebody in a table is already in the book, or twice in the table: surely or perhaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain

from atma_tui.desk.importing.crowds import CONTACTS, Crowd, contact_keys, contacts_of
from atma_tui.desk.importing.namesakes import Namesakes
from atma_tui.domain.people.duplicates import likely_doubles, same_name
from atma_tui.domain.people.finding import name_words
from atma_tui.domain.people.nicknames import Nicknames
from atma_tui.domain.records import Person

_MOST_SHARING = 50
"""People found by one phone or e-mail, lest a file with one number in each row take minutes; names find others."""


class Directory:
    """People indexed by what two records of one person have in common: one pass, however many are looked up."""

    def __init__(self, nicknames: Nicknames, people: Iterable[Person] = ()) -> None:
        self._nicknames = nicknames
        self._sharing: defaultdict[tuple[str, str], list[Person]] = defaultdict(list)
        self._crowds: dict[str, Crowd] = {}
        self._joined: defaultdict[str, list[Crowd]] = defaultdict(list)
        self._first_names: defaultdict[str, Namesakes] = defaultdict(partial(Namesakes, nicknames))
        self._last_names: defaultdict[str, Namesakes] = defaultdict(partial(Namesakes, nicknames))
        for person in people:
            self.add(person)

    def add(self, person: Person) -> None:
        """Add somebody; merged and nameless records are ignored."""
        if person.merged_into or person.nameless:
            return
        for key in contact_keys(person):
            if len(self._sharing[key]) < _MOST_SHARING:
                self._sharing[key].append(person)
        for name in {" ".join(words) for words in _names(person)}:
            if name not in self._crowds:
                self._crowds[name] = self._new_crowd(name.split())
            self._crowds[name].add(person)

    def _new_crowd(self, words: Sequence[str]) -> Crowd:
        crowd = Crowd()
        self._joined["".join(words)].append(crowd)
        if len(words) > 1:
            self._first_names[words[0]].add(words[-1], crowd)
            self._last_names[words[-1]].add(words[0], crowd)
        return crowd

    def like(self, new: Person) -> list[tuple[Person, str]]:
        """Return the people who are likely the same, each with the reason; the surest first."""
        return self._likely(new, (one for crowd in self._near(new) for one in crowd.people))

    def likeliest(self, new: Person) -> list[tuple[Person, str]]:
        """Return the same, but of many with one name only the first who fit: enough to say who it surely is."""
        return self._likely(new, (one for crowd in self._near(new) for one in crowd.closest(new)))

    def _likely(self, new: Person, named: Iterable[Person]) -> list[tuple[Person, str]]:
        sharing = (one for key in contact_keys(new) if key in self._sharing for one in self._sharing[key])
        near = {one.id: one for one in chain(sharing, named)}
        return likely_doubles(new.name, new.phone, new.email, near.values(), self._nicknames)

    def _near(self, new: Person) -> Iterator[Crowd]:
        """Yield those whose name may be meant by one of these, and perhaps some more."""
        for words in _names(new):
            first, last, joined = words[0], words[-1], "".join(words)
            if joined in self._joined:
                yield from self._joined[joined]
            if len(words) > 1 and first in self._first_names:
                yield from self._first_names[first].near(last)
            if len(words) > 1 and last in self._last_names:
                yield from self._last_names[last].near(first)

    def surely(self, new: Person, likely: Iterable[tuple[Person, str]]) -> list[tuple[Person, str]]:
        """Return those of the likely people who are surely the same, each with the reason.

        Either the names fit and a phone or e-mail is the same, or the names are equal and no contact differs.
        """
        return [(one, why) for one, _ in likely if (why := self._sure_words(new, one))]

    def _sure_words(self, new: Person, other: Person) -> str:
        names = {same_name(new.name, name, self._nicknames) for name in (other.name, *other.other_names)}
        if not names & {"same name", "likely the same name"}:
            return ""
        ours, theirs = contacts_of(new), contacts_of(other)
        shared = [kind for kind in CONTACTS if ours[kind] & theirs[kind]]
        if shared:
            return f"same name and {shared[0]}"
        differ = any(ours[kind] and theirs[kind] for kind in ours)
        return "" if differ or "same name" not in names else "same name"


def told_by(person: Person) -> frozenset[tuple[str, str]]:
    """Return everything in a row that is compared with others."""
    return frozenset((*contact_keys(person), *(("name", " ".join(words)) for words in _names(person))))


def _names(person: Person) -> Iterator[list[str]]:
    yield from filter(None, map(name_words, (person.name, *person.other_names)))
