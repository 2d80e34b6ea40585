"""Likely duplicates: two records of one person."""

from __future__ import annotations

from collections.abc import Iterable

from atma_tui.domain.people.contacts import email_key, phone_key
from atma_tui.domain.people.finding import name_words
from atma_tui.domain.people.nicknames import Nicknames
from atma_tui.domain.people.slips import is_short_slip, is_slip
from atma_tui.domain.records import Person
from atma_tui.domain.text import fold

_REASONS = ("same name", "likely the same name", "nearly the same name")
SHORTEST_START = 3
"""Fewest letters of a shortened first name."""


def likely_doubles(
    name: str, phone: str, email: str, others: Iterable[Person], nicknames: Nicknames, *, skip: str = ""
) -> list[tuple[Person, str]]:
    """Return the people who are likely the same as the one described, each with the reason in words.

    Same phone or e-mail, or a last name with an equal, shortened or nickname first name. The surest first.
    """
    key, mail = phone_key(phone), email_key(email)
    found: list[tuple[int, Person, str]] = []
    for other in others:
        if other.id == skip or other.merged_into:
            continue
        if key and key in (other.phone_key, *other.other_keys):
            found.append((0, other, "same phone number"))
        elif mail and mail in (other.email_key, *other.other_keys):
            found.append((1, other, "same e-mail"))
        elif reasons := [
            why for one in (other.name, *other.other_names) if (why := same_name(name, one, nicknames))
        ]:
            best = min(reasons, key=_REASONS.index)
            found.append((2 + _REASONS.index(best), other, best))
    found.sort(key=lambda row: (row[0], fold(row[1].name), row[1].id))
    return [(person, reason) for _, person, reason in found]


def same_name(one: str, two: str, nicknames: Nicknames) -> str:
    """Say how two names are likely those of one person; empty when they are not."""
    left, right = name_words(one), name_words(two)
    if left and "".join(left) == "".join(right):
        return "same name"
    if len(left) < 2 or len(right) < 2:
        return ""
    same_last = left[-1] == right[-1] or "".join(left[1:]) == "".join(right[1:])
    if (same_last and _same_first(left[0], right[0], nicknames)) or sorted(left) == sorted(right):
        return "likely the same name"
    pairs = [(left[0], right[0]), (left[-1], right[-1])]
    differ = [pair for pair in pairs if pair[0] != pair[1]]
    is_near = len(differ) == 1 and (
        is_slip(*differ[0]) or (differ == pairs[:1] and _is_short_name_slip(*differ[0], nicknames))
    )
    return "nearly the same name" if is_near else ""


def _same_first(one: str, two: str, nicknames: Nicknames) -> bool:
    if one == two or one in nicknames.variants(two):
        return True
    return min(len(one), len(two)) >= SHORTEST_START and (one.startswith(two) or two.startswith(one))


def _is_short_name_slip(one: str, two: str, nicknames: Nicknames) -> bool:
    """Whether of two first names that may have three letters one is a name and the other a slip that is none."""
    return is_short_slip(one, two) and bool(nicknames.variants(one)) != bool(nicknames.variants(two))
