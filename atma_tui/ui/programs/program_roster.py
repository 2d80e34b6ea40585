"""Who is in a program at one site: the sum of its places, the roster, the waiting list, a group's meetings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from atma_tui.desk.desk import Desk
from atma_tui.desk.events.agenda import EventRow, OfferingCard, RosterRow
from atma_tui.domain.records import Event, ProgramSeats
from atma_tui.domain.when import ALBERTA, day_words, short_day_words, span_words, wall
from atma_tui.ui.enrolments.people_acts import SEVERAL, PeopleActs
from atma_tui.ui.enrolments.pick_event import EventPicker
from atma_tui.ui.events.event_rows import event_tone, seats_or_end
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.glyphs import Glyphs
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show, who
from atma_tui.ui.people.person_words import remark, status_words
from atma_tui.ui.requests import EnrolIn, OpenEvent, OpenPerson, OpenPrint
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.mark_list import MarkList
from atma_tui.ui.widgets.people import contact, discreet
from atma_tui.ui.widgets.rows import Heading, Row

_GROUP = "Places"
_PEOPLE_ACTS = ("withdraw", "move", "call", "party", "notes")
_COLUMNS = (
    Column("Who", 18, flex=2),
    Column("Phone", 14),
    Column("Status", 22),
    Column("Since", 15, wide_only=84),
    Column("", 8, flex=3, wide_only=100),
)


class PlacesView(NamedTuple):
    """What is shown of a program's places at a site."""

    card: OfferingCard
    meetings: Sequence[EventRow]
    """Those of a group, to come."""
    places: ProgramSeats
    is_group: bool = False


def load_view(desk: Desk, places_id: str) -> PlacesView:
    """Ask the desk for it."""
    places = desk.programs.places(places_id)
    groups = {one.id for one in desk.programs.all() if one.path == "cohort"}
    meetings = desk.agenda.meetings(places_id)
    return PlacesView(desk.agenda.card(places_id), meetings, places, places.program in groups)


def roster_rows(view: PlacesView, now: datetime, glyphs: Glyphs, *, private: bool) -> list[Row | Heading]:
    """Return those with a place, those who wait, the meetings of a group, those who left."""
    card = view.card
    rows: list[Row | Heading] = []
    for title, lines in (("In the program", card.roster), ("Waiting, next one first", card.waiting)):
        if lines:
            rows += [Heading(title), *(_row(line, private=private) for line in lines)]
    if view.meetings:
        rows += [Heading("Meetings to come"), *(_meeting_row(row, now, glyphs) for row in view.meetings)]
    if card.ended:
        rows += [Heading("Left"), *(_row(line, private=private) for line in card.ended)]
    return rows


def _meeting_row(row: EventRow, now: datetime, glyphs: Glyphs) -> Row:
    event = row.event
    seats = seats_or_end(row, now, glyphs, width=22)
    cells = (f"{short_day_words(event.starts)} {_hour(event)}", row.room_name, seats, event.title, "")
    return Row(event.id, cells, event_tone(event, now))


def _hour(event: Event) -> str:
    return "all day" if event.all_day else f"{event.starts:%H:%M}"


def _row(line: RosterRow, *, private: bool) -> Row:
    enrolment = line.enrolment
    name = who(line.person.name, private=private)
    party = f" +{enrolment.party - 1}" if enrolment.party > 1 else ""
    status, tone = status_words(enrolment, line.rank, line.of)
    since = day_words(wall(enrolment.at, ALBERTA).date())
    phone = contact(line.person, private=private)[0]
    return Row(enrolment.id, (f"{name}{party}", phone, status, since, remark(enrolment)), tone)


def sum_words(view: PlacesView, *, private: bool) -> Content:
    """Return the sum of the places, line by line, and when a group meets next."""
    card = view.card
    people = [line.person for line in _everybody(card)]
    title = show(card.title, style="bold")
    lines = [title, *(show(discreet(line, *people, private=private), 300) for line in card.sum)]
    coming = [row for row in view.meetings if row.event.live]
    if coming:
        first = coming[0]
        when = span_words(first.event.starts, first.event.ends, all_day=first.event.all_day)
        room = f", {first.room_name}" if first.room_name else ""
        lines.append(show(f"Next meeting {when}{room}; {len(coming)} to come", 300))
    return Content("\n").join(lines)


