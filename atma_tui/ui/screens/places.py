"""Who is in a program at one site: the sum of its places, the roster, the waiting list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from atma_tui.desk.agenda import OfferingCard, RosterLine
from atma_tui.domain.when import ALBERTA, day_words, wall
from atma_tui.ui.door import use_case
from atma_tui.ui.keys import Command, bindings
from atma_tui.ui.screens.base import DeskScreen
from atma_tui.ui.screens.person_words import remark, standing
from atma_tui.ui.show import show, who
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.people import contact, discreet
from atma_tui.ui.widgets.rows import Heading, Row

_GROUP = "Places"
_COLUMNS = (
    Column("Who", 18, flex=2),
    Column("Phone", 14),
    Column("Status", 22),
    Column("Since", 15, wide_only=84),
    Column("", 8, flex=3, wide_only=100),
)


def roster_rows(card: OfferingCard, *, private: bool) -> list[Row | Heading]:
    """Return everybody in an offering: those with a place, those who wait, those who left."""
    parts = (("In the program", card.roster), ("Waiting, next one first", card.waiting), ("Left", card.ended))
    rows: list[Row | Heading] = []
    for title, lines in parts:
        if lines:
            rows += [Heading(title), *(_row(line, private=private) for line in lines)]
    return rows


def _row(line: RosterLine, *, private: bool) -> Row:
    enrolment = line.enrolment
    name = who(line.person.name, private=private)
    party = f" +{enrolment.party - 1}" if enrolment.party > 1 else ""
    status, look = standing(enrolment, line.rank)
    since = day_words(wall(enrolment.at, ALBERTA).date())
    phone = contact(line.person, private=private)[0]
    return Row(enrolment.id, (f"{name}{party}", phone, status, since, remark(enrolment)), look)


def sum_words(card: OfferingCard, *, private: bool) -> Content:
    """Return the sum of the places, line by line."""
    people = [line.person for line in _everybody(card)]
    title = show(card.title, style="bold")
    return Content("\n").join([title, *(show(discreet(line, *people, private=private), 300) for line in card.sum)])


def _everybody(card: OfferingCard) -> Iterable[RosterLine]:
    return (*card.roster, *card.waiting, *card.ended)


class PlacesScreen(DeskScreen[OfferingCard]):
    """A program's places at a site."""

    MODE = "programs"
    CSS_PATH = "places.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("places.enrol", "e", "enrol", "Enrol", "Enrol somebody in the program at this site", _GROUP),
        Command("places.withdraw", "d", "withdraw", "Withdraw", "Withdraw whoever the cursor is on", _GROUP),
        Command("places.back", "escape", "back", "Back", "Go back to the programs", _GROUP),
    )

    def __init__(self, places_id: str) -> None:
        super().__init__()
        self._places_id = places_id
        self._lines: dict[str, RosterLine] = {}

    def body(self) -> ComposeResult:
        """The sum and the people."""
        yield Static(id="sum")
        yield LongList(
            *_COLUMNS, header=False, empty="Nobody is in it yet. Press e to enrol somebody.", id="roster"
        )

    def question(self) -> Callable[[], OfferingCard]:
        """Ask for the card."""
        return partial(self.desk.agenda.card, self._places_id)

    def show_view(self, view: OfferingCard) -> None:
        """Show sum and people."""
        private = self.desk_app.private
        self._lines = {line.enrolment.id: line for line in _everybody(view)}
        self.query_one("#sum", Static).update(sum_words(view, private=private))
        self._list.set_rows(roster_rows(view, private=private))
        self.refresh_bindings()

    @property
    def _list(self) -> LongList:
        return self.query_one(LongList)

    @property
    def _line(self) -> RosterLine | None:
        return self._lines.get(self._list.cursor_key or "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to withdraw those who are in it or wait."""
        if action != "withdraw" or not self.is_mounted:
            return True
        line = self._line
        return line is not None and line.enrolment.status in ("enrolled", "waiting", "offered")

    @on(LongList.Highlighted)
    def offer_keys(self) -> None:
        """Offer what can be done with whoever the cursor is on."""
        self.refresh_bindings()

    @on(LongList.Selected)
    def open_person(self) -> None:
        """Show the person's card."""
        from atma_tui.ui.screens.person import PersonScreen

        if (line := self._line) is not None:
            self.app.push_screen(PersonScreen(line.person.id))

    @use_case
    async def action_enrol(self) -> None:
        """Enrol somebody."""
        from atma_tui.ui.screens.enrol import EnrolScreen

        await self.app.push_screen_wait(EnrolScreen(self._places_id))

    @use_case
    async def action_withdraw(self) -> None:
        """Withdraw whoever the cursor is on."""
        from atma_tui.ui.screens.withdraw import WithdrawScreen

        if (line := self._line) is not None:
            await self.app.push_screen_wait(WithdrawScreen(line.enrolment.id))

    def action_back(self) -> None:
        """Go back."""
        self.dismiss(None)
