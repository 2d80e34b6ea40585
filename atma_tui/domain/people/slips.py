"""Typing slips: what was meant by a word with one letter too many, missing, wrong or swapped."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain

_MAX_NEAR = 8
_MAX_KNOWN = 3
"""Most words of a name in which a slip is tried."""
SHORTEST_SLIP = 4
"""Fewest letters of a word in which a slip is looked for."""
SHORT_SLIP = 3
"""Letters of a short word. It has many neighbours: a slip in it is only looked for when nobody else is found, and
only words with the same first letter count."""
SHORTEST_PART = 5
"""The same if only the beginning or the end of a word was typed."""

Words = Sequence[Sequence[str]]
"""Folded words that somebody's folded text must contain, each in one of its spellings."""


def slipped(
    ways: Mapping[str, Words],
    vocabulary: Callable[[], Collection[str]],
    *,
    known: bool = False,
    short: Collection[str] = (),
) -> Iterator[Words]:
    """Yield the words corrected, wherever none of a word's spellings begins any word of the book.

    Args:
        ways: each word as it was typed, with its other spellings.
        vocabulary: the words of the book.
        known: when all of two or three words begin one, a slip in each of them is tried: it made it another name.
        short: words of three letters in which a slip is looked for.
    """
    may_slip = [word for word in ways if _may_slip(word) or word in short]
    if not may_slip:
        return
    words = vocabulary()
    wrong = [word for word in may_slip if not _begin_some(ways[word], words)]
    if not wrong and known and 1 < len(ways) <= _MAX_KNOWN:
        yield from _slipped_to_known(may_slip, ways, words)
    if not wrong:
        return
    right = _all_but(wrong, ways)
    near = [nearest(word, words) for word in wrong]
    if all(near):
        yield [*right, *near]
    blanks = [forgotten_blank(word, words) if len(word) >= SHORTEST_SLIP else () for word in wrong]
    if all(blanks):
        yield [*right, *([part] for parts in blanks for part in parts)]


def _slipped_to_known(
    may_slip: Collection[str], ways: Mapping[str, Words], words: Collection[str]
) -> Iterator[Words]:
    for word in may_slip:
        as_long = [one for one in words if abs(len(one) - len(word)) <= 1]
        if near := nearest(word, as_long):
            yield [*_all_but([word], ways), near]


def _begin_some(ways: Words, words: Collection[str]) -> bool:
    return all(any(one.startswith(form) for form in forms for one in words) for forms in ways)


def _all_but(some: Collection[str], ways: Mapping[str, Words]) -> list[Sequence[str]]:
    return [*chain(*(each for word, each in ways.items() if word not in some))]


def _may_slip(word: str, shortest: int = SHORTEST_SLIP) -> bool:
    return len(word) >= shortest and word.isalpha()


def nearest(word: str, vocabulary: Collection[str]) -> list[str]:
    """Return the words of a vocabulary that are one slip away, whole words and short ones first."""
    first, last, head, tail = word[0], word[-1], word[: len(word) // 2], word[len(word) // 2 :]
    if len(word) < SHORTEST_SLIP:
        likely = (one for one in vocabulary if one[0] == first)
    else:
        likely = (one for one in vocabulary if one[0] == first or one[-1] == last or head in one or tail in one)
    ranked = sorted((rank, len(one), one) for one in likely if (rank := _slip(word, one)) is not None)
    return [one for _, _, one in ranked][:_MAX_NEAR]


def forgotten_blank(word: str, vocabulary: Collection[str]) -> tuple[str, ...]:
    """Return two or three words of a vocabulary that were typed as one; empty when there are none."""
    begun = [(word[:at], word[at:]) for at in range(1, len(word)) if word[:at] in vocabulary]
    pairs = ((head, rest) for head, rest in begun if rest in vocabulary)
    threes = (
        (head, rest[:at], rest[at:])
        for head, rest in begun
        for at in range(1, len(rest))
        if rest[:at] in vocabulary and rest[at:] in vocabulary
    )
    return next(chain(pairs, threes), ())


def _slip(typed: str, word: str) -> int | None:
    """Return 0 if a word is one slip away from what was typed, 1 if a part of it is, None if it is not."""
    if abs(len(word) - len(typed)) <= 1 and one_slip(typed, word):
        return 0
    if len(typed) < SHORTEST_PART or len(word) <= len(typed):
        return None
    sizes = (len(typed) - 1, len(typed), len(typed) + 1)
    return 1 if any(one_slip(typed, word[:size]) or one_slip(typed, word[-size:]) for size in sizes) else None


def is_slip(typed: str, meant: str) -> bool:
    """Whether two words are one slip apart and long enough for it to be one."""
    return _may_slip(typed) and _may_slip(meant) and one_slip(typed, meant)


def is_short_slip(typed: str, meant: str) -> bool:
    """Whether the same is so of words that may have three letters, the first of which is the same."""
    long_enough = all(_may_slip(one, SHORT_SLIP) for one in (typed, meant))
    return long_enough and typed[0] == meant[0] and one_slip(typed, meant)


def one_slip(typed: str, meant: str) -> bool:
    """Whether two words differ by one letter too many, missing or wrong, or by two neighbours swapped."""
    if len(typed) < len(meant):
        typed, meant = meant, typed
    at = next((at for at, (one, two) in enumerate(zip(typed, meant, strict=False)) if one != two), len(meant))
    if len(typed) > len(meant):
        return typed[at + 1 :] == meant[at:]
    swapped = typed[at : at + 2] == meant[at : at + 2][::-1]
    return typed != meant and (
        typed[at + 1 :] == meant[at + 1 :] or (swapped and typed[at + 2 :] == meant[at + 2 :])
    )
