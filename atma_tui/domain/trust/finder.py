"""Finding names, phones and e-mails in texts, of thousands of people at once.

Names and e-mails are sequences of words, filed under the first, whatever stands between the words; so a text is
gone through once, however many are looked for. Phone numbers are found however their digits are grouped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from atma_tui.domain.people.contacts import DASHES

_WORD = re.compile(r"\w+")
_BETWEEN_DIGITS = re.compile(rf"[\s()./·{DASHES}]*")
_GOES_ON = re.compile(rf"[{DASHES}]\w")
_WIDEST_GAP = 3
"""Characters that may stand between two words of a name, such as a comma and a blank."""
_SHORTEST_PHONE, _LONGEST_PHONE = 7, 16

_Words = Sequence[re.Match[str]]


class Finder:
    """Takes what it knows out of texts."""

    def __init__(self, phrases: Iterable[str] = (), phone_keys: Collection[str] = ()) -> None:
        """Take names and e-mails as they are written, and phone numbers by their keys."""
        self._known = defaultdict[str, list[tuple[str, ...]]](list)
        self._phones = frozenset(key for key in phone_keys if len(key) >= _SHORTEST_PHONE)
        for words in sorted({tuple(_WORD.findall(one.casefold())) for one in phrases}, key=len, reverse=True):
            if words:
                self._known[words[0]].append(words)

    def without(self, text: str, instead: str) -> str:
        """Return a text with all that is known replaced."""
        if not (self._known or self._phones):
            return text
        words = [*_WORD.finditer(text)]
        parts, end, number = list[str](), 0, 0
        while number < len(words):
            length = self._name_at(text, words, number) or self._phone_at(text, words, number)
            if length:
                parts += (text[end : _start(text, words[number])], instead)
                end = words[number + length - 1].end()
            number += length or 1
        return "".join((*parts, text[end:])) if parts else text

    def _name_at(self, text: str, words: _Words, first: int) -> int:
        """Return how many words a name or an e-mail has that begins there; 0 when none does."""
        for known in self._known.get(words[first][0].casefold(), ()):
            found = words[first : first + len(known)]
            if tuple(word[0].casefold() for word in found) == known and _are_together(text, found):
                return len(known)
        return 0

    def _phone_at(self, text: str, words: _Words, first: int) -> int:
        """Return how many groups of digits a phone number has that begins there; 0 when none does."""
        digits = ""
        for number in range(first, len(words)):
            word = words[number]
            if not word[0].isdecimal() or len(digits) > _LONGEST_PHONE:
                return 0
            if digits and not _BETWEEN_DIGITS.fullmatch(text, words[number - 1].end(), word.start()):
                return 0
            digits += word[0]
            if not self._phones.isdisjoint((digits, digits.removeprefix("1"))):
                return number - first + 1
        return 0


def _start(text: str, word: re.Match[str]) -> int:
    """Return where what begins with a word begins: a plus before a phone number belongs to it."""
    start = word.start()
    return start - 1 if text[:start].endswith("+") else start


def _are_together(text: str, words: _Words) -> bool:
    """Whether words follow each other closely, and the last one is not a part of a longer name with a hyphen."""
    gaps = (after.start() - before.end() for before, after in pairwise(words))
    return all(gap <= _WIDEST_GAP for gap in gaps) and not _GOES_ON.match(text, words[-1].end())
