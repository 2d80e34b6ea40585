"""A run of appointments: all dates with everything that prevents them, before anything is booked."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label, Static

from atma_tui.desk.clients.booking import RunRow
from atma_tui.desk.clients.path_cards import PathwayCard
from atma_tui.desk.desk import Desk
from atma_tui.domain.paths.slots import Slot
from atma_tui.domain.records import Site
from atma_tui.ui.clients.slot_words import RUN, run_rows, run_words
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.ground.door import Refused, looking, on_desk, on_desk_quietly, use_case
from atma_tui.ui.ground.show import show, who
from atma_tui.ui.widgets.entry import Entry
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.sentence import Sentence

_WEEK = 7


class Wish(NamedTuple):
    """How many, and how far apart."""

    times: int
    every: int


def load_view(desk: Desk, pathway_id: str, step_id: str, first: Slot, wish: Wish) -> list[RunRow]:
    """Ask what stands in the way of each date; runs in the desk's thread."""
    slots = desk.appointments.run(first, times=wish.times, every_days=wish.every)
    return desk.bookings.preview_run(pathway_id, step_id, slots)


class RunScreen(Form[bool]):
    """Book a run; gives True when something was booked."""

    OK = "Book"
    KEEPS_NAMES = True

    CSS_PATH = "slots.tcss"
    AUTO_FOCUS: ClassVar[str | None] = "#times"

    def __init__(self, pathway_id: str, step_id: str, first: Slot) -> None:
        super().__init__()
        self._pathway_id, self._step_id, self._first = pathway_id, step_id, first
        self._shown: tuple[Wish, list[RunRow]] | None = None

    def compose(self) -> ComposeResult:
        """Lay out how many and how often, the dates, and what Enter does."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = "A run"
            yield Static(id="what")
            with Horizontal(id="bar"):
                yield Label("Times")
                yield Entry(max_length=2, id="times", classes="number")
                yield Label("Days apart")
                yield Entry(str(_WEEK), max_length=2, id="every", classes="number")
            yield LongList(*RUN, header=False, empty="", id="dates")
            yield Static(id="says")
            yield self.buttons()
            yield KeyLine()

    def on_mount(self) -> None:
        """Propose what the plan still needs, and keep it up to date while other desks work."""
        self.begin()
        self.watch(self.app, "revision", self.follow, init=False)

    @looking("begin", exclusive=False)
    async def begin(self) -> None:
        """Read the path."""
        card = await on_desk(self.app, self.desk.pathways.card, self._pathway_id)
        self.query_one("#what", Static).update(self._what(card))
        state = next(one for one in card.rail.steps if one.step.id == self._step_id)
        times = self.query_one("#times", Entry)
        times.value = str(max(1, state.planned - state.done - state.booked))
        times.action_select_all()
        self._start = self.typed()

    def _what(self, card: PathwayCard) -> Content:
        name = show(who(card.person.name, private=self.private), style="bold")
        rail = show(card.rail.words(), 400)
        return Content(self.host.glyphs.gap).join([name, rail])

    def follow(self) -> None:
        """Look again after a commit of this desk or another."""
        if not self.busy:
            self.reload()

    @property
    def _site(self) -> Site:
        return next(one for one in self.host.sites if one.id == self._first.site)

    @property
    def wish(self) -> Wish | None:
        """How many and how far apart, None while that makes no sense."""
        typed = [self.query_one(id, Entry).value.strip() for id in ("#times", "#every")]
        numbers = [int(one) if one.isascii() and one.isdigit() else 0 for one in typed]
        return Wish(*numbers) if 1 <= numbers[0] <= 52 and 1 <= numbers[1] <= 90 else None

    @on(Input.Changed)
    @work(exclusive=True, group="reload")
    async def reload(self) -> None:
        """Show all dates with what stands in their way."""
        wish, dates, lines = self.wish, self.query_one(LongList), list[RunRow]()
        self._shown = None
        text = Sentence("1 to 52 times, 1 to 90 days apart.", "warn")
        if wish is not None:
            try:
                lines = await on_desk_quietly(
                    self.app, load_view, self.desk, self._pathway_id, self._step_id, self._first, wish
                )
            except Refused as refused:
                text = Sentence(str(refused.error), "bad")
            else:
                self._shown = (wish, lines)
                text = Sentence(run_words(lines), "good" if all(not one.problem for one in lines) else "warn")
        dates.set_rows(run_rows(lines, self._site))
        self.query_one("#says", Static).update(text.show())

    @on(LongList.Selected)
    def action_save(self) -> None:
        """Book what was shown."""
        if self._shown is not None and self._shown[0] == self.wish:
            self.book(self._shown[1])

    @use_case
    async def book(self, lines: list[RunRow]) -> None:
        """Book all dates that are possible; when some are not, ask first."""
        from atma_tui.ui.dialogs.confirm import ConfirmScreen

        slots = [line.slot for line in lines if not line.problem]
        if not slots:
            self.app.bell()
            return
        if len(slots) < len(lines):
            left = [row.cells[0] for row in run_rows(lines, self._site) if row.tone == "warn"]
            text = f"{len(slots)} of {len(lines)} dates are possible. Left out:\n" + "\n".join(map(str, left))
            if not await self.app.push_screen_wait(
                ConfirmScreen("Book the others?", text, ok=f"books {len(slots)}")
            ):
                return
        try:
            await self.host.do(self.desk.bookings.book_run, self._pathway_id, self._step_id, slots)
        except Refused:
            self.reload()
            return
        self.dismiss(True)
