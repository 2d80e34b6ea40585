"""Reading the values of options. A slip is refused in one sentence, with what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from atma_tui.domain.errors import InputError
from atma_tui.domain.text import clean


def closest(word: str, known: Sequence[str]) -> str:
    """Return the known word that was probably meant, empty when none is near."""
    from difflib import get_close_matches

    typed = word.casefold()
    begins = [name for name in known if len(typed.strip("-")) > 1 and name.startswith(typed)]
    found = get_close_matches(typed, known, n=1, cutoff=0.6)
    return (begins or found or [""])[0]


def number(least: int, most: int) -> Callable[[str, str], int]:
    """Return a reader of a whole number between two limits."""

    def read(name: str, words: str) -> int:
        if re.fullmatch(r"[0-9]{1,9}", words.strip()) and least <= int(words) <= most:
            return int(words)
        raise InputError(
            f"{name} is a whole number from {least} to {most}, not {clean(words, 40)!r}; nothing was changed."
        )

    return read


def number_or_none(most: int) -> Callable[[str, str], int | None]:
    """Return a reader of a whole number from 0, or of `none` for no limit."""
    of = number(0, most)

    def read(name: str, words: str) -> int | None:
        return None if words.strip().casefold() in ("none", "unlimited") else of(name, words)

    return read


def on_or_off(name: str, words: str) -> bool:
    """Read `on` or `off`."""
    word = words.strip().casefold()
    if word in ("on", "yes"):
        return True
    if word in ("off", "no"):
        return False
    raise InputError(f"{name} is on or off, not {clean(words, 40)!r}; nothing was changed.")


def one_of(known: Sequence[str]) -> Callable[[str, str], str]:
    """Return a reader of a word of a list."""

    def read(name: str, words: str) -> str:
        word = words.strip().casefold()
        if word in known:
            return word
        guess = closest(word, known)
        hint = f"did you mean {guess}?" if guess else f"choose from {', '.join(known)}."
        raise InputError(f"{name} cannot be {clean(words, 40)!r}; {hint}")

    return read
