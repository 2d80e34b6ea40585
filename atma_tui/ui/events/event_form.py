"""The form of an event: a new one or a series, one changed, one copied."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from atma_tui.desk.calls.owing import whom_to_call
from atma_tui.domain.enrolling import is_open
from atma_tui.domain.errors import AtmaError, Clash, Closed, InputError, NotOpen, Stale, TooSmall
from atma_tui.domain.records import Event, Program, ProgramSeats
from atma_tui.domain.series.dates import SeriesPart
from atma_tui.domain.trust.titles import hides_title
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.events.event_form_words import (
    NAMES,
    blank_texts,
    fields_of,
    merged,
    read_start,
    repeat_of,
    repeat_words,
    texts_of,
    texts_of_copy,
)
from atma_tui.ui.events.event_inputs import EventInputs
from atma_tui.ui.events.event_rows import calls_words
from atma_tui.ui.ground.door import Refused, on_desk, on_desk_unseen, use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show
from atma_tui.ui.host import host_of
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.sentence import Sentence

_WEEK = timedelta(weeks=1)

_TITLES: dict[type[Exception], str] = {
    TooSmall: "Fewer seats than people",
    Clash: "The client is booked elsewhere then",
    Closed: "The site is closed",
    NotOpen: "Enrolment would open too late",
}
"""What is saved with a reason all the same, with the title of the question for it."""


async def fill_in_event(
    screen: Screen[Any],
    event: Event | None = None,
    *,
    copy: bool = False,
    given: dict[str, str] | None = None,
    group: ProgramSeats | None = None,
) -> Event | None:
    """Show the form and return the event as saved. Raises `Refused`.

    The groups are asked for before it is there: a field more would move all below it. A title that is hidden with
    initials only is not there to be saved.
    """
    if event is not None and hides_title(event) and host_of(screen).private:
        screen.notify("The title of a private event is hidden. Show names with F8 first.")
        return None
    programs = await on_desk(screen.app, host_of(screen).desk.programs.all)
    groups = [one for one in programs if one.path == "cohort"]
    form = EventFormScreen(event, copy=copy, given=given, group=group, groups=groups)
    return await screen.app.push_screen_wait(form)


class EventFormScreen(Form[Event]):
    """Make, change or copy an event; gives the event as saved, None when given up."""

    CSS_PATH = "event_form.tcss"
    KEEPS_NAMES = True
    AUTO_FOCUS: ClassVar[str | None] = "#title Input"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command(
            "event_form.limits",
            "f6",
            "limits",
            "Limits",
            "When people may enrol, how many may wait, fewest to run",
            "Form of an event",
        ),
    )

    def __init__(
        self,
        event: Event | None = None,
        *,
        copy: bool = False,
        given: dict[str, str] | None = None,
        group: ProgramSeats | None = None,
        groups: Sequence[Program] = (),
    ) -> None:
        """Change `event`, make another like it (`copy`), or a new one that begins as `given` or of a `group`.

        `groups` are those that it may be a meeting of.
        """
        super().__init__()
        self._event = None if copy else event
        self._model = event if copy else None
        self._given, self._group, self._groups = given or {}, group, groups
        self._to_tell = 0
        self._part: SeriesPart = "this"

    # What is shown

    def compose(self) -> ComposeResult:
        """Lay out the fields, and what saving does."""
        self._start = self._first_texts()
        with Vertical(classes="dialog wide") as dialog:
            copying = "Copy an event" if self._model else "New event"
            dialog.border_title = show("Change an event" if self._event else copying)
            yield EventInputs(self._start, series=self._event is None, groups=self._groups)
            yield Static(id="says")
            yield self.buttons()
            yield KeyLine()

    def _first_texts(self) -> dict[str, str]:
        if self._event is not None:
            return texts_of(self._event)
        if self._model is not None:
            return texts_of_copy(self._model, _WEEK)
        sites = [site.id for site in self.host.sites]
        shown = self._group.site if self._group else self.host.site
        blank = blank_texts(shown or (sites[0] if len(sites) == 1 else "")) | self._given
        return blank | ({"program": self._group.program, "category": "circle"} if self._group else {})

    def on_mount(self) -> None:
        """Remember what the form began with, as it shows it."""
        if not self._start["site"]:
            self.set_focus(self.query_one("#site"))
        self.follow()
        self.count_people()

    @work(group="look")
    async def count_people(self) -> None:
        """Find out how many people a move would concern."""
        if self._event is None or not is_open(self._event, self.desk.now()):
            return
        try:
            card = await on_desk_unseen(self.app, self.desk.agenda.card, self._event.id)
        except Refused:
            return  # it is gone; saving says so
        self._to_tell = len(whom_to_call(line.enrolment for line in (*card.roster, *card.waiting)))
        if self.has("#says"):
            self.follow()

    @on(EventInputs.Changed)
    def follow(self) -> None:
        """Say what saving does now."""
        self.forget_refusal()
        self.say(Sentence(self._what_saving_does(), "good"))

    def _what_saving_does(self) -> str:
        if self._event is not None:
            changed = [NAMES[name] for name in self._changed()]
            if not changed:
                return "Nothing is changed yet."
            told = self._to_tell if {"when", "site"} & set(self._changed()) else 0
            calls = f"; {calls_words(told)} will be on the call list" if told else ""
            return f"Ctrl+S saves {', '.join(changed)}{calls}."
        return f"Ctrl+S adds it{repeat_words(self.typed(), self._today)}."

    def typed(self) -> dict[str, str]:
        """Return the texts."""
        return self._inputs.texts()

    def _changed(self) -> list[str]:
        return [name for name, text in self.typed().items() if text != self._start[name]]

    @property
    def _inputs(self) -> EventInputs:
        return self.query_one(EventInputs)

    @property
    def _today(self) -> date:
        return self._inputs.today

    @use_case
    async def action_limits(self) -> None:
        """Ask who may come; it is saved with the rest."""
        from atma_tui.ui.events.event_limits import EventLimitsScreen

        texts = self.typed()
        try:
            day = read_start(texts["when"], self._today).at.date()
        except InputError:
            day = self._today
        found = await self.app.push_screen_wait(EventLimitsScreen(texts, day, self._today))
        if found is not None:
            self._inputs.show_limits(found)

    # Saving

    def action_save(self) -> None:
        """Save, once every field makes sense."""
        try:
            self._inputs.check()
        except InputError:
            return
        self.save()

    @use_case
    async def save(self) -> None:
        """Save; what is refused is said here, and nothing typed is lost."""
        from atma_tui.ui.series.part import ask_part

        saved: Event | None
        if self._event is not None and self._changed():
            part = await ask_part(self, self._event, "Change which dates?")
            if part is None:
                return
            self._part = part
        try:
            saved = await self._keep()
        except Refused as refused:
            saved = await self._answer_to(refused)
        if saved is not None:
            self.dismiss(saved)

    async def _keep(self, override: str = "") -> Event:
        texts, changed, events = self.typed(), self._changed(), self.desk.events
        if self._event is not None:
            fields = fields_of(texts, changed, self._today)
            return await self.do(
                events.edit, self._event.id, fields, rev=self._event.rev, override=override, dates=self._part
            )
        start, repeat = read_start(texts["when"], self._today), repeat_of(texts, self._today)
        if self._model is not None and not (repeat.on or repeat.until or repeat.times > 1):
            fields = fields_of(texts, changed, self._today)
            return await self.do(events.copy, self._model.id, start.at, fields, override=override)
        fields = fields_of(texts, NAMES, self._today)
        made = await self.do(events.add, fields, repeat=repeat, override=override)
        return made[0]

    async def _answer_to(self, refused: Refused) -> Event | None:
        """Say what was refused; what may be saved with a reason asks for one."""
        error = refused.error
        self.refuse(str(error))
        if isinstance(error, Stale):
            await self._catch_up()
        elif type(error) in _TITLES:
            return await self._ask_why(error)
        return None

    async def _ask_why(self, error: AtmaError) -> Event | None:
        from atma_tui.ui.dialogs.reason import ReasonScreen

        screen = ReasonScreen(_TITLES[type(error)], str(error), ok="saves it anyway")
        why = await self.app.push_screen_wait(screen)
        try:
            return await self._keep(why) if why else None
        except Refused as refused:
            self.refuse(str(refused.error))
            return None

    async def _catch_up(self) -> None:
        """Show what another desk saved meanwhile, but for what was typed here."""
        assert self._event is not None
        was_live = self._event.live
        self._event = (await on_desk_unseen(self.app, self.desk.agenda.card, self._event.id)).event
        did = "cancelled" if was_live and not self._event.live else "changed"
        now = texts_of(self._event)
        texts, both = merged(self.typed(), self._start, now)
        typed = {name for name in texts if texts[name] != now[name]}
        self._inputs.show_texts(texts)
        self._start = self.typed() | {name: now[name] for name in typed}
        theirs = f" (it changed {', '.join(NAMES[name] for name in both)} too)" if both else ""
        self.refuse(f"Another desk {did} the event; what you typed is kept{theirs}. Ctrl+S saves yours.")

    def unsaved_words(self) -> str:
        """Name what would be lost."""
        return f"Not saved: {', '.join(NAMES[name] for name in self._changed())}."
