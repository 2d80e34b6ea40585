"""Finding names, phones and e-mails in texts, of thousands of people at once.

Names and e-mails are sequences of words, filed under the first word, whatever is between them; so a text is read
once, however many are looked for. Capitals and accents make no difference. Phone numbers are found
however their digits are grouped, and with an extension.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from atma_tui.domain.people.contacts import DASHES
from atma_tui.domain.text import unaccented

_WORD = re.compile(r"\d+|[^\W\d_]+")
_BETWEEN_DIGITS = re.compile(rf"[\s()./·,_{DASHES}]*")
_GOES_ON = re.compile(rf"[{DASHES}]\w")
_WIDEST_GAP = 3
"""Most characters between two words of a name, such as a comma and a space."""
_SHORTEST_PHONE, _LONGEST_PHONE = 7, 16
_CUT = "…"
"""Marks the end of a text that was cut off."""

_Words = Sequence[re.Match[str]]


class _Beginning(NamedTuple):
    """The names and e-mails that begin with one word."""

    known: frozenset[tuple[str, ...]]
    lengths: tuple[int, ...]
    """How many words they have, the most first."""

    @classmethod
    def of(cls, known: Collection[tuple[str, ...]]) -> _Beginning:
        """Return it for some names."""
        return cls(frozenset(known), tuple(sorted({*map(len, known)}, reverse=True)))


_Filed = dict[str, _Beginning]


def words_of(text: str) -> tuple[str, ...]:
    """Return the words by which a name or an e-mail is found, however it is written."""
    return tuple(map(unaccented, _WORD.findall(text)))


class Finder:
    """Takes known names, phones and e-mails out of texts."""

    def __init__(
        self, phrases: Iterable[str] = (), phone_keys: Collection[str] = (), stay: Iterable[str] = ()
    ) -> None:
        """Take names and e-mails as they are written, and phone numbers by their keys.

        Names in `stay` are left alone, even where they contain one that is taken out.
        """
        self._known = _filed(phrases)
        self._phones = frozenset(key for key in phone_keys if len(key) >= _SHORTEST_PHONE)
        self._left: _Filed = {}
        self._left = _filed(name for name in stay if self.without(name, "") != name)

    def without(self, text: str, instead: str) -> str:
        """Return a text with all that is known replaced."""
        if not (self._known or self._phones):
            return text
        words = [*_WORD.finditer(text)]
        parts, end, number = list[str](), 0, 0
        while number < len(words):
            if left := _phrase_at(self._left, text, words, number, widest_gap=1):
                number += left
                continue
            length = _phrase_at(self._known, text, words, number) or self._phone_at(text, words, number)
            if length:
                parts += (text[end : _start(text, words[number])], instead)
                end = words[number + length - 1].end()
            number += length or 1
        return "".join((*parts, text[end:])) if parts else text

    def _phone_at(self, text: str, words: _Words, first: int) -> int:
        """Return how many groups of digits the phone number that begins there has; 0 if none does."""
        digits = ""
        for number in range(first, len(words)):
            word = words[number]
            if not word[0].isdecimal() or len(digits) > _LONGEST_PHONE:
                return 0
            if digits and not _BETWEEN_DIGITS.fullmatch(text, words[number - 1].end(), word.start()):
                return 0
            digits += "".join(str(int(digit)) for digit in word[0])
            if not self._phones.isdisjoint((digits, digits.removeprefix("1"))):
                return number - first + 1
        return len(words) - first if self._ends_within_phone(text, words[-1], digits.removeprefix("1")) else 0

    def _ends_within_phone(self, text: str, last: re.Match[str], digits: str) -> bool:
        """Whether a text was cut off within a phone number, with enough of it left to tell whose it is."""
        is_cut = text.endswith(_CUT) and last.end() == len(text) - len(_CUT) and len(digits) >= _SHORTEST_PHONE
        return is_cut and any(key.startswith(digits) for key in self._phones)


def _filed(phrases: Iterable[str]) -> _Filed:
    """Return names and e-mails by their first word."""
    by_word: dict[str, set[tuple[str, ...]]] = {}
    for words in map(words_of, phrases):
        if words:
            by_word.setdefault(words[0], set()).add(words)
    return {word: _Beginning.of(known) for word, known in by_word.items()}


def _phrase_at(filed: _Filed, text: str, words: _Words, first: int, widest_gap: int = _WIDEST_GAP) -> int:
    """Return how many words the longest name or e-mail that begins there has; 0 if none does."""
    found = filed.get(_key(words[first])) if filed else None
    if found is None:
        return 0
    longest = words[first : first + found.lengths[0]]
    keys = tuple(map(_key, longest))
    whole = (number for number in found.lengths if number <= len(keys) and keys[:number] in found.known)
    ends = text.endswith(_CUT) and first + len(keys) == len(words)
    is_cut = ends and any(_is_cut(text, longest, keys, one) for one in found.known)
    for number in (len(keys), *whole) if is_cut else whole:
        if _are_together(text, words[first : first + number], widest_gap):
            return number
    return 0


def _is_cut(text: str, found: _Words, keys: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Whether a text was cut off within a name, after its first word."""
    last = len(keys) - 1
    return (
        last > 0
        and found[last].end() == len(text) - len(_CUT)
        and len(known) > last
        and keys[:last] == known[:last]
        and known[last].startswith(keys[last])
    )


def _key(word: re.Match[str]) -> str:
    return unaccented(word[0])


def _start(text: str, word: re.Match[str]) -> int:
    """Return where a match really starts: a plus before a phone number belongs to it."""
    start = word.start()
    return start - 1 if text[:start].endswith("+") else start


def _are_together(text: str, words: _Words, widest_gap: int) -> bool:
    """Whether words are close together, and the last is not part of a longer hyphenated name."""
    gaps = (after.start() - before.end() for before, after in pairwise(words))
    return all(gap <= widest_gap for gap in gaps) and not _GOES_ON.match(text, words[-1].end())
