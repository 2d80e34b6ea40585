"""Finding people by what a caller says or somebody types: the same for the door, the phone line and every list.

What was typed is read in several ways, the surest first: as it is, with nicknames and other spellings, and, if
that finds nobody, with one typing slip; in a word of three letters only if there is nobody else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from msgspec import Struct

from atma_tui.domain.people.contacts import DASHES, EXTENSION, phone_digits, phone_key
from atma_tui.domain.people.nicknames import Nicknames
from atma_tui.domain.people.slips import SHORT_SLIP, SHORTEST_PART, Words, slipped
from atma_tui.domain.records import Person
from atma_tui.domain.text import fold

_SHORTEST_PHONE = 3
_BEGUN = 3
"""Letters by which a name is looked for that may continue differently."""
_PHONE = re.compile(
    rf"(?<![\w@.])(?:tel:\s*)?[+#(\s]*\d[\d\s()./{DASHES}]*(?:{EXTENSION}\d*)?(?![\w@])", re.IGNORECASE
)
_MAILTO = re.compile(r"(?<!\w)mailto:", re.IGNORECASE)
_SPELLED_OUT = re.compile(r"([aou])e|aa")
"""How `ä`, `ö`, `ü` and `å` are typed on keyboards without them; names are searched with `a`, `o` and `u`."""
_BETWEEN = re.compile(r"[\s,;()\"“”«»#]+")
_JOINTS = re.compile(rf"[{DASHES}'‘’ʼ`´.]+")

BEGINS, WORDS_BEGIN, HELD, WRITTEN, SLIP = range(5)
"""How well somebody matches, best first: the name begins with what was typed, one of its words does, it contains
it, contains it in another spelling, or with a typo."""


class Match(Struct, frozen=True):
    """Somebody who was found."""

    person: Person
    likeness: int
    """One of `BEGINS` to `SLIP`."""


def find_people(
    typed: str,
    search: Callable[[Words], Iterable[Person]],
    vocabulary: Callable[[], Collection[str]],
    nicknames: Nicknames,
    *,
    enough: int = 50,
    slips: bool = True,
) -> list[Match]:
    """Return the people who fit what was typed, the likeliest first.

    Args:
        typed: name, nickname, phone or e-mail, or some of each.
        search: finds the people whose folded text contains all words.
        vocabulary: all words in the folded texts; only asked for when nobody is found as typed.
        nicknames: other forms of first names.
        enough: other spellings are tried until so many people are found.
        slips: whether to allow for one typing slip.
    """
    tokens = _tokens(typed)
    if not tokens and typed.strip():
        return []
    ways = {_plain(token): _ways(token, nicknames) for token in tokens}
    plain = [[word] for word in ways]
    found = {person.id: Match(person, _likeness([*ways], person)) for person in search(plain)}
    written = [*chain(*ways.values())]
    if len(found) < enough and written != plain:
        for person in search(written):
            found.setdefault(person.id, Match(person, WRITTEN))
    if slips and all(match.likeness == HELD for match in found.values()):
        for words in slipped(ways, vocabulary, known=not found):
            for person in search(words):
                found.setdefault(person.id, Match(person, SLIP))
    if slips and not found:
        found = {one.id: Match(one, SLIP) for one in _with_short_slip(ways, search, vocabulary, nicknames)}
    return sorted(found.values(), key=lambda match: (match.likeness, fold(match.person.name), match.person.id))


def find_namesakes(
    name: str,
    search: Callable[[Words], Iterable[Person]],
    vocabulary: Callable[[], Collection[str]],
    nicknames: Nicknames,
) -> list[Person]:
    """Return the people a name may mean, see `find_people`: first and last name begin like theirs.

    If nobody has the name as it is, a slip in the first letters is allowed for.
    """
    if not (tokens := _tokens(_in_order(name))):
        return []
    ways = {_plain(token): _ways(token, nicknames) for token in tokens}
    begun = [*_begun(tokens[0], nicknames), *_begun(tokens[-1], nicknames)]
    found = [*search(begun if len(tokens) > 1 else [*chain(*ways.values())])]
    if all(_likeness([*ways], person) == HELD for person in found):
        found += chain.from_iterable(map(search, slipped(ways, vocabulary)))
    if not found:
        found += _with_short_slip(ways, search, vocabulary, nicknames)
    return found


def _with_short_slip(
    ways: Mapping[str, Words],
    search: Callable[[Words], Iterable[Person]],
    vocabulary: Callable[[], Collection[str]],
    nicknames: Nicknames,
) -> Iterator[Person]:
    """Yield the people who fit with a slip in a word of three letters that is no first name."""
    short = [word for word in ways if len(word) == SHORT_SLIP and word.isalpha() and not nicknames.variants(word)]
    if short:
        yield from chain.from_iterable(map(search, slipped(ways, vocabulary, known=True, short=short)))


def among(people: Sequence[Person], typed: str, nicknames: Nicknames) -> list[Match]:
    """Return those of a few people who fit what was typed, by the same rules as in the whole book."""
    texts = {person.id: person_text(person) for person in people}

    def search(words: Words) -> list[Person]:
        return [one for one in people if all(any(word in texts[one.id] for word in ways) for ways in words)]

    def vocabulary() -> set[str]:
        return {word for text in texts.values() for word in text.split() if word.isalpha()}

    return find_people(typed, search, vocabulary, nicknames)


def is_called(person: Person, name: str) -> bool:
    """Whether a name is somebody's full name or a former one, however it is written."""
    wanted = "".join(name_words(name))
    return bool(wanted) and any("".join(name_words(one)) == wanted for one in (person.name, *person.other_names))


