"""Keeping seats back: how many, for whom, why and until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from atma_tui.desk.events.agenda import OfferingCard
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Hold
from atma_tui.domain.when import clock_name, instant, read_day, read_wall, today, wall_words
from atma_tui.ui.dialogs.dialog import ViewDialog
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.enrolments.enrol_words import about_offering
from atma_tui.ui.ground.door import Refused, use_case
from atma_tui.ui.widgets.entry import Field
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.sentence import Sentence

_MOST = 200
_CLOSES = time(17)
"""A hold until a day without an hour ends then."""


class HoldScreen(Form[Hold], ViewDialog[Hold, OfferingCard]):
    """Keep seats of an event or a program back; gives the hold, None when nothing was held."""

    AUTO_FOCUS: ClassVar[str | None] = "#seats Input"
    NAMES = False

    def __init__(self, offering_id: str) -> None:
        super().__init__()
        self._offering_id = offering_id
        self._card: OfferingCard | None = None

    def compose(self) -> ComposeResult:
        """Lay out what it is about, the fields, and what Enter does."""
        with Vertical(classes="dialog form") as dialog:
            dialog.border_title = "Hold seats"
            yield Static(id="what", classes="about")
            yield Field("Seats", read_seats, "1", max_length=3, id="seats")
            yield Field("For whom", str, hint="such as: the physician", required=True, max_length=60, id="name")
            yield Field("Reason", str, required=True, id="why")
            yield Field("Until", self._read_until, hint="fri 17:00; empty: until released", id="until")
            yield Static(id="says", classes="says")
            yield self.buttons()
            yield KeyLine()

    def view_query(self) -> Callable[[], OfferingCard]:
        """Ask what it is about and how many seats are free."""
        return partial(self.desk.agenda.card, self._offering_id)

    def render_view(self, view: OfferingCard) -> None:
        """Say it."""
        self._card = view
        self.query_one("#what", Static).update(about_offering(view, self.host.glyphs))
        self.say_what_it_does()

    @on(Input.Changed)
    def say_what_it_does(self) -> None:
        """Say what saving does."""
        self.say(self._what_it_does())

    def _what_it_does(self) -> Sentence:
        name = self._field("name").value or "somebody"
        try:
            seats = read_seats(self._field("seats").value)
            until = self._read_until(self._field("until").value)
        except InputError as error:
            return Sentence(str(error), "warn")
        free = self._card.seats.free if self._card else None
        if free is not None and seats > free:
            return Sentence(f"{max(0, free)} free, {seats} wanted.", "bad")
        end = self._until_words(until) if until else "until they are released"
        left = "" if free is None else f"; {free - seats} free after"
        return Sentence(f"Ctrl+S holds {seats} for {name} {end}{left}.", "good")

    def _until_words(self, until: datetime) -> str:
        return f"until {wall_words(until)} {clock_name(self._zone)}"

    @property
    def _zone(self) -> str:
        return self._card.site.zone if self._card else "America/Edmonton"

    def _read_until(self, words: str) -> datetime | None:
        """Read a day, with or without an hour, as wall clock; None when empty. Raises `InputError`."""
        if not words:
            return None
        now, zone = self.desk.now(), self._zone
        try:
            until = datetime.combine(read_day(words, today(now, zone)), _CLOSES)
        except InputError:
            until = read_wall(words, today(now, zone))
        if instant(until, zone) <= now:
            raise InputError(f"{wall_words(until)} is past.")
        return until

    def _field(self, name: str) -> Field[Any]:
        return self.query_one(f"#{name}", Field)

    def action_save(self) -> None:
        """Hold, once every field makes sense."""
        try:
            seats, name, why, until = (self._field(name).answer() for name in ("seats", "name", "why", "until"))
        except InputError:
            return
        self.hold(seats, name, why, instant(until, self._zone) if until else None)

    @use_case
    async def hold(self, seats: int, name: str, why: str, until: datetime | None) -> None:
        """Hold; what is refused is said here."""
        hold = self.desk.holds.hold
        try:
            held = await self.do(hold, self._offering_id, seats=seats, name=name, why=why, until=until)
        except Refused as refused:
            self.refuse(str(refused.error))
            return
        self.dismiss(held)


def read_seats(words: str) -> int:
    """Read a number of seats, at least one. Raises `InputError`."""
    if words.isdecimal() and 1 <= int(words) <= _MOST:
        return int(words)
    raise InputError(f"Seats are a number from 1 to {_MOST}.")
