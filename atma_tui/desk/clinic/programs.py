"""Programs, places, clinicians and sites as the clinic sets them."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.names import names_by_id
from atma_tui.desk.book.sums import states_of
from atma_tui.desk.clinic.affected import BY_STEPS, reason_words, refuse_affected
from atma_tui.desk.clinic.clinician_changes import change_clinician
from atma_tui.desk.clinic.site_changes import change_site
from atma_tui.domain.changes import changed_words
from atma_tui.domain.colours import SITE_COLOURS
from atma_tui.domain.errors import InputError, TooSmall
from atma_tui.domain.records import (
    Clinician,
    Hours,
    Program,
    ProgramSeats,
    Record,
    Room,
    Site,
    Step,
    new_id,
)
from atma_tui.domain.seat_words import places_words
from atma_tui.domain.text import clean
from atma_tui.store.rerun import rerunnable

R = TypeVar("R", bound=Record)


class Programs:
    """Use cases for the clinic's programs, sites and clinicians."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def all(self) -> list[Program]:
        """Return all programs by title."""
        return sorted(self._book.all_of(Program).values(), key=lambda one: one.title)

    def places(self, ref: str) -> ProgramSeats:
        """Return a program's places at a site by `program@site` or a unique beginning. Raises `NotFound`."""
        return self._book.the(ProgramSeats, ref, "program at a site")

    def clinicians(self) -> list[Clinician]:
        """Return all clinicians by name, those at work first."""
        return sorted(self._book.all_of(Clinician).values(), key=lambda one: (not one.active, one.name))

    @rerunnable
    def save(self, program: Program, *, rev: int | None = None, override: str = "") -> Program:
        """Store a program, new (`rev` 0) or changed.

        Raises:
            Affected: appointments no longer fit its steps, and there is no reason (`override`).
            InputError: steps make no sense, or the name of a new one is taken.
            Stale: it changed since `rev`.
        """
        book = self._book
        program = _checked(_cleaned(program))
        _check_steps(program.steps)
        if not program.title:
            raise InputError("A program needs a title; nothing was saved.")
        with book.act("save program", reports=BY_STEPS if clean(override) else ()) as work:
            before = book.store.get(Program, program.id)
            if before is not None and rev == 0:
                raise InputError(f"There is a program called {before.title} already; nothing was saved.")
            if before is not None:
                book.unchanged(Program, program.id, rev)
            saved = work.put(program, before) if before else work.add(program)
            stopped = [one.summary.rstrip(".") for one in book.broken_by(work)] if before else []
            refuse_affected(saved.title, stopped, clean(override))
            words = _saved_words(book, "program", before, program, program.title)
            work.summary = f"{words}{reason_words(clean(override))}"
            for site in book.sites() if before is None else ():
                work.add(ProgramSeats(id=f"{saved.id}@{site.id}", program=saved.id, site=site.id))
        return saved

    @rerunnable
    def resize(self, places_ref: str, capacity: int | None, *, override: str = "") -> ProgramSeats:
        """Set the number of places of a program at a site; what it frees is offered to those who wait.

        Raises `TooSmall` when more people are in it, unless a reason is given.
        """
        book = self._book
        if capacity is not None and capacity < 0:
            raise InputError("The number of places is 0 or more; nothing was changed.")
        with book.act("resize places") as work:
            before = book.the(ProgramSeats, places_ref, "program at a site")
            places = work.change(before, capacity=capacity)
            state = states_of(book, [places], work.now)[places.id]
            if state.short and not clean(override):
                own, wanted = state.seats.own, places_words(capacity or 0)
                raise TooSmall(
                    f"{state.title} has {own.enrolled} in it, {own.held} held and {own.offered} offered; "
                    f"{wanted} would be too few. Nothing was changed; give a reason to do it anyway."
                )
            over = f"{clean(override)} ({book.operator})" if state.short else ""
            places = work.change(places, override_reason=over)
            changed = changed_words(before, places) or f"capacity {'no limit' if capacity is None else capacity}"
            work.summary = f"{state.title}: {changed}{reason_words(clean(override))}"
        return places

    @rerunnable
    def save_clinician(
        self,
        name: str,
        *,
        ref: str = "",
        role: str = "",
        supervises: bool = False,
        hours: tuple[Hours, ...] = (),
        active: bool = True,
        rev: int | None = None,
        override: str = "",
    ) -> Clinician:
        """Add a clinician, or change the one of `ref`.

        Raises `Affected` when it leaves appointments that they cannot keep and there is no reason (`override`),
        `InputError`, `Stale`.
        """
        book = self._book
        if not clean(name):
            raise InputError("A clinician needs a name; nothing was saved.")
        with book.act("save clinician") as work:
            before = book.the(Clinician, ref) if ref else None
            if before is not None:
                book.unchanged(Clinician, before.id, rev)
            clinician = _checked(
                Clinician(
                    id=before.id if before else new_id("cli"),
                    name=clean(name, 120),
                    role=clean(role, 60),
                    supervises=supervises,
                    hours=hours,
                    absences=before.absences if before else (),
                    active=active,
                )
            )
            words = _saved_words(book, "clinician", before, clinician, clinician.name)
            if before is None:
                work.summary = words
                return work.add(clinician)
            saved, left = change_clinician(book, work, before, clinician, clean(override))
            work.summary = f"{words}{reason_words(clean(override))}{left}"
            return saved

    @rerunnable
    def save_site(
        self,
        ref: str,
        *,
        name: str | None = None,
        address: str | None = None,
        phone: str | None = None,
        rooms: tuple[Room, ...] | None = None,
        hours: tuple[Hours, ...] | None = None,
        colour: str | None = None,
        rev: int | None = None,
        override: str = "",
    ) -> Site:
        """Change a site's name, address, phone, rooms, hours or colour.

        Raises:
            Affected: bookings no longer fit its rooms or hours, and there is no reason (`override`).
            Blocked: a room is removed that a booked appointment needs.
            InputError: a value makes no sense.
            Stale: changed since `rev`.
        """
        book = self._book
        given: dict[str, Any] = {}
        if name is not None:
            given["name"] = clean(name, 60)
        if address is not None:
            given["address"] = clean(address, 300)
        if phone is not None:
            given["phone"] = clean(phone, 40)
        if rooms is not None:
            given["rooms"] = tuple(_room(room) for room in rooms)
        if hours is not None:
            given["hours"] = hours
        if colour is not None:
            given["colour"] = _colour(colour)
        with book.act("save site") as work:
            site = book.unchanged(Site, book.site(ref).id, rev)
            after = _checked(replace(site, **given))
            if not after.name:
                raise InputError("A site needs a name; nothing was saved.")
            words = _saved_words(book, "site", site, after, site.name)
            saved, left = change_site(book, work, site, after, clean(override))
            work.summary = f"{words}{reason_words(clean(override))}{left}"
            return saved


