"""Plainly made-up people: no name, number or address of anybody real."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count, product
from random import Random

from msgspec import Struct

from atma_tui.domain.people.contacts import email_key, phone_key
from atma_tui.domain.records import Person
from atma_tui.domain.text import fold
from atma_tui.shipped import read_shipped

PHONES = tuple(f"{area}-555-01{number:02d}" for number in range(90) for area in (780, 403))
"""Numbers that belong to nobody; those from 0190 up are left for whoever tries the demo."""
_HOUSEHOLD = 9
"""Every ninth person shares the last name and the phone of the one before."""


class SetUp(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody written down one by one in `names.json`."""

    name: str
    known_as: str = ""
    phone: str = ""
    email: str = ""
    merged_into: str = ""


class Names(Struct, frozen=True, forbid_unknown_fields=True):
    """What people are made of."""

    people: tuple[SetUp, ...]
    given: tuple[str, ...]
    family: tuple[str, ...]


def demo_people(number: int, now: datetime, random: Random) -> list[Person]:
    """Return so many people, `per-0001` first: those set up one by one, then names put together.

    Each has a phone or an e-mail, the earlier ones both. All were added more than 60 days before `now`.
    """
    names = read_shipped("demo/names.json", Names)
    made = iter(names.people), _made_up(names, random)
    people: list[Person] = []
    for one in (entry for part in made for entry in part):
        if len(people) == number:
            break
        people.append(
            Person(
                id=f"per-{len(people) + 1:04d}",
                rev=1,
                name=one.name,
                known_as=one.known_as,
                phone=one.phone,
                email=one.email,
                phone_key=phone_key(one.phone),
                email_key=email_key(one.email),
                merged_into=one.merged_into,
                created=now - timedelta(days=61 + random.randrange(600)),
            )
        )
    return people


def _made_up(names: Names, random: Random) -> Iterator[SetUp]:
    taken = {phone_key(one.phone) for one in names.people}
    free = [phone for phone in PHONES if phone_key(phone) not in taken]
    pairs = list(product(names.given, names.family))
    random.shuffle(pairs)
    family = phone = ""
    for number in count():
        given, own_family = pairs[number % len(pairs)]
        shares = number % _HOUSEHOLD == _HOUSEHOLD - 1 and phone
        if not shares:
            family, phone = own_family, free.pop(0) if free else ""
        email = f"{_mailbox(given)}.{_mailbox(family)}.{number}@example.org"
        yield SetUp(name=f"{given} {family}", phone=phone, email=email if number % 6 or not phone else "")


def _mailbox(name: str) -> str:
    return "".join(letter for letter in fold(name) if letter.isascii() and letter.isalnum())
