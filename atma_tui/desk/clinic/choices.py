"""Clinic settings, for all desks."""

from __future__ import annotations

import re

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.rules.checking import keep_reasons
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.clinic.affected import (
    Fit,
    appointments_to_come,
    reason_words,
    refuse_affected,
    refuse_taken_twice,
    summed_words,
)
from atma_tui.domain.changes import changed_words
from atma_tui.domain.errors import InputError
from atma_tui.domain.people.contacts import read_email
from atma_tui.domain.records import Clinic, OptionalField
from atma_tui.domain.text import clean
from atma_tui.store.rerun import rerunnable

_DOMAIN = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_LEAST = {"offer_hours": 1}
_MOST = {
    **{"offer_hours": 24 * 14, "late_hours": 24 * 14, "travel_minutes": 24 * 60, "door_minutes": 24 * 60},
    **{"guest_months": 12 * 50, "client_years": 100, "minor_years": 50, "look_years": 100},
}


_DRIVE = "The drive"


class ClinicFields(Struct, frozen=True, kw_only=True):
    """Settings to change; those not given stay as they are. The fields are those of `Clinic`."""

    name: str | UnsetType = UNSET
    offer_hours: int | UnsetType = UNSET
    late_hours: int | UnsetType = UNSET
    travel_minutes: int | UnsetType = UNSET
    door_minutes: int | UnsetType = UNSET
    feed_domain: str | UnsetType = UNSET
    seats_in_feed: bool | UnsetType = UNSET
    guest_months: int | UnsetType = UNSET
    client_years: int | UnsetType = UNSET
    minor_years: int | UnsetType = UNSET
    look_years: int | UnsetType = UNSET
    reminders_name_programs: bool | UnsetType = UNSET
    reminders_from: str | UnsetType = UNSET
    person_fields: tuple[OptionalField, ...] | UnsetType = UNSET
    consent_kinds: tuple[str, ...] | UnsetType = UNSET


class Choices:
    """Use cases around the clinic's own settings."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def get(self) -> Clinic:
        """Return the current settings."""
        return self._book.clinic()

    @rerunnable
    def change(self, fields: ClinicFields, *, rev: int | None = None, override: str = "") -> Clinic:
        """Change settings in one act. Offers already made keep their deadline, and events their calendar names.

        Raises:
            Affected: with a longer drive some people can no longer be on time, and there is no reason
            (`override`).
            Blocked: a clinician can no longer be on time.
            InputError: a value makes no sense.
            Stale: it changed since revision `rev`.
        """
        book = self._book
        given = _checked({name: getattr(fields, name) for name in fields.__struct_fields__})
        with book.act("change clinic") as work:
            before = book.store.get(Clinic, "clinic")
            if before is not None:
                book.unchanged(Clinic, before.id, rev)
            now = book.clinic()
            after = replace(now, **given)
            if after == now:
                return now
            appointments = appointments_to_come(book) if after.travel_minutes > now.travel_minutes else []
            fit = Fit(book, work, appointments)
            saved = work.put(after, before) if before is not None else work.add(after)
            refuse_taken_twice(_DRIVE, fit, appointments)
            reason, left = self._left(work, clean(override))
            work.summary = f"The clinic's settings: {changed_words(now, after)}{reason}{left}"
            return saved

    def _left(self, work: UnitOfWork, override: str) -> tuple[str, str]:
        """Note the reason with those who can no longer be on time; returns it and who they are, in words."""
        clashes = [one for one in self._book.broken_by(work) if one.key[0] == "clash"]
        left = [one.summary.rstrip(".") for one in clashes]
        refuse_affected(_DRIVE, left, override)
        keep_reasons(work, clashes, f"{override} ({work.by})")
        return reason_words(override), f"; affected: {summed_words(left)}" if left else ""


def _checked(fields: dict[str, object]) -> dict[str, object]:
    given = {name: value for name, value in fields.items() if value is not UNSET}
    for name, most in _MOST.items():
        least = _LEAST.get(name, 0)
        value = given.get(name, least)
        if not isinstance(value, int) or not least <= value <= most:
            raise InputError(f"{name.replace('_', ' ').capitalize()}: {least} to {most}; nothing was changed.")
    if "name" in given:
        given["name"] = clean(given["name"], 80)
        if not given["name"]:
            raise InputError("The clinic needs a name; nothing was changed.")
    if "reminders_from" in given:
        given["reminders_from"] = read_email(str(given["reminders_from"]))
    if "feed_domain" in given:
        given["feed_domain"] = clean(given["feed_domain"], 253).lower()
        if not _DOMAIN.fullmatch(str(given["feed_domain"])):
            raise InputError(
                f"{given['feed_domain']!r} is not a domain such as atma.example; nothing was changed. "
                "It is part of the ID of new events in calendars."
            )
    return given
