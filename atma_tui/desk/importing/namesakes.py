"""Names that share one word, found by the other word, however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from atma_tui.desk.importing.crowds import Crowd
from atma_tui.domain.people.duplicates import SHORTEST_START
from atma_tui.domain.people.nicknames import Nicknames

_FEW = 50
"""Names up to which looking at all of them is quicker than an index, which takes some twenty entries for each."""


class Namesakes:
    """Those with the same last name, by their first names; or the other way round."""

    __slots__ = ("_crowds", "_index", "_nicknames")

    def __init__(self, nicknames: Nicknames) -> None:
        self._nicknames = nicknames
        self._crowds: list[tuple[str, Crowd]] = []
        self._index: defaultdict[tuple[str, str], list[Crowd]] | None = None

    def add(self, word: str, crowd: Crowd) -> None:
        """Add those who have this as the other word of the name."""
        self._crowds.append((word, crowd))
        if self._index is not None:
            self._put(self._index, word, crowd)
        elif len(self._crowds) > _FEW:
            self._index = defaultdict(list)
            for one in self._crowds:
                self._put(self._index, *one)

    def near(self, word: str) -> Iterable[Crowd]:
        """Return everybody whose other word may be meant by this one, and perhaps some more."""
        if self._index is None:
            return [crowd for _, crowd in self._crowds]
        keys = (("is", word), ("starts", word), *(("is", start) for start in _starts(word)), *_slips(word))
        return [crowd for key in keys if key in self._index for crowd in self._index[key]]

    def _put(self, index: defaultdict[tuple[str, str], list[Crowd]], word: str, crowd: Crowd) -> None:
        for key in {
            *(("is", one) for one in (word, *self._nicknames.variants(word))),
            *(("starts", start) for start in _starts(word)),
            *_slips(word),
        }:
            index[key].append(crowd)


def _starts(word: str) -> Iterator[str]:
    """Yield what a name may be shortened to."""
    yield from (word[:size] for size in range(SHORTEST_START, len(word)))


def _slips(word: str) -> Iterator[tuple[str, str]]:
    """Yield a word with each of its letters left out: two words one slip apart share one of these."""
    yield "slip", word
    yield from (("slip", word[:at] + word[at + 1 :]) for at in range(len(word)))
