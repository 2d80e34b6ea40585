"""The phone line: `chen +2 open house cal` is read as who, how many and where.

Reading is pure (`read_party`, `wishes`); `PhoneLine` adds what the desk finds and what enrolling would do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.answers import Answers
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offerings_of
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.sums import states_of
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.desk.people.people import People
from atma_tui.desk.phone_targets import Target, event_target, fitting, places_target, splits
from atma_tui.desk.phone_verbs import Deed, PhoneVerbs, near_verb, read_verb
from atma_tui.desk.seats.previews import Preview, Request, previews
from atma_tui.domain.enrolling import is_open
from atma_tui.domain.people.finding import SLIP, Match, split_contacts
from atma_tui.domain.records import Answer, Event, Person, Program, ProgramSeats, Site
from atma_tui.domain.seats import Seats
from atma_tui.domain.text import clean, fold

LONGEST = 100
"""Most characters of a line that are read."""

_MAX_WORDS = 12
_MAX_WISHES = 6
_MAX_OTHERS = 199
_PARTY = re.compile(r"(?:(?<!\S)|(?<=[^\W\d_]))\+(\d{1,3})(?!\S)(?:(?<=\+[2-689])|(?!\s*\(?\d{3}))")
"""`+2` alone or after a name; not the `+1` of a phone number, nor another country code."""
_ENROL = re.compile(r"\A\s*(?:enroll?|book|register|sign\s+up):?\s+(?=\S)", re.IGNORECASE)
"""Words for enrolling, which may begin a line but are not needed."""


class Wish(Struct, frozen=True, kw_only=True):
    """One way to understand a line: enrol this person, or somebody new, in this target."""

    TYPED: ClassVar = frozenset({"name", "phone", "email"})

    target: Target
    party: int
    person: Person | None = None
    name: str = ""
    """Name of somebody who is not in the book, when `person` is None."""
    phone: str = ""
    email: str = ""
    slip: bool = False
    """Whether the person is only meant if there was a typing slip: then the desk asks first."""


class Doable(Struct, frozen=True, kw_only=True):
    """A wish with what would happen."""

    wish: Wish
    preview: Preview


class Found(Struct, frozen=True, kw_only=True):
    """Everything a line may mean; in each part the likeliest first."""

    deeds: tuple[Deed, ...] = ()
    """What the line asks for with its verb; then nothing else is meant."""
    doable: tuple[Doable, ...] = ()
    people: tuple[Person, ...] = ()
    targets: tuple[Target, ...] = ()
    answers: tuple[Answer, ...] = ()
    new: NewPerson | None = None
    """Somebody new who may be meant if the line finds nothing at all."""
    asks: bool = False
    """Whether the whole line names an event without a party: then it is shown rather than enrolled in."""


def read_party(line: str) -> tuple[str, int]:
    """Return the line without `+n`, and the size of the party: the person and n others. Never raises. Only `+n`

    makes a party; if there are several, the last one counts.
    """
    party = 1

    def take(found: re.Match[str]) -> str:
        nonlocal party
        others = int(found[1])
        if others > _MAX_OTHERS:
            return found[0]
        party = others + 1
        return " "

    return clean(_PARTY.sub(take, clean(line, LONGEST)), LONGEST), party


def read_command(words: str) -> str:
    """Return what somebody typed for this line into a box that takes names: `/move zoe`, `withdraw zoe`.

    It is empty for a name.
    """
    line = words.strip()
    if line.startswith("/"):
        return line.lstrip("/ ")
    return line if read_verb(line)[0] else ""


def read_whom(words: str) -> tuple[str, int]:
    """Return whom somebody typed into a box for names, and the size of the party: `enrol zoe +1` means Zoe."""
    return read_party(_ENROL.sub("", words))


def read_new(words: str) -> NewPerson:
    """Return somebody new as typed in one go: `zed wu 780-555-0199 zed@example.org`. Never raises.

    A name typed in small letters gets capitals.
    """
    name, phone, email = split_contacts(read_party(words)[0])
    if name == name.lower():
        name = re.sub(r"(?<![^\W_])[^\W\d_]", lambda first: first[0].upper(), name)
    return NewPerson(name=name, phone=phone, email=email)


def read_somebody(words: str) -> NewPerson:
    """Return somebody new as typed into a box that takes names; nobody's name for what names no person."""
    return NewPerson(name="") if read_command(words) else read_new(read_whom(words)[0])


