"""What the phone line asks for with a verb: `withdraw ada open house`, `seats yoga`, `call ada`.

Nothing is done here, and nobody is added: a deed names records of the book, and the screen asks before doing it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Literal, get_args

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.calls.owing import still_owed
from atma_tui.desk.people.nicknames import nicknames
from atma_tui.desk.people.people import People
from atma_tui.desk.phone_targets import Target, fitting, splits
from atma_tui.domain.people.finding import SLIP
from atma_tui.domain.people.slips import SHORTEST_SLIP
from atma_tui.domain.records import Call, Enrolment, Person
from atma_tui.domain.text import fold

Verb = Literal["withdraw", "cancel", "move", "seats", "call", "wait"]
VERBS: tuple[Verb, ...] = get_args(Verb)

_NEAR_VERB = 0.75
"""Least similarity of a word to a verb for it to be that verb with a slip."""
_MAX_DEEDS = 8
_MAX_PEOPLE = 8
_MAX_WORDS = 8
_MAX_TARGETS = 60
_LEAVABLE = ("enrolled", "waiting", "offered")


class Deed(Struct, frozen=True, kw_only=True):
    """One way to understand a line with a verb."""

    verb: Verb
    person: Person | None = None
    enrolment: Enrolment | None = None
    """The enrolment that it is about."""
    now_in: Target | None = None
    """The target of that enrolment."""
    target: Target | None = None
    """The event that is cancelled or asked about, or to which somebody is moved."""
    calls: tuple[str, ...] = ()
    """What to tell the person."""


def read_verb(line: str) -> tuple[Verb | None, str]:
    """Return the verb that a line begins with, and the rest; None and the whole line if there is none."""
    first, _, rest = line.strip().partition(" ")
    verb = next((one for one in VERBS if one == fold(first).rstrip(":,")), None)
    return (verb, rest.strip()) if verb and rest.strip() else (None, line)


def near_verb(word: str) -> Verb | None:
    """Return the verb that a word may be with a slip; None for a short word or a first name."""
    if len(word) < SHORTEST_SLIP or nicknames().variants(word):
        return None
    near = get_close_matches(fold(word), VERBS, n=1, cutoff=_NEAR_VERB)
    return next((one for one in VERBS if one in near), None)


def moves(seats: Sequence[Deed], words: Sequence[str], targets: Sequence[Target]) -> Iterator[Deed]:
    """Yield the ways to move somebody who has these seats: words may name where from and where to.

    A move between events of one title comes first: to the same evening in the other city.
    """
    for cut in range(len(words)):
        there = [one for one in fitting(targets, [*words[cut:]], _MAX_TARGETS) if not one.appointment]
        found = [
            Deed(
                verb="move",
                person=seat.person,
                enrolment=seat.enrolment,
                now_in=seat.now_in,
                target=target,
            )
            for seat in seats
            for target in there
            if seat.now_in is not None and seat.now_in.fits(words[:cut]) and _can_move(seat.now_in, target)
        ]
        yield from sorted(found, key=lambda one: not _same_title(one))


def _can_move(here: Target, there: Target) -> bool:
    return here.id != there.id and not here.appointment and here.program == there.program


def _same_title(deed: Deed) -> bool:
    return deed.now_in is not None and deed.target is not None and deed.now_in.title == deed.target.title


class PhoneVerbs:
    """Finds what a verb is about."""

    def __init__(self, book: Book, people: People) -> None:
        self._book, self._people = book, people

    def read(self, verb: Verb, rest: str, targets: Sequence[Target]) -> tuple[Deed, ...]:
        """Return what the words after a verb may mean, the likeliest first; nothing if they name nothing known.

        If nobody fits as typed, a slip in the name is allowed for: the desk asks before anything is done.
        """
        words = rest.split()[:_MAX_WORDS]
        if verb in ("seats", "cancel"):
            events = fitting(targets, fold(rest).split(), _MAX_DEEDS)
            if found := [Deed(verb=verb, target=one) for one in events if verb == "seats" or not one.program]:
                return tuple(found)
        found = self._of_people(verb, words, targets, slips=False)
        return tuple((found or self._of_people(verb, words, targets, slips=True))[:_MAX_DEEDS])

    def _of_people(self, verb: Verb, words: list[str], targets: Sequence[Target], *, slips: bool) -> list[Deed]:
        if verb == "call":
            return self._calls(self._matching(words, slips=slips))
        if verb == "move":
            return self._moves(words, targets, slips=slips)
        return self._seats(verb, words, targets, slips=slips) if verb in ("withdraw", "cancel") else []

    def _seats(self, verb: Verb, words: list[str], targets: Sequence[Target], *, slips: bool) -> list[Deed]:
        found: dict[str, Deed] = {}
        for said, known in (*splits(words), (words, [])):
            there = fitting(targets, known, len(targets)) if known else targets
            for deed in self._held(verb, said, there, slips=slips) if there else ():
                assert deed.enrolment is not None
                found.setdefault(deed.enrolment.id, deed)
        return [*found.values()]

    def _moves(self, words: list[str], targets: Sequence[Target], *, slips: bool) -> list[Deed]:
        found: dict[tuple[str, str], Deed] = {}
        for said, known in splits([one for one in words if fold(one) not in ("from", "to")]):
            for deed in moves(self._held("move", said, targets, slips=slips), known, targets):
                assert deed.enrolment is not None
                assert deed.target is not None
                found.setdefault((deed.enrolment.id, deed.target.id), deed)
        return [*found.values()]

    def _held(self, verb: Verb, said: list[str], targets: Sequence[Target], *, slips: bool) -> list[Deed]:
        """Return the enrolments of the people named, in the order of the targets."""
        people = {one.id: one for one in self._matching(said, slips=slips)}
        places = {target.id: place for place, target in enumerate(targets)}
        held = self._book.store.find(Enrolment, person=people) if people else []
        there = sorted(
            (one for one in held if one.status in _LEAVABLE and one.offering in places),
            key=lambda one: (places[one.offering], one.id),
        )
        return [
            Deed(verb=verb, person=people[one.person], enrolment=one, now_in=targets[places[one.offering]])
            for one in there
        ]

    def _calls(self, people: Sequence[Person]) -> list[Deed]:
        calls = self._book.store.find(Call, person={one.id for one in people}) if people else []
        owed = still_owed(self._book, calls)
        return [
            Deed(
                verb="call",
                person=one,
                calls=tuple(call.why for call in owed if call.person == one.id),
            )
            for one in people
        ]

    def _matching(self, said: list[str], *, slips: bool) -> list[Person]:
        found = self._people.matches(" ".join(said), limit=_MAX_PEOPLE, slips=slips)
        return [one.person for one in found if slips or one.likeness != SLIP]