def _everybody(card: OfferingCard) -> Iterable[RosterRow]:
    return (*card.roster, *card.waiting, *card.ended)


class ProgramRosterScreen(PeopleActs[PlacesView]):
    """A program's places at a site."""

    MODE = "programs"
    CSS_PATH = "program_roster.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("places.enrol", "e", "enrol", "Enrol", "Enrol somebody in the program at this site", _GROUP),
        Command("places.withdraw", "d", "withdraw", "Withdraw", "Withdraw the person under the cursor", _GROUP),
        Command("places.move", "t", "move", "Move", "Move the person under the cursor to another site", _GROUP),
        Command(
            "places.call",
            "l",
            "call",
            "Call",
            "Put the person on the call list, with what to tell",
            _GROUP,
        ),
        Command("places.notes", "i", "notes", "Notes", "Note something on the person under the cursor", _GROUP),
        Command(
            "places.party",
            "p",
            "party",
            "Party",
            "Make a party of a group larger or smaller",
            _GROUP,
        ),
        Command("places.meet", "n", "meet", "Meeting", "Add a meeting of the group, or a series", _GROUP),
        Command("places.back", "escape", "back", "Back", "Go back to the programs", _GROUP),
    )

    def __init__(self, places_id: str) -> None:
        super().__init__()
        self._places_id = places_id
        self._meetings: set[str] = set()
        self._places: ProgramSeats | None = None
        self._is_group = False

    def body(self) -> ComposeResult:
        """The sum and the people."""
        yield Static(id="sum")
        yield MarkList(
            *_COLUMNS,
            header=False,
            title="People",
            empty="Nobody is in the program yet. Press e to enrol somebody.",
            id="roster",
        )

    def view_query(self) -> Callable[[], PlacesView]:
        """Ask for the card, and the meetings of a group."""
        return partial(load_view, self.desk, self._places_id)

    def render_view(self, view: PlacesView) -> None:
        """Show sum, people and meetings."""
        private = self.host.private
        self.lines = {line.enrolment.id: line for line in _everybody(view.card)}
        self._meetings = {row.event.id for row in view.meetings}
        self._places, self._is_group = view.places, view.is_group
        self.query_one("#sum", Static).update(sum_words(view, private=private))
        self.people.set_rows(roster_rows(view, self.desk.now(), self.host.glyphs, private=private))
        self.refresh_bindings()

    def printable(self) -> OpenPrint:
        """Offer the sheets of the program's places."""
        return OpenPrint(offering_id=self._places_id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with those who are in it or wait; in a group also parties and another meeting."""
        if action in ("meet", "party") and not self._is_group:
            return False
        if action not in _PEOPLE_ACTS or not self.is_mounted:
            return True
        lines = self.marked if action in SEVERAL else []
        lines = lines or [line for line in (self.line,) if line is not None]
        return any(action == "notes" or line.enrolment.live for line in lines)

    @on(LongList.Highlighted)
    def offer_keys(self) -> None:
        """Offer what can be done with the person under the cursor."""
        self.refresh_bindings()

    @on(LongList.Selected)
    def open(self) -> None:
        """Show the person's card, or the meeting's."""
        key = self.people.cursor_key
        if (line := self.line) is not None:
            self.host.open(OpenPerson(line.person.id))
        elif key in self._meetings:
            self.host.open(OpenEvent(key))

    def move_picker(self, text: str) -> EventPicker:
        """Ask for another site."""
        program = self._places.program if self._places else ""
        return EventPicker("Move to which site?", text, without=self._places_id, program=program)

    def action_enrol(self) -> None:
        """Enrol somebody."""
        self.host.open(EnrolIn(self._places_id))

    @use_case
    async def action_meet(self) -> None:
        """Add a meeting of the group."""
        from atma_tui.ui.events.event_form import fill_in_event

        if self._places is not None:
            await fill_in_event(self, group=self._places)