def wishes(line: str, people: Callable[[str], Sequence[Match]], targets: Sequence[Target]) -> list[Wish]:
    """Return the ways to read a line as a person and a target, the likeliest first.

    Args:
        line: what was typed: a person, then a target, or the other way round, `+n` anywhere.
        people: finds people by words, the likeliest first.
        targets: in the order in which they should be offered, soonest first.

    If nobody in the book fits the words beside a target as typed, one wish is for somebody new of that name.
    """
    rest, party = read_party(line)
    targets = [target for target in targets if not target.appointment]
    ranked: list[tuple[int, int, Wish]] = []
    strangers: list[Wish] = []
    for said, known_words in splits(rest.split()[:_MAX_WORDS]):
        there = fitting(targets, known_words, _MAX_WISHES)
        found = people(" ".join(said))[:_MAX_WISHES] if there else ()
        ranked += [
            (-len(known_words), place + order, _wish(target, party, match))
            for place, match in enumerate(found)
            for order, target in enumerate(there)
        ]
        if there and all(match.likeness == SLIP for match in found) and _is_somebody(said):
            new = read_new(" ".join(said))
            strangers.append(Wish(target=there[0], party=party, name=new.name, phone=new.phone, email=new.email))
    ranked.sort(key=lambda one: (one[2].slip, *one[:2]))
    known: dict[tuple[str, str], Wish] = {}
    for *_, wish in ranked:
        known.setdefault((wish.person.id if wish.person else "", wish.target.id), wish)
    sure = [wish for wish in known.values() if not wish.slip]
    return sure[:_MAX_WISHES] or [*known.values()][: _MAX_WISHES - 1] + strangers[:1]


def _wish(target: Target, party: int, match: Match) -> Wish:
    return Wish(target=target, party=party, person=match.person, slip=match.likeness == SLIP)


def _is_somebody(said: Sequence[str]) -> bool:
    """Whether words look like a name, perhaps with a phone and an e-mail."""
    name = read_new(" ".join(said)).name
    return bool(name) and all(any(char.isalpha() for char in word) and "@" not in word for word in name.split())


