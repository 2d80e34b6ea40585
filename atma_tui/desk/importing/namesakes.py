"""People who share one word of their names, found by the other word, however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from atma_tui.domain.people.duplicates import SHORTEST_START
from atma_tui.domain.people.nicknames import Nicknames
from atma_tui.domain.records import Person

_FEW = 50
"""People up to whom looking at all of them is quicker than an index, which takes some twenty entries for each."""


class Namesakes:
    """People with the same last name, by their first names; or the other way round."""

    __slots__ = ("_index", "_nicknames", "_people")

    def __init__(self, nicknames: Nicknames) -> None:
        self._nicknames = nicknames
        self._people: list[tuple[str, Person]] = []
        self._index: defaultdict[tuple[str, str], list[Person]] | None = None

    def add(self, word: str, person: Person) -> None:
        """Add somebody with the other word of the name."""
        self._people.append((word, person))
        if self._index is not None:
            self._put(self._index, word, person)
        elif len(self._people) > _FEW:
            self._index = defaultdict(list)
            for one in self._people:
                self._put(self._index, *one)

    def near(self, word: str) -> Iterable[Person]:
        """Return all whose other word may be meant by this one, and perhaps some more."""
        if self._index is None:
            return [person for _, person in self._people]
        keys = (("is", word), ("starts", word), *(("is", start) for start in _starts(word)), *_slips(word))
        return [person for key in keys if key in self._index for person in self._index[key]]

    def _put(self, index: defaultdict[tuple[str, str], list[Person]], word: str, person: Person) -> None:
        for key in {
            *(("is", one) for one in (word, *self._nicknames.variants(word))),
            *(("starts", start) for start in _starts(word)),
            *_slips(word),
        }:
            index[key].append(person)


def _starts(word: str) -> Iterator[str]:
    """Yield what a name may be shortened to."""
    yield from (word[:size] for size in range(SHORTEST_START, len(word)))


def _slips(word: str) -> Iterator[tuple[str, str]]:
    """Yield a word with each of its letters left out: two words one slip apart have one of these in common."""
    yield "slip", word
    yield from (("slip", word[:at] + word[at + 1 :]) for at in range(len(word)))
