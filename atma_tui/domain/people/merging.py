"""Merging two records of one person: what is kept of each. Ids never decide."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Literal, get_args

from msgspec.structs import replace

from atma_tui.domain.paths.pathway import Visit
from atma_tui.domain.people.contacts import email_key, keyed, phone_digits, phone_key
from atma_tui.domain.people.finding import name_words
from atma_tui.domain.people.optional import latest
from atma_tui.domain.records import Call, Clearance, Enrolment, Pathway, Person, SeriesSubscription
from atma_tui.domain.waiting.queue import queue_key

MergeField = Literal["name", "known_as", "phone", "email", "emergency", "escort", "interpreter"]
"""Fields of which only one value stays. The other name, phone or e-mail still finds the person."""
FIELDS: tuple[MergeField, ...] = get_args(MergeField)
OCCUPYING = ("attended", "no_show", "enrolled", "offered", "waiting")
"""Statuses that a person can have only once in an offering, the one to keep first."""
TWICE = "the same person twice"
"""The reason with which the second of two enrolments or paths ends."""


def merged(keep: Person, double: Person, take: Collection[MergeField] = ()) -> Person:
    """Return the person who stays, with everything that is known from either record.

    Args:
        keep: the record that stays.
        double: the other one.
        take: fields that are taken from the double, unless they are empty there.
    """
    both, chosen = (keep, double), {field: _chosen(keep, double, field, field in take) for field in FIELDS}
    name, known_as, phone, email = (chosen[field] for field in FIELDS[:4])
    names = [*_each(both, "name"), *_each(both, "known_as"), *keep.other_names, *double.other_names]
    phones = _besides([phone], [*_each(both, "phone"), *keep.other_phones, *double.other_phones], _number)
    emails = _besides([email], [*_each(both, "email"), *keep.other_emails, *double.other_emails], email_key)
    kept = replace(
        keep,
        **chosen,
        other_names=_besides([name, known_as], names, _letters),
        other_phones=phones,
        other_emails=emails,
        notes=_together(_each(both, "notes")),
        status="client" if "client" in _each(both, "status") else "guest",
        birth_year=max(keep.birth_year, double.birth_year),
        consents=latest(keep.consents, double.consents),
        created=min(keep.created, double.created),
    )
    return keyed(kept)


def _chosen(keep: Person, double: Person, field: MergeField, taken: bool) -> Any:  # noqa: ANN401 -- fields differ
    ours, theirs = _each((keep, double), field)
    return theirs or ours if taken else ours or theirs


def _each(people: Iterable[Person], field: str) -> list[Any]:
    return [getattr(one, field) for one in people]


def _together(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, texts)))


def _besides(chosen: Iterable[str], values: Iterable[str], key: Callable[[str], str]) -> tuple[str, ...]:
    """Return the values that differ from those chosen, each once."""
    known = {key(one) for one in chosen} | {""}
    others: dict[str, str] = {}
    for value in values:
        if key(value) not in known:
            others.setdefault(key(value), value)
    return tuple(others.values())


def _letters(name: str) -> str:
    return "".join(name_words(name))


def _number(phone: str) -> str:
    """Return the key by which two numbers with their extensions are compared."""
    digits = "".join(char for char in phone if char.isdecimal())
    extension = digits.removeprefix(phone_digits(phone).lstrip("+"))
    return f"{phone_key(phone)}x{extension}" if digits else ""


def surest(enrolments: Sequence[Enrolment], *, is_over: bool) -> Enrolment:
    """Return which of a person's enrolments in one offering stays; of equal ones the first.

    Whoever is missing on one record keeps the seat of the other one as long as the event is not over.
    """
    expected = [one for one in enrolments if is_over or one.status != "no_show"]
    return min(expected or enrolments, key=_worth)


def with_what_was_asked(stays: Enrolment, enrolments: Sequence[Enrolment]) -> Enrolment:
    """Return which of a person's enrolments in one offering stays with what is noted and asked for on the others.

    Who waits then waits for the largest party. For more people than have a seat the desk must look: it is noted.
    """
    wanted = max(one.party for one in enrolments)
    if stays.status == "waiting":
        stays = replace(stays, party=wanted)
    asked = f"asked for a party of {wanted}" if more_wanted(stays, enrolments) else ""
    return replace(stays, note=_together([stays.note, *(one.note for one in enrolments), asked]))


def more_wanted(stays: Enrolment, enrolments: Iterable[Enrolment]) -> bool:
    """Whether a seat stays for fewer people than were asked for."""
    return stays.status in ("enrolled", "offered") and any(one.party > stays.party for one in enrolments)


def _worth(one: Enrolment) -> tuple[int, tuple[int, int], int, datetime]:
    """Return a sort key: the outcome, then the place in line, the larger party, and the earlier request."""
    place = queue_key(one) if one.status == "waiting" else (0, 0)
    return OCCUPYING.index(one.status), place, -one.party, one.at


def joined(
    ours: Pathway, theirs: Pathway, visits: Callable[[Pathway], Sequence[Visit]]
) -> tuple[Pathway, Pathway]:
    """Return the one of two paths through a program that continues, with what was noted on either, and the other.

    The one with more done continues, then the one with more booked, then the one that began earlier.
    """

    def walked(path: Pathway) -> tuple[int, int, datetime]:
        own = visits(path)
        return -sum(visit.done for visit in own), -sum(visit.is_kept for visit in own), path.began

    on, other = sorted((ours, theirs), key=walked)
    goes_on = replace(
        on,
        began=min(on.began, other.began),
        clearance=_later(on.clearance, other.clearance),
        plan=on.plan or other.plan,
    )
    return goes_on, other


def _later(one: Clearance | None, two: Clearance | None) -> Clearance | None:
    """Return the latest decision on somebody's readiness: a later hold overrules an earlier clearance."""
    return max((said for said in (one, two) if said is not None), key=lambda said: said.at, default=None)


def one_subscription(ours: SeriesSubscription, theirs: SeriesSubscription) -> SeriesSubscription:
    """Return two subscriptions to one series as one."""
    return replace(ours, since=min(ours.since, theirs.since), party=max(ours.party, theirs.party))


def one_call(newer: Call, older: Call) -> Call:
    """Return two calls about one event as one: with what is true now, and what the desk wants to tell."""
    why, asked = _together((newer.why, older.asked)), _together((older.asked, newer.asked))
    return replace(newer, why=why, asked=asked)
