"""The form of an event: a new one or a weekly series, one changed, one copied."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.widgets import Input, Label, Static, TextArea

from atma_tui.domain.errors import InputError, RuleError, Stale
from atma_tui.domain.records import Event, Site
from atma_tui.domain.text import clean
from atma_tui.domain.when import ALBERTA, today
from atma_tui.ui.door import Refused, on_desk_quietly, use_case
from atma_tui.ui.keys import Command, bindings
from atma_tui.ui.screens.dialog import DIALOGS, DeskDialog
from atma_tui.ui.screens.enrol_words import Said
from atma_tui.ui.screens.event_form_words import (
    KINDS,
    NAMES,
    Start,
    blank_texts,
    fields_of,
    merged,
    read_count,
    read_end,
    read_start,
    read_weeks,
    room_options,
    start_text,
    texts_of,
    when_words,
)
from atma_tui.ui.show import cell, show
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Field, Labelled
from atma_tui.ui.widgets.key_line import KeyLine

_WEEK = timedelta(weeks=1)
_TYPED = ("title", "when", "length", "place", "capacity", "minimum", "weeks", "url")
_PICKED = ("site", "category", "room", "visibility")
_WRITTEN = ("about", "notes")


class WhenField(Field[Start]):
    """A field that says under it what was understood."""

    def understood(self, words: str) -> None:
        """Say it, unless the field says what is wrong."""
        changed, self._hint = words != self._hint, words
        if changed and not self.has_class("-wrong"):
            self.query_one(".labelled--message", Label).update(show(words), layout=False)


def terse(label: str, read: Callable[[str], Any], value: str, hint: str, most: int, *, id: str) -> Field[Any]:
    """Return a field whose hint is in it and whose line below is only there when something is wrong."""
    field = Field(label, read, value, max_length=most, id=id, classes="-terse")
    field.entry.placeholder = hint
    return field


class EventFormScreen(DeskDialog[Event]):
    """Make, change or copy an event; gives the event as saved, None when given up."""

    CSS_PATH = "event_form.tcss"
    AUTO_FOCUS: ClassVar[str | None] = "#title Input"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("dialog.save", "ctrl+s", "save", "Save", "Save what was typed", DIALOGS, first=True),
    )

    def __init__(self, event: Event | None = None, *, copy: bool = False, day: date | None = None) -> None:
        """Change `event`, or make another like it (`copy`), or a new one, on `day`."""
        super().__init__()
        self._event = None if copy else event
        self._model = event if copy else None
        self._day = day
        self._start: dict[str, str] = {}
        self._said = Said("")
        self._refused: tuple[str, dict[str, str]] = ("", {})

    # What is shown

    def compose(self) -> ComposeResult:
        """Lay out the fields, in one column or in two, and what saving does."""
        self._start = self._first_texts()
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = (
                "Change an event" if self._event else "Copy an event" if self._model else "New event"
            )
            with VerticalScroll(id="fields", can_focus=False), Container(id="columns"):
                with Vertical(classes="column"):
                    yield from self._what_and_when()
                with Vertical(classes="column"):
                    yield from self._for_whom()
            yield Static(id="says")
            yield KeyLine()

    def _what_and_when(self) -> ComposeResult:
        start, sites = self._start, [(site.id, site.name) for site in self.desk_app.sites]
        yield Labelled("Site", Choice(sites, value=start["site"], id="site"), classes="-terse")
        yield Field("Title", str, start["title"], required=True, max_length=300, id="title", classes="-terse")
        kinds = [(kind, kind.replace("_", " ")) for kind in KINDS]
        yield Labelled("Kind", Choice(kinds, value=start["category"], id="category"), classes="-terse")
        yield WhenField("When", self._read_when, start["when"], required=True, id="when")
        hint = "minutes, 2 h, or the end: 20:00"
        yield Field("Length", self._read_length, start["length"], hint=hint, required=True, id="length")
        rooms = room_options(self._site(start["site"]))
        room = start["room"] if start["room"] in dict(rooms) else ""
        yield Labelled("Room", Choice(rooms, none="No room", value=room, id="room"), classes="-terse")
        yield terse("Where", str, start["place"], "only when it is not at the clinic", 300, id="place")

    def _for_whom(self) -> ComposeResult:
        start = self._start
        yield terse("Seats", read_count, start["capacity"], "no limit", 5, id="capacity")
        kinds = [("public", "public"), ("private", "private: in no public calendar")]
        visibility = Choice(kinds, value=start["visibility"], id="visibility")
        yield Labelled("Visibility", visibility, classes="-terse")
        yield terse("Minimum", read_count, start["minimum"], "fewest people it needs to run", 5, id="minimum")
        if self._event is None:
            hint = "more than 1 makes a weekly series"
            yield Field("Weeks", read_weeks, start["weeks"], hint=hint, max_length=3, id="weeks")
        for name, label in (("about", "About"), ("notes", "Notes")):
            hint = "the desk's own; never published" if name == "notes" else ""
            written = TextArea(start[name], compact=True, id=name, placeholder=hint)
            written.cursor_blink = False
            yield Labelled(label, written, classes="-terse")
        yield terse("Link", str, start["url"], "a page about it", 500, id="url")

    def _first_texts(self) -> dict[str, str]:
        if self._event is not None:
            return texts_of(self._event)
        if self._model is not None:
            model = self._model
            return texts_of(model) | {"when": start_text(model.starts + _WEEK, all_day=model.all_day)}
        sites = [site.id for site in self.desk_app.sites]
        shown = self.desk_app.site
        return blank_texts(shown if shown in sites else sites[0], self._day)

    def on_mount(self) -> None:
        """Remember what the form began with, as it shows it."""
        self._start = self._texts()
        self.follow()

    def say(self, refused: str = "") -> None:
        """Say what was refused, until something else is typed; else what saving does."""
        if refused:
            self._refused = (refused, self._texts())
        words, texts = self._refused
        wrong = words if words and texts == self._texts() else ""
        said = Said(wrong, "bad") if wrong else Said(self._what_saving_does(), "good")
        if said != self._said:
            self._said = said
            self.query_one("#says", Static).update(said.show(), layout=False)

    def _what_saving_does(self) -> str:
        if self._event is not None:
            changed = [NAMES[name] for name in self._changed()]
            return f"Ctrl+S saves {', '.join(changed)}." if changed else "Nothing is changed yet."
        weeks = self._texts()["weeks"]
        series = f" every week, {weeks} times" if weeks.isdecimal() and int(weeks) > 1 else ""
        return f"Ctrl+S adds it{series}."

    # What was typed

    def _site(self, id: str) -> Site | None:
        return next((site for site in self.desk_app.sites if site.id == id), None)

    @property
    def _zone(self) -> str:
        site = self._site(self.query_one("#site", Choice).picked or "")
        return self._event.zone if self._event else site.zone if site else ALBERTA

    @property
    def _today(self) -> date:
        return today(self.desk.now(), self._zone)

    def _field(self, name: str) -> Field[Any]:
        return self.query_one(f"#{name}", Field)

    def _read_when(self, words: str) -> Start:
        return read_start(words, self._today)

    def _read_length(self, words: str) -> datetime:
        return read_end(words, read_start(self._field("when").value, self._today), self._today)

    def _texts(self) -> dict[str, str]:
        """Return what the form shows now."""
        texts = dict(self._start)
        texts |= {name: self._field(name).value for name in self._typed}
        texts |= {name: self.query_one(f"#{name}", Choice).picked or "" for name in _PICKED}
        return texts | {name: self._written(name) for name in _WRITTEN}

    def _written(self, name: str) -> str:
        return clean(self.query_one(f"#{name}", TextArea).text, 4000, lines=True)

    @property
    def _typed(self) -> list[str]:
        return [name for name in _TYPED if name != "weeks" or self._event is None]

    def _changed(self) -> list[str]:
        return [name for name, text in self._texts().items() if text != self._start[name]]

    def _show(self, texts: dict[str, str]) -> None:
        """Put texts into the form."""
        for name in self._typed:
            self._field(name).value = texts[name]
        self._offer_rooms(texts["site"], texts["room"])
        for name in ("site", "category", "visibility"):
            self.query_one(f"#{name}", Choice).value = texts[name]
        for name in _WRITTEN:
            self.query_one(f"#{name}", TextArea).text = texts[name]

    @on(Input.Changed)
    @on(Choice.Changed)
    @on(TextArea.Changed)
    def follow(self) -> None:
        """Say what was understood of the time, and what saving does."""
        when = self.query_one(WhenField)
        try:
            start = read_start(when.value, self._today)
        except InputError:
            when.understood("a day and a time: fri 18:00, 8 dec 6pm")
        else:
            when.understood(when_words(start, self._end(start), self._zone))
        self.say()

    def _end(self, start: Start) -> datetime | None:
        try:
            return read_end(self._field("length").value, start, self._today)
        except InputError:
            return None

    @on(Choice.Changed, "#site")
    def follow_site(self) -> None:
        """Offer the rooms of the site that was picked."""
        rooms = self.query_one("#room", Choice)
        self._offer_rooms(self.query_one("#site", Choice).picked or "", rooms.picked or "")

    def _offer_rooms(self, site_id: str, picked: str) -> None:
        rooms, choice = room_options(self._site(site_id)), self.query_one("#room", Choice)
        choice.set_options([(cell("No room"), ""), *((cell(words), id) for id, words in rooms)])
        choice.value = picked if picked in dict(rooms) else ""

    # Saving

    @on(Input.Submitted)
    def enter(self, submitted: Input.Submitted) -> None:
        """Go to the next field to type in; save at the last."""
        fields = [self._field(name).entry for name in self._typed]
        place = next(place for place, entry in enumerate(fields) if entry is submitted.input)
        if place + 1 < len(fields):
            fields[place + 1].focus()
        else:
            self.action_save()

    def action_save(self) -> None:
        """Save, once every field makes sense."""
        try:
            for name in self._typed:
                self._field(name).answer()
        except InputError:
            return
        self.save()

    @use_case
    async def save(self) -> None:
        """Save; what is refused is said here, and nothing typed is lost."""
        saved: Event | None
        try:
            saved = await self._keep()
        except Refused as refused:
            saved = await self._answer_to(refused)
        if saved is not None:
            self.dismiss(saved)

    async def _keep(self, override: str = "") -> Event:
        texts, changed, events = self._texts(), self._changed(), self.desk.events
        if self._event is not None:
            fields = fields_of(texts, changed, self._today)
            return await self.do(events.edit, self._event.id, fields, rev=self._event.rev, override=override)
        if self._model is not None and set(changed) <= {"when"}:
            return await self.do(events.copy, self._model.id, read_start(texts["when"], self._today).at)
        fields = fields_of(texts, NAMES, self._today)
        made = await self.do(events.add, fields, weeks=read_weeks(texts["weeks"]))
        return made[0]

    async def _answer_to(self, refused: Refused) -> Event | None:
        """Say what was refused; too few places may be saved with a reason."""
        error = refused.error
        self.say(str(error))
        if isinstance(error, Stale):
            await self._catch_up()
        elif isinstance(error, RuleError) and await self._too_small():
            return await self._ask_why(str(error))
        return None

    async def _too_small(self) -> bool:
        """Whether there are fewer places than people who have one."""
        wanted = read_count(self._texts()["capacity"])
        if self._event is None or "capacity" not in self._changed() or wanted is None:
            return False
        own = (await on_desk_quietly(self.desk.agenda.card, self._event.id)).seats.own
        return wanted < own.enrolled + own.held + own.offered

    async def _ask_why(self, words: str) -> Event | None:
        from atma_tui.ui.screens.reason import ReasonScreen

        screen = ReasonScreen("Fewer seats than people", words, ok="saves it; the reason shows on the card")
        why = await self.app.push_screen_wait(screen)
        try:
            return await self._keep(why) if why else None
        except Refused as refused:
            self.say(str(refused.error))
            return None

    async def _catch_up(self) -> None:
        """Show what another desk saved meanwhile, but for what was typed here."""
        assert self._event is not None
        self._event = (await on_desk_quietly(self.desk.agenda.card, self._event.id)).event
        now = texts_of(self._event)
        texts, both = merged(self._texts(), self._start, now)
        self._show(texts)
        self._start = now
        theirs = f" (it changed {', '.join(NAMES[name] for name in both)} too)" if both else ""
        self.say(f"Another desk changed the event; what you typed is kept{theirs}. Ctrl+S saves yours.")

    # Giving up

    def action_close(self) -> None:
        """Close; what was typed is only thrown away after asking."""
        from atma_tui.ui.screens.reason import ConfirmScreen

        if self.busy:
            return
        if not self._changed():
            self.dismiss(None)
            return
        names = ", ".join(NAMES[name] for name in self._changed())
        question = ConfirmScreen("Throw away what you typed?", f"Typed: {names}.", ok="throws it away")
        self.app.push_screen(question, self._close_if)

    def _close_if(self, yes: bool | None) -> None:
        if yes:
            self.dismiss(None)
