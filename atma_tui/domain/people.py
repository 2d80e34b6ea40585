"""People: how they are found, shown and told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

from atma_tui.domain.records import Person
from atma_tui.domain.text import clean, fold

_NICKNAMES = """
alexander alex sandy sasha alexandra
andrew andy drew
anthony tony
barbara barb barbie
benjamin ben benny
catherine katherine kathryn cathy kathy kate katie kat
charles charlie chuck
christopher chris christine christina tina
daniel dan danny danielle
david dave davey
deborah debra deb debbie
donald don donny
dorothy dot dottie
edward ed eddie ted teddy
elizabeth liz lizzie beth betty eliza
francis frank francine fran frances
frederick fred freddie
gerald gerry jerry
gregory greg
james jim jimmy jamie
jennifer jen jenny
jessica jess jessie
john jack johnny jon jonathan
joseph joe joey josephine jo
joshua josh
kenneth ken kenny
lawrence larry
margaret maggie meg peggy marge
matthew matt
michael mike mick mickey michelle
nicholas nick nicole nicky
patricia pat patty trish patrick paddy
peter pete
philip phil
raymond ray
rebecca becky becca
richard rick dick rich ricky
robert bob rob bobby bert
ronald ron ronnie
samuel sam sammy samantha
stephen steven steve stephanie steph
susan sue susie suzanne
theodore theo
thomas tom tommy
timothy tim
victoria vicky tori
vincent vince
walter walt
william will bill billy liam
zachary zach
""".strip()

_VARIANTS: dict[str, frozenset[str]] = {}
for _line in _NICKNAMES.splitlines():
    _names = frozenset(_line.split())
    for _name in _names:
        _VARIANTS[_name] = _VARIANTS.get(_name, frozenset()) | _names


def name_variants(word: str) -> frozenset[str]:
    """Return other forms of a first name (folded), without the name itself: `bob` gives `robert`, `rob`."""
    folded = fold(word)
    return _VARIANTS.get(folded, frozenset()) - {folded}


def phone_key(phone: str) -> str:
    """Return the digits that tell phone numbers apart: without the North American leading 1."""
    digits = re.sub(r"\D", "", phone)
    return digits[1:] if len(digits) == 11 and digits.startswith("1") else digits


def email_key(email: str) -> str:
    """Return an e-mail address folded for comparing."""
    return fold(email.strip())


def initials(name: str) -> str:
    """Return a name as initials for privacy mode, such as `A. S.`."""
    letters = [word[0].upper() for word in clean(name).split() if word[0].isalnum()]
    return " ".join(f"{letter}." for letter in letters[:4]) or "–"


def likely_doubles(
    name: str, phone: str, email: str, others: Iterable[Person], *, skip: str = ""
) -> list[tuple[Person, str]]:
    """Return the people who are likely the same as the one described, each with the reason in words.

    Same phone or e-mail, or a last name with an equal, shortened or nickname first name. Surest first.
    """
    key, mail = phone_key(phone), email_key(email)
    found: list[tuple[int, Person, str]] = []
    for other in others:
        if other.id == skip or other.merged_into:
            continue
        if key and key == other.phone_key:
            found.append((0, other, "same phone number"))
        elif mail and mail == other.email_key:
            found.append((1, other, "same e-mail"))
        elif reason := _same_name(name, other.name):
            found.append((2, other, reason))
    found.sort(key=lambda row: (row[0], fold(row[1].name), row[1].id))
    return [(person, reason) for _, person, reason in found]


def _same_name(one: str, two: str) -> str:
    left, right = fold(one).split(), fold(two).split()
    if not left or not right or left[-1] != right[-1]:
        return ""
    if left == right:
        return "same name"
    first, other = left[0], right[0]
    if (
        len(left) > 1
        and len(right) > 1
        and (
            first in name_variants(other)
            or (min(len(first), len(other)) >= 3 and (first.startswith(other) or other.startswith(first)))
        )
    ):
        return "likely the same name"
    return ""
