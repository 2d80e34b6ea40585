"""The fields of an event's form, in one column or two: texts in, texts out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Static, TextArea

from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Program, Site
from atma_tui.domain.series.rhythm import EVERY_WORDS, Repeat
from atma_tui.domain.text import clean
from atma_tui.domain.when import ALBERTA, wall
from atma_tui.ui.events.event_form_words import (
    KINDS,
    Start,
    read_end,
    read_start,
    room_options,
    when_words,
)
from atma_tui.ui.events.event_limits_words import LIMITS, limits_shown, read_count
from atma_tui.ui.ground.show import show
from atma_tui.ui.host import host_of
from atma_tui.ui.series.words import read_dates
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Field, Labelled

_TYPED = ("title", "when", "length", "place", "capacity", "dates", "url")
_PICKED = ("site", "category", "room", "visibility", "program", "every")
_RHYTHMS = [(every, words) for every, words in EVERY_WORDS.items() if every != "chosen"]
_WRITTEN = ("description", "notes")
_WHICH_SITE = "Which site?"
_NO_GROUP = "no group; open to anyone"


def terse(label: str, read: Callable[[str], Any], value: str, hint: str, most: int, *, id: str) -> Field[Any]:
    """Return a field whose hint is in it and whose line below is only there when something is wrong."""
    field = Field(label, read, value, max_length=most, id=id, classes="-terse")
    field.entry.placeholder = hint
    return field


class EventInputs(VerticalScroll, can_focus=False):
    """Everything that may be said of an event. The texts are those of `event_form_words`."""

    class Changed(Message):
        """Something was typed or picked."""

    def __init__(self, texts: dict[str, str], *, series: bool, groups: Sequence[Program]) -> None:
        """Begin with `texts`; `series` offers to make several dates, and `groups` to be a meeting of one."""
        super().__init__()
        self._first = texts
        self._groups = {one.id: one.title for one in groups}
        if (program := texts["program"]) and program not in self._groups:
            self._groups = {program: program}  # an appointment: a step of one person's path
        self._typed = [name for name in _TYPED if series or name != "dates"]
        offered = {"program": bool(self._groups), "every": series}
        self._picked = [name for name in _PICKED if offered.get(name, True)]

    def compose(self) -> ComposeResult:
        """Lay out what and when, and for whom."""
        with Container(id="columns"):
            with Vertical(classes="column"):
                yield from self._what_and_when(self._first)
            with Vertical(classes="column"):
                yield from self._for_whom(self._first)

    def _what_and_when(self, texts: dict[str, str]) -> ComposeResult:
        sites = [(site.id, site.name) for site in self._sites]
        none = "" if texts["site"] else _WHICH_SITE
        site = Choice(sites, value=texts["site"], none=none, must=bool(none), id="site")
        yield Labelled("Site", site, classes="-terse", id="site-field")
        yield Field("Title", str, texts["title"], required=True, max_length=300, id="title", classes="-terse")
        kinds = [(kind, kind.replace("_", " ")) for kind in KINDS]
        yield Labelled("Kind", Choice(kinds, value=texts["category"], id="category"), classes="-terse")
        yield Field("When", self._read_when, texts["when"], required=True, id="when")
        hint = "minutes, 2 h, or the end: 20:00"
        yield Field("Length", self._read_length, texts["length"], hint=hint, required=True, id="length")
        rooms = room_options(self._site(texts["site"]))
        room = texts["room"] if texts["room"] in dict(rooms) else ""
        yield Labelled("Room", Choice(rooms, none="No room", value=room, id="room"), classes="-terse")
        yield terse("Where", str, texts["place"], "only when it is not at the clinic", 300, id="place")

    def _for_whom(self, texts: dict[str, str]) -> ComposeResult:
        yield terse("Seats", read_count, texts["capacity"], "no limit", 5, id="capacity")
        kinds = [("public", "public"), ("private", "private: in no public calendar")]
        visibility = Choice(kinds, value=texts["visibility"], id="visibility")
        yield Labelled("Visibility", visibility, classes="-terse")
        if "program" in self._picked:
            group = Choice(self._groups.items(), none=_NO_GROUP, value=texts["program"], id="program")
            yield Labelled("Group", group, classes="-terse")
        yield Labelled("Limits", Static(show(limits_shown(texts), 300), id="limits"), classes="-terse")
        if "dates" in self._typed:
            hint = "1, 8, until 30 jun; or more days: 22 dec, 5 jan"
            yield Field("Dates", self._read_dates, texts["dates"], hint=hint, max_length=300, id="dates")
            yield Labelled("Repeats", Choice(_RHYTHMS, value=texts["every"], id="every"), classes="-terse")
        for name, label, hint in (
            ("description", "About", ""),
            ("notes", "Notes", "for the desk only; never published"),
        ):
            written = TextArea(texts[name], compact=True, id=name, placeholder=hint)
            written.cursor_blink = False
            yield Labelled(label, written, classes="-terse")
        yield terse("Link", str, texts["url"], "a page about it", 500, id="url")

    # Texts

    def texts(self) -> dict[str, str]:
        """Return what is typed and picked."""
        typed = {name: self._field(name).value for name in self._typed}
        picked = {name: self._choice(name).picked or "" for name in self._picked}
        written = {name: clean(self._written(name).text, 4000, lines=True) for name in _WRITTEN}
        return self._first | typed | picked | written

    def show_texts(self, texts: dict[str, str]) -> None:
        """Put other texts into the fields."""
        for name in self._typed:
            self._field(name).value = texts[name]
        self._offer_rooms(texts["site"], texts["room"])
        for name in self._picked:
            if name != "room":
                self._choice(name).value = texts[name]
        for name in _WRITTEN:
            self._written(name).text = texts[name]
        self.show_limits(texts)

    def show_limits(self, texts: Mapping[str, str]) -> None:
        """Keep and show other texts of who may come."""
        self._first = self._first | {name: texts[name] for name in LIMITS}
        self.query_one("#limits", Static).update(show(limits_shown(texts), 300))
        self.post_message(self.Changed())

    def check(self) -> None:
        """Raise `InputError` when a field makes no sense, after saying so under it and going there."""
        where = self.query_one("#site-field", Labelled)
        missing = not self._choice("site").picked
        where.say("Say at which site it is." if missing else "")
        if missing:
            self.screen.set_focus(where.widget)
            raise InputError("An event needs a site.")
        for name in self._typed:
            self._field(name).answer()

    @property
    def today(self) -> date:
        """The present day at the site."""
        return self._now.date()

    @property
    def _now(self) -> datetime:
        return wall(host_of(self).desk.now(), self._zone)

    @property
    def _zone(self) -> str:
        site = self._site(self._choice("site").picked or "")
        return site.zone if site else ALBERTA

    @property
    def _sites(self) -> Sequence[Site]:
        return host_of(self).sites

    def _site(self, id: str) -> Site | None:
        return next((site for site in self._sites if site.id == id), None)

    def _field(self, name: str) -> Field[Any]:
        return self.query_one(f"#{name}", Field)

    def _choice(self, name: str) -> Choice:
        return self.query_one(f"#{name}", Choice)

    def _written(self, name: str) -> TextArea:
        return self.query_one(f"#{name}", TextArea)

    def _read_when(self, words: str) -> Start:
        return read_start(words, self.today)

    def _read_length(self, words: str) -> datetime:
        """Read it from now on where no start can be read: that is said at the start alone."""
        try:
            start = read_start(self._field("when").value, self.today)
        except InputError:
            start = Start(self._now, all_day=False)
        return read_end(words, start, self.today)

    def _read_dates(self, words: str) -> Repeat:
        return read_dates(words, self.today)

    # What follows from what was typed

    @on(Input.Changed)
    @on(Choice.Changed)
    @on(TextArea.Changed)
    def follow(self) -> None:
        """Say what was understood of the time."""
        self._field("when").hint(self._understood())
        self.post_message(self.Changed())

    def _understood(self) -> str:
        try:
            start = read_start(self._field("when").value, self.today)
        except InputError:
            return "a day and a time: fri 18:00, 8 dec 6pm"
        try:
            ends = read_end(self._field("length").value, start, self.today)
        except InputError:
            ends = None
        return when_words(start, ends, self._zone, self._now)

    @on(Choice.Changed, "#site")
    def follow_site(self) -> None:
        """Offer the rooms of the site that was picked."""
        self._offer_rooms(self._choice("site").picked or "", self._choice("room").picked or "")

    def _offer_rooms(self, site_id: str, picked: str) -> None:
        rooms, choice = room_options(self._site(site_id)), self._choice("room")
        choice.set_options(rooms, none="No room")
        choice.value = picked if picked in dict(rooms) else ""