def name_words(name: str) -> list[str]:
    """Return the folded words of a name, the last name at the end."""
    return fold(_in_order(name)).split()


def _in_order(name: str) -> str:
    """Return a name with the last name at the end, also of `Sample, Ada`."""
    last, comma, first = name.partition(",")
    return f"{first} {last}" if comma else name


def person_text(person: Person) -> str:
    """Return the folded text by which somebody is found, as a store keeps it."""
    values = (getattr(person, field) for field in person.text)
    return fold(" ".join(value if isinstance(value, str) else " ".join(value) for value in values))


def split_contacts(typed: str) -> tuple[str, str, str]:
    """Return the name, the first phone and the first e-mail of what was typed in one go."""
    mails = [word for word in typed.split() if "@" in word]
    rest = " ".join(word for word in typed.split() if word not in mails)
    phones = [found[0].strip() for found in _PHONE.finditer(rest)]
    return " ".join(_PHONE.sub(" ", rest).split()), next(iter(phones), ""), next(iter(mails), "")


def _tokens(typed: str) -> list[str]:
    """Return the words that were typed; a phone number is one word, without its extension."""
    rest = _PHONE.sub(lambda found: f" {phone_digits(found[0])} ", _MAILTO.sub("", typed))
    return [token for token in _BETWEEN.split(rest) if fold(token)]


def _plain(token: str) -> str:
    return phone_key(token) or token.lstrip("+") if _is_number(token) else fold(token)


def _is_number(token: str) -> bool:
    return token.lstrip("+").isdecimal()


def _ways(token: str, nicknames: Nicknames) -> list[list[str]]:
    """Return the words of a token, each with its other spellings: numbers without prefix, nicknames."""
    plain = _plain(token)
    if _is_number(token):
        digits = token.lstrip("+")
        shorter = (plain, digits, digits.removeprefix("1"), digits.removeprefix("011"), digits.lstrip("0"))
        return [[one for one in dict.fromkeys(shorter) if one == plain or len(one) >= _SHORTEST_PHONE]]
    parts = [] if "@" in token else [part for one in _JOINTS.split(token) if (part := fold(one))]
    if len(parts) > 1:
        return [[part] for part in parts]
    forms = sorted({plain, *_spelled(plain), *nicknames.variants(plain)})
    return [[one for one in forms if not any(other in one and other != one for other in forms)]]


def _begun(token: str, nicknames: Nicknames) -> Words:
    """Return the same for names that only begin like the token; a token in several parts has none."""
    ways, start = _ways(token, nicknames), _plain(token)[:_BEGUN]
    return ways if len(ways) > 1 else [[start, *(form for form in ways[0] if start not in form)]]


def _spelled(word: str) -> list[str]:
    """Return a name as it is searched if its `oe` stands for an `ö`; short words have too many other meanings."""
    return [_SPELLED_OUT.sub(lambda found: found[0][0], word)] if len(word) >= SHORTEST_PART else []


def _likeness(words: Sequence[str], person: Person) -> int:
    name, spoken = _spoken(person.name, " ".join((person.known_as, *person.other_names)))
    if name.startswith(" ".join(words)):
        return BEGINS
    return WORDS_BEGIN if all(word.isdecimal() or f" {word}" in spoken for word in words) else HELD


@lru_cache(maxsize=4096)
def _spoken(name: str, others: str) -> tuple[str, str]:
    """Return a name folded, and all names after a space, whole and in parts. Cached for the next letter typed."""
    names = f" {name} {others} "
    return fold(name), fold(names) + fold(_JOINTS.sub(" ", names))
