"""Importing people from a table: planned first, then imported in one act that can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offering_title, the_offering
from atma_tui.desk.book.sums import states_of
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.importing.columns import known_headings, matched, may_be_headings
from atma_tui.desk.importing.entries import entries
from atma_tui.desk.importing.kept import kept_columns
from atma_tui.desk.importing.plan import Choices, ImportPlan, PlanRow, Seat, planned_rows
from atma_tui.desk.importing.table import read_table
from atma_tui.desk.people.nicknames import nicknames
from atma_tui.desk.people.people import People
from atma_tui.desk.seats.steps.one_seat import Asked
from atma_tui.desk.seats.steps.seating import seat
from atma_tui.domain.enrolling import never_fits_words
from atma_tui.domain.errors import RuleError, Stale
from atma_tui.domain.records import Enrolment, Offering, Person
from atma_tui.domain.seats import Seats
from atma_tui.domain.text import clean
from atma_tui.domain.waiting.queue import rank
from atma_tui.store.rerun import rerunnable


class _OnlyLooking(Exception):
    """Rolls back an act that was only made to see its result."""


class PeopleImport:
    """Use cases for tables of people, such as those of a sign-up form."""

    def __init__(self, book: Book, people: People) -> None:
        self._book, self._people = book, people

    def plan(self, data: bytes, choices: Choices) -> ImportPlan:
        """Say what importing a table would do; changes nothing.

        Args:
            data: the file.
            choices: the operator's choices.

        Raises:
            InputError: it is not a table, it is too large, or the meaning of the columns is not clear.
            NotFound: there is no such event or program.
        """
        chosen = choices.columns
        table = read_table(data, partial(known_headings, chosen), partial(may_be_headings, chosen))
        clinic = self._book.clinic()
        columns, unkept = kept_columns(matched(table.headings, chosen), clinic)
        notes = [*table.notes, *unkept]
        if not choices.into and any(one.field == "party" for one in columns):
            notes.append("Sizes of parties are not used: nobody is enrolled.")
        plan = ImportPlan(
            columns=columns,
            entries=tuple(entries(table, columns, clinic)),
            rows=(),
            choices=choices,
            notes=tuple(notes),
        )
        return self._rehearsed(plan)

    @rerunnable
    def _rehearsed(self, plan: ImportPlan) -> ImportPlan:
        """Do it and roll it back, so that the plan is exactly what `apply` will do."""
        try:
            with self._book.act("import people") as work:
                plan = self._done(work, plan)
                raise _OnlyLooking
        except _OnlyLooking:
            return replace(plan, rows=tuple(row.promise for row in plan.rows))

    @rerunnable
    def apply(self, plan: ImportPlan, name: str) -> ImportPlan:
        """Do what a plan says, in one act, and return what was done.

        Args:
            plan: what `plan` returned.
            name: what the file is called, for the log.

        Raises:
            InputError: there are bad rows, and they must not be left out.
            Stale: the book changed since, so that the result would differ.
        """
        plan.refuse_bad()
        with self._book.act("import people") as work:
            done = self._done(work, plan)
            if [row.promise for row in done.rows] != [*plan.rows]:
                raise Stale("The book changed meanwhile; nothing was imported. Look at the plan again.")
            if done.changes:
                number = done.counts["added"]
                people = f"{number} {'person' if number == 1 else 'people'}"
                work.summary = f"Imported {people} from {clean(name, 80)}{done.seats_words()}"
        return replace(done, applied=done.changes)

    def _done(self, work: UnitOfWork, plan: ImportPlan) -> ImportPlan:
        """Do it within an act."""
        people = self._book.store.find(Person)
        rows = [*planned_rows(plan.entries, people, plan.choices, nicknames(), self._book.clinic())]
        added = {
            one.number: self._people.add_within(work, one.person)
            for one, row in zip(plan.entries, rows, strict=True)
            if row.adds and one.person is not None
        }
        rows = [replace(row, added=added[row.number].id) if row.adds else row for row in rows]
        if not plan.choices.into:
            return replace(plan, rows=tuple(rows))
        offering = the_offering(self._book, plan.choices.into)
        seated = self._seated(work, offering, rows, added)
        return replace(plan, rows=tuple(seated), into=offering_title(self._book, offering))

    def _seated(
        self, work: UnitOfWork, offering: Offering, rows: Sequence[PlanRow], added: dict[int, Person]
    ) -> list[PlanRow]:
        """Enrol everybody who is new or surely known, in the file's order."""
        known = self._book.people(row.person for row in rows if row.kind == "known")
        who = {row.number: known[row.person] for row in rows if row.kind == "known"} | added
        made = {
            row.number: self._seat(work, offering, who[row.number], row.party) for row in rows if row.number in who
        }
        state = states_of(self._book, [offering], self._book.now())[offering.id]
        inside = {one.id: one for one in state.enrolments}
        return [
            replace(row, seat=_ranked(made[row.number], inside, state.seats)) if row.number in made else row
            for row in rows
        ]

    def _seat(self, work: UnitOfWork, offering: Offering, person: Person, party: int) -> Seat:
        """Enrol one person; a refusal comes before anything is written."""
        try:
            enrolment = seat(self._book, work, offering, person, Asked(party=party))
        except RuleError as refusal:
            return Seat(status="refused", why=str(refusal).partition(" Nothing was")[0].rstrip("."))
        return Seat(status="enrolled", enrolment=enrolment.id)


def _ranked(made: Seat, inside: Mapping[str, Enrolment], seats: Seats) -> Seat:
    """Return somebody's status and rank once everybody is enrolled."""
    enrolment = inside.get(made.enrolment)
    if enrolment is None:
        return made
    if enrolment.status == "waiting":
        place, never = rank(enrolment, inside.values()), never_fits_words(seats, enrolment.party)
        return replace(made, status="waiting", rank=place, why=never)
    return replace(made, status="offered" if enrolment.status == "offered" else "enrolled")
