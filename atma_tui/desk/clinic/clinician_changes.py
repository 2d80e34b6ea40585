"""Changing a clinician: they must still be able to keep their appointments, or a reason is given."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.clinic.affected import Fit, affected, appointments_to_come, refuse_affected, summed_words
from atma_tui.domain.changes import closure_words
from atma_tui.domain.errors import Blocked, InputError
from atma_tui.domain.hours import without_hours
from atma_tui.domain.records import Clinician, Closure
from atma_tui.domain.text import clean
from atma_tui.store.rerun import rerunnable

_LISTED = " (see Follow-ups due)"


def change_clinician(
    book: Book, work: UnitOfWork, before: Clinician, after: Clinician, override: str
) -> tuple[Clinician, str]:
    """Store a clinician; returns them and what they can no longer keep, in words. Raises `Affected`."""
    appointments = appointments_to_come(book, clinician=before.id)
    fit = Fit(book, work, appointments)
    saved = work.put(after, before)
    left = affected(appointments, fit.unkept())
    refuse_affected(before.name, left, override)
    return saved, f"; {saved.name} cannot keep {summed_words(left)}{_LISTED}" if left else ""


class Absences:
    """Use cases for clinicians who are away for some time."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @rerunnable
    def add(self, ref: str, first: datetime, last: datetime, *, why: str = "") -> Clinician:
        """Note that a clinician is away for some hours (wall clock).

        Raises `Affected` when they have appointments then and there is no reason, `InputError`.
        """
        book = self._book
        if last <= first:
            raise InputError("The absence ends before it begins; nothing was changed.")
        with book.act("clinician away") as work:
            before = book.the(Clinician, ref)
            absence = Closure(starts=first, ends=last, why=clean(why))
            after = replace(
                before, absences=tuple(sorted({*before.absences, absence}, key=lambda one: one.starts))
            )
            saved, left = change_clinician(book, work, before, after, clean(why))
            work.summary = f"{saved.name} is away {closure_words(absence)}{left}"
            return saved

    @rerunnable
    def remove(self, ref: str, first: datetime, last: datetime) -> Clinician:
        """Note that a clinician is at work in some hours after all. Raises `Blocked` when they were not away."""
        book = self._book
        with book.act("clinician back") as work:
            before, when = book.the(Clinician, ref), closure_words(Closure(starts=first, ends=last))
            if before.absent(first, last) is None:
                raise Blocked(f"{before.name} is not away {when}; nothing was changed.")
            work.summary = f"{before.name} is at work again {when}"
            return work.change(before, absences=without_hours(before.absences, first, last))