def _saved_words(book: Book, kind: str, before: R | None, after: R, name: str) -> str:
    if before is None:
        return f"Added the {kind} {name}"
    changed = changed_words(before, after, names_by_id(book))
    return f"Changed the {kind} {name}: {changed}" if changed else f"Saved the {kind} {name} without a change"


def _colour(name: str) -> str:
    if name not in SITE_COLOURS:
        raise InputError(f"The colour of a site is one of {', '.join(SITE_COLOURS)}; nothing was saved.")
    return name


def _room(room: Room) -> Room:
    id = re.sub(r"[^a-z0-9]+", "-", (room.id or room.name).lower()).strip("-")[:40]
    if not id or not clean(room.name):
        raise InputError("A room needs a name; nothing was saved.")
    return replace(room, id=id, name=clean(room.name, 60))


def _cleaned(program: Program) -> Program:
    steps = tuple(
        replace(
            step,
            title=clean(step.title, 80),
            short=clean(step.short, 20),
            description=clean(step.description, 2000),
        )
        for step in program.steps
    )
    title, for_whom, description = (
        clean(program.title, 120),
        clean(program.for_whom, 2000),
        clean(program.description, 2000),
    )
    return replace(program, title=title, for_whom=for_whom, description=description, steps=steps)


def _check_steps(steps: tuple[Step, ...]) -> None:
    ids = [step.id for step in steps]
    if len(ids) != len(set(ids)) or not all(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", one) for one in ids):
        raise InputError("Each step needs a short name of its own: letters, digits, hyphens; nothing was saved.")
    for place, step in enumerate(steps):
        if step.owed_after and step.owed_after not in ids[:place]:
            raise InputError(f"{step.title} is owed after a step that does not come before it; nothing was saved.")
        if not step.minutes:
            raise InputError(f"{step.title} needs a length in minutes; nothing was saved.")


def _checked(record: R) -> R:
    """Return the record if all its values are allowed. Raises `InputError`."""
    try:
        return msgspec.convert(msgspec.to_builtins(record), type(record))
    except msgspec.ValidationError as error:
        raise InputError(f"That cannot be saved: {error}.") from None
