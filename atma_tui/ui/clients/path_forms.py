"""Three short forms: a clinician's decision, the treatment plan, and the end of a path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar, Generic, Literal, TypeVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from atma_tui.desk.clients.path_cards import PathwayCard
from atma_tui.domain.errors import InputError
from atma_tui.domain.paths.pathway import Visit, coming
from atma_tui.domain.records import Clinician, Pathway
from atma_tui.domain.when import read_day, today
from atma_tui.ui.clients.path_words import CLEARED, stopped_words
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.ground.door import Refused, on_desk_quietly, use_case
from atma_tui.ui.ground.show import show, who
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Field, Labelled
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.sentence import Sentence

Answer = TypeVar("Answer")
Word = Literal["cleared", "not_yet", "on_hold"]
_CHOOSE = "choose…"
_ENDS = {"completed": "Completed", "withdrawn": "Withdrawn by the client or the clinic"}


class PathForm(Form[Answer], Generic[Answer]):
    """A form about a client's path: fields, what saving leads to, a button."""

    CSS_PATH = "path_forms.tcss"
    KEEPS_NAMES = True
    TITLE_WORDS: ClassVar[str]

    def __init__(self, card: PathwayCard, clinicians: Sequence[Clinician] = ()) -> None:
        super().__init__()
        self.card, self.clinicians = card, clinicians

    def compose(self) -> ComposeResult:
        """Lay out who it is about, the fields, what it leads to, and the button."""
        name = who(self.card.person.name, private=self.private)
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = self.TITLE_WORDS
            yield Static(show(f"{name}, {self.card.program.title}", style="bold"), id="whom")
            yield from self.fields()
            yield Static(id="says")
            yield self.buttons()
            yield KeyLine()

    def fields(self) -> Iterator[Widget]:
        """Return the fields."""
        raise NotImplementedError


def by_whom(clinicians: Sequence[Clinician]) -> Choice:
    """Return the choice of the clinician, which is nobody's default."""
    active = [(one.id, f"{one.name}{f', {one.role}' if one.role else ''}") for one in clinicians if one.active]
    return Choice(active, none=_CHOOSE, must=True, id="by")


class ClearanceForm(PathForm[list[Visit]]):
    """Note what a clinician says of readiness; gives the booked sessions that it stops, None when given up."""

    TITLE_WORDS = "Record readiness"
    AUTO_FOCUS: ClassVar[str | None] = "#word"

    def fields(self) -> Iterator[Widget]:
        """What is said, by whom, until when."""
        words = [(status, name.capitalize()) for status, name in CLEARED.items()]
        yield Labelled("Decision", Choice(words, none=_CHOOSE, must=True, id="word"))
        yield Labelled("Clinician", by_whom(self.clinicians))
        yield Field("Valid until", self._read_until, hint="empty: no end date", id="until")

    def on_mount(self) -> None:
        """Say what it stops as it stands."""
        super().on_mount()
        self.reload()

    def _read_until(self, words: str) -> date | None:
        day = read_day(words, today(self.desk.now())) if words else None
        if day is not None and day < today(self.desk.now()):
            raise InputError("That day is over.")
        return day

    @property
    def _until(self) -> Field[date | None]:
        return cast("Field[date | None]", self.query_one("#until", Field))

    @on(Choice.Changed)
    @on(Input.Changed)
    @work(exclusive=True, group="reload")
    async def reload(self) -> None:
        """Say what it stops."""
        try:
            until = self._read_until(self._until.value)
        except InputError:
            return
        word = cast(Word, self.picked("word"))
        kept = Sentence("The book keeps the decision, who made it and when, but never why.", "dim")
        if not word:
            self.say(kept)
            return
        try:
            stopped_by = self.desk.pathways.stopped_by
            stopped = await on_desk_quietly(self.app, stopped_by, self.card.pathway.id, word, until)
        except Refused as refused:
            self.say(Sentence(str(refused.error), "bad"))
            return
        self.say(Sentence(f"This {stopped_words(stopped)}.", "bad"), kept) if stopped else self.say(kept)

    @use_case
    async def action_save(self) -> None:
        """Note it."""
        try:
            word = cast(Word, self.chosen("word", "Choose the decision."))
            clinician = self.chosen("by", "Choose who decided.")
            until = self._until.answer()
        except InputError:
            return
        stopped = await self.host.do(
            self.desk.pathways.clear, self.card.pathway.id, word, clinician=clinician, until=until
        )
        self.dismiss(stopped)


class PlanForm(PathForm[list[Visit]]):
    """Note the treatment plan; gives the sessions that it stops, None when given up."""

    TITLE_WORDS = "Treatment plan"
    AUTO_FOCUS: ClassVar[str | None] = "#sessions Input"

    def fields(self) -> Iterator[Widget]:
        """How many sessions, of which kind, by whom."""
        plan = self.card.pathway.plan
        step = next((one for one in self.card.program.steps if one.planned), None)
        usual = plan.sessions if plan else step.times if step else 1
        yield Field("Sessions", _read_sessions, str(usual), required=True, max_length=3, id="sessions")
        kinds = [(one.id, f"{one.title}, {one.minutes} min") for one in (step.kinds if step else ())]
        yield Labelled("Kind", Choice(kinds, none="Not said", value=plan.kind if plan else None, id="kind"))
        yield Labelled("Clinician", by_whom(self.clinicians))

    @use_case
    async def action_save(self) -> None:
        """Note it; a refusal, such as for somebody who is not cleared, is said in the form."""
        try:
            sessions = cast("Field[int]", self.query_one("#sessions", Field)).answer()
            clinician = self.chosen("by", "Choose whose plan it is.")
        except InputError:
            return
        try:
            stopped = await self.do(
                self.desk.pathways.plan,
                self.card.pathway.id,
                clinician=clinician,
                sessions=sessions,
                kind=self.picked("kind"),
            )
        except Refused as refused:
            self.refuse(str(refused.error))
            return
        self.dismiss(stopped)


class EndForm(PathForm[Pathway]):
    """End a path; gives it, None when given up."""

    TITLE_WORDS = "End the program"
    AUTO_FOCUS: ClassVar[str | None] = "#how"

    def fields(self) -> Iterator[Widget]:
        """How it ends, and why."""
        yield Labelled("How", Choice(_ENDS.items(), none=_CHOOSE, must=True, id="how"))
        yield Field("Reason", str, hint="optional; nothing medical", id="why")

    def on_mount(self) -> None:
        """Say what it leads to."""
        lines = [Sentence("The place is free again and goes to the first person waiting.")]
        if ahead := coming(self.card.visits, self.desk.now()):
            lines.append(Sentence(f"Coming appointments that end with it: {len(ahead)}.", "warn"))
        self.say(*lines)

    @use_case
    async def action_save(self) -> None:
        """End it; a refusal, such as while an integration visit is owed, is said in the form."""
        why = self.query_one("#why", Field).value
        try:
            completed = self.chosen("how", "Choose how it ends.") == "completed"
        except InputError:
            return
        try:
            ended = await self.do(self.desk.pathways.finish, self.card.pathway.id, completed=completed, why=why)
        except Refused as refused:
            self.refuse(str(refused.error))
            return
        self.dismiss(ended)


def _read_sessions(words: str) -> int:
    if words.isascii() and words.isdigit() and 1 <= int(words) <= 100:
        return int(words)
    raise InputError("1 to 100 sessions.")
