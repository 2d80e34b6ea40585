"""What each role may do. The clinic may give most rights to other roles than the usual ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, get_args
from unicodedata import name as unicode_name
from unicodedata import normalize

from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Allowance, Operator, Role, Value
from atma_tui.domain.text import shown

Right = Literal[
    "write", "override", "merge", "clear", "settings", "looks", "unmask", "retention", "export-person", "people"
]

_LOOK_ALIKE = {"LATIN", "CYRILLIC", "GREEK"}

ROLES: tuple[Role, ...] = get_args(Role)
"""From the least to the most."""


class Rule(Value, frozen=True):
    """Who has a right."""

    words: str
    """What it allows, such as `merge two records of one person`."""
    usual: Role
    """The lowest role that has it, unless the clinic decides otherwise."""
    fewest: Role = "desk"
    """The lowest role that it may be given to."""
    fixed: bool = False
    """Whether the clinic cannot decide otherwise."""


RULES: dict[Right, Rule] = {
    "write": Rule("change anything", "desk", fixed=True),
    "override": Rule("go over capacity", "desk"),
    "merge": Rule("merge two records of one person", "desk"),
    "clear": Rule("record a clearance that a clinician gave", "desk"),
    "settings": Rule("change the clinic's settings, sites, programs, clinicians and websites", "lead"),
    "looks": Rule("see who looked at whom", "lead", fewest="reader"),
    "unmask": Rule("open a masked record without giving a reason", "lead", fewest="reader"),
    "retention": Rule("remove names that are due for removal", "lead"),
    "export-person": Rule("write down all that is kept about a person", "desk", fewest="reader"),
    "people": Rule("say who works at the desk, and what they may do", "lead", fixed=True),
}
"""All rights; those that are not fixed are the clinic's to decide."""

TABLE: tuple[Right, ...] = tuple(right for right, rule in RULES.items() if not rule.fixed)
"""The rights that the clinic decides on."""


def least_role(right: Right, allowances: Iterable[Allowance]) -> Role:
    """Return the lowest role that has a right."""
    rule = RULES[right]
    chosen = [one.least for one in allowances if one.right == right]
    return max(chosen[-1], rule.fewest, key=ROLES.index) if chosen and not rule.fixed else rule.usual


def has_right(role: Role, right: Right, allowances: Iterable[Allowance]) -> bool:
    """Whether a role has a right."""
    return ROLES.index(role) >= ROLES.index(least_role(right, allowances))


def who_words(role: Role) -> str:
    """Return whom a lowest role includes, such as `anybody at the desk and leads`."""
    return {"reader": "anybody", "desk": "the desk and leads", "lead": "a lead"}[role]


def right_named(words: str) -> Right:
    """Return the right of that name. Raises `InputError` if the clinic decides on no such right."""
    for right in TABLE:
        if right == words.strip().casefold():
            return right
    raise InputError(f"There is no right {shown(words)!r} to give; they are: {', '.join(TABLE)}.")


def role_named(words: str) -> Role:
    """Return the role of that name. Raises `InputError`."""
    for role in ROLES:
        if role == words.strip().casefold():
            return role
    raise InputError(f"There is no role {shown(words)!r}; they are: {', '.join(ROLES)}.")


def decided(right: Right, role: Role, allowances: Sequence[Allowance]) -> tuple[Allowance, ...]:
    """Return the clinic's decisions with one more; those that are as usual are left out. Raises `InputError`."""
    rule = RULES[right]
    if ROLES.index(role) < ROLES.index(rule.fewest):
        raise InputError(f"Readers cannot be allowed to {rule.words}: they change nothing.")
    others = [one for one in allowances if one.right != right]
    own = [Allowance(right=right, least=role)] if role != rule.usual else []
    return tuple(sorted([*others, *own], key=lambda one: one.right))


def named(operators: Iterable[Operator], name: str) -> Operator | None:
    """Return the operator of that name, however it is capitalised; None if there is none."""
    wanted = folded(name)
    return next((one for one in operators if folded(one.name) == wanted), None)


def folded(name: str) -> str:
    """Return the key that is equal for names that look the same to a reader."""
    return normalize("NFKC", name).strip().casefold()


def mixes_scripts(name: str) -> bool:
    """Whether a word of a name mixes scripts that look alike, such as a Latin `a` and a Cyrillic one."""
    return any(
        len({unicode_name(letter, "").partition(" ")[0] for letter in word} & _LOOK_ALIKE) > 1
        for word in re.findall(r"[^\W\d_]+", name)
    )
