"""Finding names, phones and e-mails in texts, of thousands of people at once.

Each is filed under the word that it begins with, so that a text is gone through once, however many are looked for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from atma_tui.domain.people.contacts import DASHES

_WORD = re.compile(r"\w+")
_BETWEEN_DIGITS = rf"[\s()./·{DASHES}]*"
_AREA = 3
"""Digits by which phone numbers are filed: of a number they mostly stand together."""
_FEWEST_DIGITS = 7


class Finder:
    """Takes what it knows out of texts."""

    def __init__(self, phrases: Iterable[str] = (), phone_keys: Iterable[str] = ()) -> None:
        """Take names and e-mails as they are written, and phone numbers by their keys."""
        self._known = defaultdict[str, list[re.Pattern[str]]](list)
        for phrase in sorted({one.casefold() for one in phrases}, key=len, reverse=True):
            if first := _WORD.search(phrase):
                words = r"\s+".join(re.escape(word) for word in phrase[first.start() :].split())
                self._known[first[0]].append(re.compile(rf"{words}(?!-?\w)", re.IGNORECASE))
        for key in {*phone_keys}:
            if len(key) >= _FEWEST_DIGITS:
                digits = _BETWEEN_DIGITS.join(key)
                self._known[key[:_AREA]].append(re.compile(rf"{digits}(?!\d)"))

    def without(self, text: str, instead: str) -> str:
        """Return a text with all that is known replaced."""
        parts, end = list[str](), 0
        for word in _WORD.finditer(text) if self._known else ():
            if word.start() < end:
                continue
            for start, found in self._at(text, word):
                parts += (text[end:start], instead)
                end = found
                break
        return "".join((*parts, text[end:])) if parts else text

    def _at(self, text: str, word: re.Match[str]) -> Iterable[tuple[int, int]]:
        """Yield where what begins with a word begins and ends; in front of a phone number may stand a 1."""
        starts = {word.start(): word[0].casefold()}
        if word[0].isdecimal():
            starts = {word.start(): word[0][:_AREA]}
            if word[0].startswith("1"):
                starts[word.start() + 1] = word[0][1 : _AREA + 1]
        for start, filed in starts.items():
            for pattern in self._known.get(filed, ()):
                if found := pattern.match(text, start):
                    yield start, found.end()
