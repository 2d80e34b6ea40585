"""People: a box to find them in, and who was found. An empty box shows nobody."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from atma_tui.desk.phone_line import read_command, read_somebody, read_whom
from atma_tui.domain.records import Person
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.dialogs.search_keys import SearchKeys
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show
from atma_tui.ui.people.person_detail import person_detail
from atma_tui.ui.requests import EnrolIn, OpenFind, OpenPeopleImport, OpenPerson, OpenPrint, OpenRetention
from atma_tui.ui.widgets.detail import Beside, Detail, DetailPane
from atma_tui.ui.widgets.entry import Entry
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.people import COMMAND, NEW, PEOPLE, nobody_row, person_row
from atma_tui.ui.widgets.words import Words

_GROUP = "People"
_MOST = 100
_NOBODY = (COMMAND, NEW)
"""Keys of lines that are no person in the book."""


class PeopleScreen(SearchKeys, DeskScreen[list[Person]]):
    """Find people, open their cards, enrol them, add new ones."""

    MODE = "people"
    AUTO_FOCUS = "#words"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("people.enrol", "f4", "enrol", "Enrol", "Enrol the person under the cursor in an event", _GROUP),
        Command("people.new", "f3", "new", "New", "Add somebody new, with what is in the box", _GROUP),
        Command(
            "people.retention",
            "alt+k",
            "retention",
            "Retention",
            "Show the names that are due for removal, and remove them",
            _GROUP,
            footer=False,
        ),
        Command(
            "people.import",
            "alt+i",
            "import_people",
            "Import",
            "Add the people of a file, such as that of a sign-up form",
            _GROUP,
            footer=False,
        ),
        Command("people.down", "down", "to_list", "List", "Go from the box to the list", _GROUP, footer=False),
        Command("people.keys", "escape", "to_list", "List", "Leave the box; digits then change screens", _GROUP),
        Command("people.search", "escape", "to_box", "Search", "Go back to the box", _GROUP),
    )

    def __init__(self) -> None:
        super().__init__()
        self._asked = self._shown_words = ""

    def body(self) -> ComposeResult:
        """Lay out the box, how many were found, and the list."""
        with Horizontal(id="bar", classes="search"):
            yield Entry(hint="Name, nickname, phone or e-mail", id="words")
            yield Words(id="count")
        with Beside():
            yield LongList(*PEOPLE, empty="", title="People", id="people")
            yield DetailPane("#people", title="Person")

    @property
    def _typed(self) -> str:
        return self.query_one("#words", Entry).value

    @property
    def words(self) -> str:
        """What is searched for."""
        return read_whom(self._typed)[0]

    def view_query(self) -> Callable[[], list[Person]]:
        """Ask for the people who fit; for nobody without words."""
        self._asked = self.words
        return partial(self.desk.people.search, self._asked, limit=_MOST) if self._asked else list

    def render_view(self, view: list[Person]) -> None:
        """Show who was found, and always a way to add who was not."""
        private, words = self.host.private, self._asked
        rows = [person_row(person, private=private) for person in view]
        if words:
            rows.append(nobody_row(self._typed, words, private=private))
        people = self.query_one(LongList)
        people.set_rows(rows, empty="Type part of a name, a phone number or an e-mail.")
        if words != self._shown_words:
            people.action_first()
            self._shown_words = words
        count = f"{_MOST} or more, type on" if len(view) == _MOST else f"{len(view)} found"
        self.query_one("#count", Words).update(show(count if words else ""))

    def detail_of(self, pane: DetailPane, key: str) -> Detail | None:
        """Show the person under the cursor."""
        if key in _NOBODY:
            return None
        sites = self.host.site_names
        say = partial(person_detail, glyphs=self.host.glyphs, sites=sites, private=self.host.private)
        return Detail(partial(self.desk.people.card, key), say)

    @on(Input.Changed)
    def search(self) -> None:
        """Ask again."""
        self.reload()

    @property
    def typing(self) -> bool:
        """Whether the box has the focus."""
        return isinstance(self.focused, Entry)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer each way between box and list only from the other side."""
        if action == "to_list":
            return self.typing
        if action == "to_box":
            return not self.typing
        return True

    def action_to_list(self) -> None:
        """Go to the list."""
        self.query_one(LongList).focus()

    def action_to_box(self) -> None:
        """Go to the box."""
        self.query_one("#words").focus()

    def printable(self) -> OpenPrint:
        """Offer the own schedule of the person under the cursor."""
        key = self.query_one(LongList).cursor_key or ""
        return OpenPrint(person_id=key) if key not in ("", *_NOBODY) else OpenPrint()

    @on(Input.Submitted)
    @on(LongList.Selected)
    def open(self) -> None:
        """Open the card of the person under the cursor, or add the one who was not found."""
        if self.words != self._shown_words:
            return  # what was found for other words is not what is meant
        key = self.query_one(LongList).cursor_key
        if key == NEW:
            self.action_new()
        elif key == COMMAND:
            self.host.open(OpenFind(read_command(self._typed)))
        elif key is not None:
            self.host.open(OpenPerson(key))

    def action_retention(self) -> None:
        """Show whose time is over."""
        self.host.open(OpenRetention())

    def action_import_people(self) -> None:
        """Import a table of people."""
        self.host.open(OpenPeopleImport())

    @use_case
    async def action_new(self) -> None:
        """Add somebody, then show the card."""
        from atma_tui.ui.people.person_form import PersonForm

        person = await self.app.push_screen_wait(PersonForm(new=read_somebody(self._typed)))
        if person is not None:
            self.host.open(OpenPerson(person.id))

    @use_case
    async def action_enrol(self) -> None:
        """Enrol the person under the cursor in an event."""
        from atma_tui.ui.enrolments.pick_event import EventPicker

        key = self.query_one(LongList).cursor_key
        if key is None or key in _NOBODY:
            return
        event = await self.app.push_screen_wait(EventPicker())
        if event is not None:
            self.host.open(EnrolIn(event, person_id=key))
