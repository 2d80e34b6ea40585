"""Programs as the clinic sets them: what they are, their steps, and how many places each site has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from atma_tui.cli.command import Arg, DeskCommand, Flag, Opt
from atma_tui.cli.commands.events.event_list import seat_words
from atma_tui.cli.commands.events.fields import Category
from atma_tui.cli.json_views import program_shape
from atma_tui.cli.reply import Reply
from atma_tui.cli.shared import SetUpOverride
from atma_tui.cli.values import number, number_or_none
from atma_tui.domain.errors import InputError, NotFound

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.domain.records import Program, Step

ProgramArg = Annotated[str, Arg("PROGRAM", "id of a program, or its beginning")]
_Path = Literal["individual", "cohort"]


class _Described(DeskCommand):
    """A command that says what a program is. What was not typed is None."""

    title: Annotated[str | None, Opt("TEXT", "what it is called")] = None
    path: Annotated[
        _Path | None, Opt("KIND", "individual: one person's own path; cohort: a group", flag="--kind")
    ] = None
    for_whom: Annotated[str | None, Opt("TEXT", "for whom it is")] = None
    description: Annotated[str | None, Opt("TEXT", "what it is", flag="--about")] = None

    def given(self) -> dict[str, Any]:
        """Return what was typed, as a `Program` has it."""
        names = ("title", "path", "for_whom", "description")
        return {name: value for name in names if (value := getattr(self, name)) is not None}


class ProgramAdd(_Described):
    """Make a program, with places at every site; `program step` gives it steps."""

    examples = ('program add --title "Grief circle" --kind cohort',)
    title: Annotated[str, Opt("TEXT", "what it is called")]

    def run(self, desk: Desk) -> Reply:
        from msgspec.structs import replace

        from atma_tui.domain.records import Program
        from atma_tui.domain.typed import short_id

        return _saved(desk, replace(Program(id=short_id(self.title), title=self.title), **self.given()), rev=0)


class ProgramEdit(_Described):
    """Change the title and the description of a program."""

    examples = ('program edit ketamine --for-whom "Adults, referred by a physician"',)
    program: ProgramArg

    def run(self, desk: Desk) -> Reply:
        from msgspec.structs import replace

        given, program = self.given(), _program(desk, self.program)
        if not given:
            raise InputError("Say what changes, such as --title or --about; nothing was changed.")
        return _saved(desk, replace(program, **given), rev=program.rev)


class ProgramStep(DeskCommand):
    """Change, add or take out a step of a program.

    A step that is not there yet is added at the end, or after the one of --after. What was booked of a step stays
    in the history of its clients when it is taken out. Appointments to come that do not keep to the steps any more
    are listed, and nothing is changed without a reason.
    """

    examples = (
        "program step ketamine session --minutes 150 --gap-days 3",
        'program step ketamine blood-pressure --title "Blood pressure" --minutes 15 --after information-call',
        "program step ketamine blood-pressure --remove",
    )
    program: ProgramArg
    step: Annotated[str, Arg("STEP", "id of a step, such as session")]
    title: Annotated[str | None, Opt("TEXT", "what it is called")] = None
    short: Annotated[str | None, Opt("TEXT", "a short name, for the path of a client")] = None
    description: Annotated[str | None, Opt("TEXT", "what it is", flag="--about")] = None
    category: Annotated[Category | None, Opt("KIND")] = None
    minutes: Annotated[int | None, Opt("N", "length", number(1, 1440))] = None
    times: Annotated[int | None, Opt("N", "how often it usually takes place", number(1, 100))] = None
    gap_days: Annotated[int | None, Opt("N", "fewest days between two of it", number(0, 365))] = None
    needs: Annotated[
        str | None, Opt("WORDS", "those of: clearance, plan, clinician, supervisor, room; empty: none")
    ] = None
    owed_after: Annotated[str | None, Opt("STEP", "owed after each of that step; empty: after none")] = None
    kinds: Annotated[str | None, Opt("KINDS", "such as: Long: preparation 20, session 70; Short: ...")] = None
    after: Annotated[str, Opt("STEP", "put it after this step")] = ""
    remove: Annotated[bool, Flag("take it out")] = False
    override: SetUpOverride = ""

    def run(self, desk: Desk) -> Reply:
        from msgspec.structs import replace

        program = _program(desk, self.program)
        before = next((one for one in program.steps if one.id == self.step), None)
        others = [one for one in program.steps if one.id != self.step]
        if self.remove and before is None:
            raise _unknown(program, self.step)
        if not self.remove:
            others.insert(self._place(program, others, before), self._changed(before))
        return _saved(desk, replace(program, steps=tuple(others)), rev=program.rev, override=self.override)

    def _place(self, program: Program, others: list[Step], before: Step | None) -> int:
        """Return where among the other steps it is to be."""
        ids = [one.id for one in others]
        if self.after:
            if self.after not in ids:
                raise _unknown(program, self.after)
            return ids.index(self.after) + 1
        return program.steps.index(before) if before else len(ids)

    def _changed(self, before: Step | None) -> Step:
        from msgspec.structs import replace

        from atma_tui.domain.records import Step
        from atma_tui.domain.typed import read_kinds

        names = ("title", "short", "description", "category", "minutes", "times", "gap_days", "owed_after")
        given: dict[str, Any] = {name: value for name in names if (value := getattr(self, name)) is not None}
        if self.needs is not None:
            given["needs"] = tuple(self.needs.replace(",", " ").split())
        if self.kinds is not None:
            given["kinds"] = read_kinds(self.kinds)
        if before is None and not self.title:
            raise InputError(f"There is no step {self.step!r} yet: --title adds it; nothing was changed.")
        if not given and not self.after:
            raise InputError("Say what changes, such as --minutes; nothing was changed.")
        return replace(before or Step(id=self.step, title=""), **given)


class ProgramPlaces(DeskCommand):
    """Set how many places a program has at a site; what becomes free is offered to those who wait."""

    examples = ("program places ketamine-therapy@edmonton 12", "program places circle@calgary none")
    places: Annotated[str, Arg("PROGRAM@SITE", "id of a program at a site, or its beginning")]
    capacity: Annotated[int | None, Arg("N", "number of places; none: no limit", number_or_none(100_000))]
    override: Annotated[str, Opt("REASON", "do it even if more people are in it")] = ""

    def run(self, desk: Desk) -> Reply:
        done = desk.book.do(desk.programs.resize, self.places, self.capacity, override=self.override)
        rows = [row for row in desk.agenda.places() if row.places.id == done.value.id]
        words = [seat_words(row.seats) for row in rows]
        return Reply(shape=program_shape(rows), parts=[f"{done.summary}.", *words])


def _program(desk: Desk, ref: str) -> Program:
    from atma_tui.domain.records import Program

    return desk.book.the(Program, ref)


def _unknown(program: Program, step: str) -> NotFound:
    known = ", ".join(one.id for one in program.steps) or "none yet"
    return NotFound(f"{program.title} has no step {step!r}; its steps are: {known}.")


def _saved(desk: Desk, program: Program, *, rev: int, override: str = "") -> Reply:
    done = desk.book.do(desk.programs.save, program, rev=rev, override=override)
    rows = [row for row in desk.agenda.places() if row.program.id == done.value.id]
    return Reply(shape=program_shape(rows), parts=[f"{done.summary}.", done.value.id])
