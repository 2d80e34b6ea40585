"""A program as the clinic sets it: what it is, for whom, and its steps in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar, Literal, cast

from msgspec.structs import replace
from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Program, Step
from atma_tui.domain.typed import kinds_words, read_kinds, short_id
from atma_tui.ui.dialogs.setup_form import YES, SetupForm
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.entry import Field, Labelled
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row

_GROUP = "Steps"
_LONG = 2000
_PATHS = [("individual", "One person's own path"), ("cohort", "A group that meets")]
_NEEDS = ("clearance", "plan", "clinician", "supervisor", "room")
_GIVES = [("clearance", "A clinician's clearance"), ("plan", "The treatment plan")]
_CATEGORIES = [
    ("information_call", "Information call"),
    ("assessment", "Assessment"),
    ("session", "Session"),
    ("follow_up", "Follow-up or integration"),
    ("other", "Something else"),
]
_COLUMNS = (Column("Step", 20, flex=2), Column("", 8), Column("Needs", 14, flex=3), Column("", 14, flex=2))


class ProgramForm(SetupForm[Program]):
    """Add or change a program; its steps are a list: Enter changes one, n adds one."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command(
            "program_form.new", "n", "new_step", "New step", "Add a step after the one under the cursor", _GROUP
        ),
        Command("program_form.up", "minus", "move_step(-1)", "Up", "Move the step up", _GROUP),
        Command("program_form.down", "plus", "move_step(1)", "Down", "Move the step down", _GROUP),
        Command("program_form.drop", "delete", "drop_step", "Remove", "Remove the step", _GROUP),
    )

    def __init__(self, program: Program | None = None) -> None:
        super().__init__("Change a program" if program else "New program")
        self._program = program
        self._steps: list[Step] = list(program.steps) if program else []

    def fields(self) -> Iterator[Widget]:
        """Title, kind, for whom, about, steps."""
        one = self._program or Program(id="", title="")
        yield Field("Title", str, one.title, required=True, max_length=120, id="title")
        yield Labelled("Kind", Choice(_PATHS, value=one.path, id="path"))
        yield Field("For whom", str, one.for_whom, max_length=_LONG, id="for_whom")
        yield Field("About", str, one.description, max_length=_LONG, id="about")
        yield LongList(*_COLUMNS, header=False, empty="No step yet. Tab comes here, then n adds one.", id="steps")

    def on_mount(self) -> None:
        """Show the steps; those of a program that is there are what is mostly changed."""
        self._show_steps()
        if self._program is not None:
            self.query_one(LongList).focus()

    def _show_steps(self, at: str = "") -> None:
        steps = self.query_one(LongList)
        steps.set_rows([_step_row(step) for step in self._steps])
        if at:
            steps.move_to(at)

    def typed(self) -> dict[str, str]:
        """Return what is in the fields, and the steps."""
        return {**super().typed(), "steps": repr(self._steps)}

    # Steps

    @property
    def _place(self) -> int:
        """Where the cursor is among the steps."""
        key = self.query_one(LongList).cursor_key
        return next((place for place, step in enumerate(self._steps) if step.id == key), len(self._steps) - 1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let letters be text while a field has the focus."""
        if action in ("new_step", "move_step", "drop_step"):
            return isinstance(self.focused, LongList)
        return True

    @use_case
    async def action_new_step(self) -> None:
        """Add a step."""
        step = await self.app.push_screen_wait(StepForm(self._steps))
        if step is not None:
            self._steps.insert(self._place + 1, step)
            self._show_steps(step.id)

    @on(LongList.Selected)
    @use_case
    async def change_step(self) -> None:
        """Change the step under the cursor."""
        place = self._place
        others = [step for number, step in enumerate(self._steps) if number != place]
        step = await self.app.push_screen_wait(StepForm(others, self._steps[place]))
        if step is not None:
            self._steps[place] = step
            self._show_steps(step.id)

    def action_move_step(self, by: int) -> None:
        """Move the step under the cursor up or down."""
        place = self._place
        if 0 <= place + by < len(self._steps):
            step = self._steps.pop(place)
            self._steps.insert(place + by, step)
            self._show_steps(step.id)

    def action_drop_step(self) -> None:
        """Take out the step under the cursor; what was booked of it stays in the clients' history."""
        if self._steps:
            self._steps.pop(self._place)
            self._show_steps()

    async def submit(self) -> Program:
        """Save the program with its steps."""
        title, before = self.answer("title", str), self._program
        path = cast('Literal["individual", "cohort"]', self.picked("path"))
        program = replace(
            before or Program(id=short_id(title), title=title),
            title=title,
            path=path,
            for_whom=self.answer("for_whom", str),
            description=self.answer("about", str),
            steps=tuple(self._steps),
        )
        rev = before.rev if before else 0
        return await self.do(self.desk.programs.save, program, rev=rev, override=self.override)


class StepForm(SetupForm[Step]):
    """Add or change a step; gives it, nothing is saved yet."""

    def __init__(self, others: Sequence[Step], step: Step | None = None) -> None:
        super().__init__("Change a step" if step else "New step")
        self._others, self._step = others, step

    def fields(self) -> Iterator[Widget]:
        """Title, length, how often, what it needs and gives."""
        one = self._step or Step(id="", title="")
        others = [(step.id, step.title) for step in self._others]
        yield Field("Title", str, one.title, required=True, max_length=80, id="title")
        yield Field("Short", str, one.short, hint="for the rail, such as Call", max_length=20, id="short")
        yield Field("Minutes", _number("minutes", 1, 1440), str(one.minutes), required=True, id="minutes")
        yield Field("Times", _number("times", 1, 100), str(one.times), hint="usually", required=True, id="times")
        yield Labelled(
            "Plan says", Choice(YES, value="yes" if one.planned else "no", id="planned"), hint="how often"
        )
        yield Field("Needs", _read_needs, ", ".join(one.needs), hint=", ".join(_NEEDS), id="needs")
        yield Field("Days apart", _number("days", 0, 365), str(one.gap_days), hint="at least", id="gap_days")
        yield Labelled("Gives", Choice(_GIVES, none="Nothing", value=one.gives or None, id="gives"))
        yield Labelled(
            "Owed after", Choice(others, none="No other step", value=one.owed_after or None, id="owed_after")
        )
        yield Labelled("In calendars", Choice(_CATEGORIES, value=_category(one), id="category"))
        yield Field(
            "Kinds",
            read_kinds,
            kinds_words(one.kinds),
            hint="Long: preparation 20, session 70; Short: ... (minutes)",
            max_length=_LONG,
            id="kinds",
        )
        yield Field("About", str, one.description, max_length=_LONG, id="about")

    async def submit(self) -> Step:
        """Give the step."""
        title, before = self.answer("title", str), self._step
        id = before.id if before else self._new_id(title)
        made: dict[str, Any] = {
            "title": title,
            "short": self.answer("short", str),
            "minutes": self.answer("minutes", int),
            "times": self.answer("times", int),
            "planned": self.picked("planned") == "yes",
            "needs": self.answer("needs", _read_needs),
            "gap_days": self.answer("gap_days", int),
            "gives": self.picked("gives"),
            "owed_after": self.picked("owed_after"),
            "category": self.picked("category"),
            "kinds": self.answer("kinds", read_kinds),
            "description": self.answer("about", str),
        }
        return replace(before or Step(id=id, title=title), **made)

    def _new_id(self, title: str) -> str:
        taken, id, number = {step.id for step in self._others}, short_id(title), 2
        while id in taken:
            id, number = f"{short_id(title)[:36]}-{number}", number + 1
        return id


def _category(step: Step) -> str:
    return step.category if any(id == step.category for id, _ in _CATEGORIES) else "other"


def _step_row(step: Step) -> Row:
    often = "plan says" if step.planned else f"{step.times} times" if step.times > 1 else ""
    owed = "owed after another step" if step.owed_after else f"gives {step.gives}" if step.gives else ""
    return Row(step.id, (step.title, f"{step.minutes} min", ", ".join(step.needs), owed or often))


def _number(name: str, least: int, most: int) -> Callable[[str], int]:
    def read(words: str) -> int:
        if words.isascii() and words.isdigit() and least <= int(words) <= most:
            return int(words)
        raise InputError(f"{name.capitalize()}: {least} to {most}.")

    return read


def _read_needs(words: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(word for word in words.lower().replace(",", " ").split()))
    if wrong := [word for word in found if word not in _NEEDS]:
        raise InputError(f"{wrong[0]!r} is none of: {', '.join(_NEEDS)}.")
    return found
