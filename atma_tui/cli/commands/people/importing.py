"""People in from a table: shown first, then imported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from atma_tui.cli.command import Arg, DeskCommand, Flag, Opt
from atma_tui.cli.files import path, read
from atma_tui.cli.json_views import Shape
from atma_tui.cli.output import error_shape
from atma_tui.cli.progress import busy
from atma_tui.cli.reply import Reply, Table
from atma_tui.cli.shared import ApplyAtOnce, DryRun
from atma_tui.domain.errors import InputError

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.importing.plan import ImportPlan, PlanRow


class PeopleImport(DeskCommand):
    """Import people from a CSV file, such as that of a sign-up form.

    Shows which column tells what and what becomes of each row, and asks before anything is changed, unless --yes
    is given. Nobody is added twice. `atma-tui undo` takes all of it back.
    """

    examples = (
        "people import signups.csv --dry-run",
        "people import signups.csv --into evt-5f0c --yes",
        'people import list.csv --map "Contact=phone" --map 3=unused --skip-bad',
    )
    file: Annotated[str, Arg("FILE", "table with a row of headings (.csv)")]
    dry_run: DryRun = False
    yes: ApplyAtOnce = False
    columns: Annotated[
        Sequence[str],
        Opt(
            "COLUMN=FIELD",
            "what a column tells, by its heading or number: name, first-name, last-name, known-as, phone, email, "
            "also, notes, party, born, emergency, emergency-phone, emergency-relation, escort, escort-phone, "
            "interpreter, consents, status or unused",
            many=True,
            flag="--map",
        ),
    ] = []
    duplicates: Annotated[
        Literal["skip", "add"], Opt("WHAT", "skip or add whoever may be in the book already (skip)")
    ] = "skip"
    skip_bad: Annotated[bool, Flag("import the other rows even if some are bad")] = False
    into: Annotated[
        str, Opt("OFFERING", "enrol everybody in this event or PROGRAM@SITE, in the order of the file")
    ] = ""

    def run(self, desk: Desk) -> Reply:
        from atma_tui.desk.importing.plan import Choices
        from atma_tui.desk.importing.table import MAX_BYTES

        file, data = path(self.file), read(self.file, MAX_BYTES + 1)
        choices = Choices(
            columns=tuple(self.columns), duplicates=self.duplicates, skip_bad=self.skip_bad, into=self.into
        )
        with busy(f"Reading {file.name}"):
            plan = desk.people_import.plan(data, choices)
        refusal = _refusal(plan)
        if refusal is None and plan.changes and not self.dry_run:
            if not self.yes:
                self._ask(desk, file.name, plan)
            with busy(f"Importing {file.name}"):
                plan = desk.people_import.apply(plan, file.name)
        return Reply(
            shape={"file": str(file), **_shape(plan), "error": error_shape(refusal) if refusal else None},
            parts=[*_heads(file.name, plan), _table(plan)],
            notes=[str(refusal)] if refusal else [],
            exit_code=refusal.exit_code if refusal else 0,
        )

    def _ask(self, desk: Desk, name: str, plan: ImportPlan) -> None:
        from atma_tui.cli.plans import ask

        rows = [f"row {row.number}, {row.name or 'no name'}: {row.words()}" for row in plan.rows]
        people = {row.person for row in plan.rows} - {""}
        ask(desk, self.command_name, [*_heads(name, plan), *rows], people)


def _refusal(plan: ImportPlan) -> InputError | None:
    try:
        plan.refuse_bad()
    except InputError as error:
        return error
    return None


def _heads(name: str, plan: ImportPlan) -> list[str]:
    """Return what is said above the rows."""
    return [f"{name}: {_result(plan)}, {plan.counts_words()}.", *plan.columns_words(), *plan.notes]


def _table(plan: ImportPlan) -> Table:
    rows = [(row.number, row.name, row.words()) for row in plan.rows]
    return Table(("ROW", "NAME", "RESULT"), rows, wraps=True)


def _result(plan: ImportPlan) -> str:
    return "imported" if plan.applied else "planned" if plan.changes else "unchanged"


def _shape(plan: ImportPlan) -> Shape:
    return {
        "result": _result(plan),
        "applied": plan.applied,
        "counts": plan.counts,
        "columns": [
            {"number": one.number, "heading": one.heading, "field": one.field or None} for one in plan.columns
        ],
        "notes": list(plan.notes),
        "rows": [_row_shape(row) for row in plan.rows],
    }


def _row_shape(row: PlanRow) -> Shape:
    seat = row.seat
    return {
        "row": row.number,
        "name": row.name,
        "kind": row.kind,
        "problems": list(row.problems),
        "why": row.why or None,
        "person": row.added or row.person or None,
        "adds": row.adds,
        "same_as_row": row.like_row or None,
        "party": row.party,
        "enrolment": None
        if seat is None
        else {
            "id": seat.enrolment or None,
            "status": seat.status,
            "position": seat.rank,
            "why": seat.why or None,
        },
    }
