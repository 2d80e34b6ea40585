"""Who has to be reminded of the events of a day; keys mark the result, for one person or several."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from atma_tui.desk.reminders.reminders import STATES, ReminderRow
from atma_tui.domain.records import ReminderAbout, ReminderState
from atma_tui.domain.when import day_hour, day_words, today
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.ground.door import on_desk, use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show, who
from atma_tui.ui.requests import OpenPerson
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.mark_list import MarkList
from atma_tui.ui.widgets.rows import Row
from atma_tui.ui.widgets.words import Words

_GROUP = "Reminders"
_COLUMNS = (
    Column("When", 16),
    Column("Name", 14, flex=2),
    Column("Tell", 9),
    Column("Mark", 11),
    Column("By", 16, wide_only=96),
    Column("Event", 16, flex=3, wide_only=70),
)
_TELL: dict[ReminderAbout, str] = {"remind": "reminder", "moved": "moved", "cancelled": "cancelled"}
_DAYS_AHEAD = (1, 3)


class RemindersScreen(DeskScreen[list[ReminderRow]]):
    """The reminders of tomorrow, or of what is on in three days."""

    MODE = "calls"
    CSS_PATH = "reminders.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("reminders.sent", "m", "mark('sent')", "Sent", "A message was sent to them", _GROUP),
        Command(
            "reminders.confirmed", "c", "mark('confirmed')", "Confirmed", "They will be there, or know", _GROUP
        ),
        Command("reminders.not_reached", "n", "mark('not_reached')", "Not reached", "Nobody was reached", _GROUP),
        Command("reminders.drafts", "d", "drafts", "Drafts", "Write drafts for all who are not told yet", _GROUP),
        Command("reminders.words", "e", "words", "Words", "Change the words of drafts", _GROUP),
        Command("reminders.day", "t", "day", "Day", "Tomorrow, or in three days", _GROUP),
        Command("reminders.back", "escape", "back", "Back", "Go back", _GROUP),
    )

    def __init__(self) -> None:
        super().__init__()
        self._ahead = _DAYS_AHEAD[0]
        self._day = date.min
        """That of the list, also once it is past midnight."""
        self._rows: dict[str, ReminderRow] = {}

    def body(self) -> ComposeResult:
        """Lay out the list, and what the person under the cursor is to be told."""
        yield MarkList(*_COLUMNS, title=_GROUP, empty="Nobody is to be reminded of this day.", id="reminders")
        yield Words(id="whole")

    @property
    def _list(self) -> MarkList:
        return self.query_one(MarkList)

    def view_query(self) -> Callable[[], list[ReminderRow]]:
        """Ask for the reminders of the day."""
        self._day = today(self.desk.now()) + timedelta(days=self._ahead)
        return partial(self.desk.reminders.due, self._day, site=self.host.site)

    def render_view(self, view: list[ReminderRow]) -> None:
        """Show them by time."""
        self._rows = {one.enrolment.id: one for one in view}
        is_open = sum(one.is_open for one in view)
        self._list.border_title = show(f"{day_words(self._day)}: {is_open} of {len(view)} to be told")
        self._list.set_rows([_row(one, private=self.host.private) for one in view])
        self.show_whole()

    @on(LongList.Highlighted)
    def show_whole(self) -> None:
        """Say what the person under the cursor is to be told, and what was marked by whom."""
        row, words = self._rows.get(self._list.cursor_key or ""), ""
        if row is not None and not self.host.private:
            mark = row.mark
            said = f" {STATES[mark.state].capitalize()} by {mark.way or 'unknown way'}, {mark.by}." if mark else ""
            words = f"{row.call.why if row.call else row.event.title}.{said}"
        self.query_one("#whole", Words).update(show(words, 600))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer marks and drafts where there is somebody."""
        return bool(self._rows) if action in ("mark", "drafts") else True

    @use_case
    async def action_mark(self, state: ReminderState) -> None:
        """Mark all marked lines, or the one under the cursor, and go to the next."""
        several, one = self._list.marked, self._list.cursor_key
        if not several and one is None:
            return
        shown = {id: row.told for id, row in self._rows.items()}
        await self.host.do(self.desk.reminders.mark, several or [str(one)], state, shown=shown)
        self._list.clear_marks()
        keys = [*self._rows]
        self.render_view(await self.ask())
        if not several and one in keys[:-1]:
            self._list.move_to(keys[keys.index(one) + 1])

    @use_case
    async def action_drafts(self) -> None:
        """Write drafts for all who are still to be told; nothing is sent."""
        folder = self.host.settings.private / "reminders"
        written = await on_desk(self.app, self.desk.drafts.write, folder, self._day, site=self.host.site)
        self.desk.looks.saw([one.row.person for one in written.drafts], "reminders", done="export")
        self.app.notify(" ".join([written.words, *written.left_out]), timeout=20)

    @use_case
    async def action_words(self) -> None:
        """Change the templates, that of the line under the cursor first."""
        from atma_tui.ui.reminders.templates_form import TemplatesForm, wording

        row = self._rows.get(self._list.cursor_key or "")
        shown = await on_desk(self.app, wording, self.desk)
        self.app.push_screen(TemplatesForm(shown, row.about if row else "remind"))

    def action_day(self) -> None:
        """Show tomorrow, or the day in three days."""
        self._ahead = next(one for one in _DAYS_AHEAD if one != self._ahead)
        self.reload()

    @on(LongList.Selected)
    def open_person(self) -> None:
        """Open the card of the person under the cursor."""
        if (row := self._rows.get(self._list.cursor_key or "")) is not None:
            self.host.open(OpenPerson(row.person.id))


def _row(one: ReminderRow, *, private: bool) -> Row:
    starts = one.event.starts
    return Row(
        one.enrolment.id,
        (
            day_hour(starts),
            who(one.person.name, private=private),
            _TELL[one.about],
            STATES[one.mark.state] if one.mark else "",
            ", ".join(one.ways) or "nothing known",
            one.event.title,
        ),
    )