class PhoneLine:
    """Finds anything, and says what a line would do."""

    def __init__(self, book: Book, people: People, answers: Answers) -> None:
        self._book, self._people, self._answers = book, people, answers
        self._verbs = PhoneVerbs(book, people)

    @one_moment
    def targets(self) -> list[Target]:
        """Return all that people can be enrolled in, without seats: coming events by start, then programs."""
        book, now = self._book, self._book.now()
        sites, programs = book.all_of(Site), book.all_of(Program)
        events = sorted(
            (event for event in book.store.find(Event) if event.site in sites and is_open(event, now)),
            key=lambda event: (event.starts, event.site, event.title, event.id),
        )
        places = [
            one for one in book.all_of(ProgramSeats).values() if one.site in sites and one.program in programs
        ]
        return [
            *(event_target(event, sites[event.site]) for event in events),
            *(places_target(one, programs[one.program], sites[one.site]) for one in places),
        ]

    @one_moment
    def fitting(self, words: str, targets: Sequence[Target], limit: int = 20) -> list[Target]:
        """Return the first targets that fit the words, with their seats."""
        found = fitting(targets, fold(read_party(words)[0]).split(), limit)
        seats = self._seats_of(found)
        return [replace(one, seats=seats[one.id]) for one in found if one.id in seats]

    def _seats_of(self, targets: Sequence[Target]) -> dict[str, Seats]:
        book = self._book
        offerings = offerings_of(book, {one.id for one in targets})
        return {id: one.seats for id, one in states_of(book, offerings.values(), book.now()).items()}

    def _with_seats(self, deeds: Sequence[Deed]) -> tuple[Deed, ...]:
        """Return deeds with the seats of their targets; a target that is gone by now is left out."""
        seats = self._seats_of([one.target for one in deeds if one.target is not None])
        return tuple(
            replace(one, target=replace(one.target, seats=seats[one.target.id])) if one.target else one
            for one in deeds
            if one.target is None or one.target.id in seats
        )

    @one_moment
    def read(self, line: str, targets: Sequence[Target]) -> Found:
        """Return everything a line may mean; `targets` is the result of `targets()`, kept while somebody types.

        A line is read as somebody new only if it finds nothing as a whole and does not begin with a verb. A verb
        that finds nothing is a word like any other: it may be a name.
        """
        line = clean(_ENROL.sub("", line), LONGEST)
        verb, after = read_verb(line)
        if verb == "wait":
            known = [one for one in wishes(after, self._with_slips, targets) if one.person is not None]
            if known:
                return Found(doable=tuple(self._doable(known)))
        elif verb and (deeds := self._with_seats(self._verbs.read(verb, read_party(after)[0], targets))):
            return Found(deeds=deeds)
        rest, party = read_party(line)
        if not rest:
            return Found()
        found = wishes(line, self._as_typed, targets)
        deed = any(wish.person for wish in found)  # then no name contains the words of the event
        events = tuple(self.fitting(rest, targets))
        answers = tuple(self._answers.search(rest, limit=5))
        slips = not (deed or events or answers)
        people = () if deed else tuple(match.person for match in self._people.matches(rest, limit=20, slips=slips))
        if slips and not people:
            found = [one for one in wishes(line, self._with_slips, targets) if one.person or not verb]
        if not deed and (people or events or answers):
            found = []
        if not (people or events or answers or any(wish.person for wish in found)):
            meant = self._otherwise(verb, after, line, targets)
            if not found or meant.deeds or meant.doable:
                return meant
        return Found(
            doable=tuple(self._doable(found)),
            people=people,
            targets=events,
            answers=answers,
            asks=party == 1 and bool(events),
        )

    def _otherwise(self, verb: str | None, after: str, line: str, targets: Sequence[Target]) -> Found:
        """Return what a line that finds nobody may mean: the words after a verb, or somebody new."""
        if verb:
            found = self.read(after, targets)
            there = tuple({one.wish.target.id: one.wish.target for one in found.doable}.values())
            return Found(people=found.people, targets=found.targets or there, answers=found.answers)
        first, _, words = line.partition(" ")
        if near := near_verb(first):
            return self.read(f"{near} {words}", targets) if words else Found()
        rest, _ = read_party(line)
        return Found(new=read_new(rest)) if _is_somebody(rest.split()) else Found()

    def _as_typed(self, said: str) -> list[Match]:
        return self._people.matches(said, limit=_MAX_WISHES, slips=False)

    def _with_slips(self, said: str) -> list[Match]:
        return self._people.matches(said, limit=_MAX_WISHES)

    def _doable(self, found: Sequence[Wish]) -> list[Doable]:
        offerings = offerings_of(self._book, {wish.target.id for wish in found})
        known = [wish for wish in found if wish.target.id in offerings]
        requests = [
            Request(
                offering=offerings[wish.target.id],
                party=wish.party,
                person=wish.person,
                new=None if wish.person else NewPerson(name=wish.name, phone=wish.phone, email=wish.email),
            )
            for wish in known
        ]
        said = previews(self._book, self._people, requests)
        return [Doable(wish=wish, preview=preview) for wish, preview in zip(known, said, strict=True)]
