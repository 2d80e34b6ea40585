"""Finding a time: the next ones at which room, clinicians and client are free; Enter books one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label, Static

from atma_tui.desk.appointments.appointments import the_step, wanted_minutes
from atma_tui.desk.appointments.free_times import FoundTimes
from atma_tui.desk.clients.path_cards import PathwayCard
from atma_tui.desk.desk import Desk
from atma_tui.domain.errors import InputError
from atma_tui.domain.paths.slots import Slot
from atma_tui.domain.records import Clinician, Site, Step
from atma_tui.domain.when import read_day, today
from atma_tui.ui.clients.path_words import needs_words
from atma_tui.ui.clients.slot_words import SLOTS, nothing_words, slot_key, slot_rows
from atma_tui.ui.dialogs.dialog import ViewDialog
from atma_tui.ui.enrolments.anyway import ELSEWHERE, unless
from atma_tui.ui.ground.door import Refused, use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show, who
from atma_tui.ui.widgets.entry import Entry
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.sentence import Sentence

_GROUP = "Free times"
_COUNT = 18
_PER_DAY = 3
_WHOLE_DAY = 100


class Search(NamedTuple):
    """What is looked for."""

    pathway: str
    step: str
    site: str = ""
    first: date | None = None
    most: int = _COUNT
    per_day: int = _PER_DAY
    clinician: str = ""


class SlotView(NamedTuple):
    """What was found, and all that the words need."""

    found: FoundTimes
    card: PathwayCard
    step: Step
    minutes: int
    site: Site
    clinicians: tuple[Clinician, ...]


def load_view(desk: Desk, search: Search) -> SlotView:
    """Ask the desk for free times; runs in the desk's thread."""
    card = desk.pathways.card(search.pathway)
    step = the_step(desk.book, card.pathway, search.step)
    found = desk.appointments.search(
        search.pathway,
        search.step,
        site=search.site,
        first=search.first,
        count=search.most,
        per_day=search.per_day,
        clinician=search.clinician,
    )
    active = tuple(one for one in desk.programs.clinicians() if one.active)
    site = desk.site(search.site) if search.site else card.site
    return SlotView(found, card, step, wanted_minutes(step, card.pathway), site, active)


class SlotPicker(ViewDialog[Slot, SlotView]):
    """Book a step at a free time; gives the slot, None when nothing was done.

    For a `run` nothing is booked here: the slot is its first time.
    """

    CSS_PATH = "slots.tcss"
    AUTO_FOCUS: ClassVar[str | None] = "#slots"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("slots.other", "o", "other_site", "Other city", "Look in the other city", _GROUP),
        Command(
            "slots.with", "w", "with_whom", "With", "Only times with one clinician, then the next one", _GROUP
        ),
        Command("slots.day", "h", "whole_day", "All hours", "All times of each day, or a few", _GROUP),
        Command("slots.more", "m", "more", "More", "Look further ahead", _GROUP),
        Command("slots.from", "f", "from_day", "From", "Look from another day on", _GROUP),
    )

    def __init__(
        self,
        pathway_id: str,
        step_id: str,
        *,
        run: bool = False,
        first: date | None = None,
        clinician: str = "",
    ) -> None:
        """Look for times of a step, from a day on and with one clinician when they are given."""
        super().__init__()
        self._search = Search(pathway_id, step_id, first=first, clinician=clinician)
        self._run = run
        self._view: SlotView | None = None
        self._wrong = ""

    def compose(self) -> ComposeResult:
        """Lay out what is looked for, the times, and what Enter does."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = "The first of a run" if self._run else "Find a time"
            yield Static(id="what")
            with Horizontal(id="bar"):
                yield Label("From")
                yield Entry(hint="today; 8 dec, fri, +14", max_length=30, id="from")
            yield LongList(*SLOTS, header=False, empty="", id="slots")
            yield Static(id="says")
            yield KeyLine()

    def view_query(self) -> Callable[[], SlotView]:
        """Ask for the free times."""
        return partial(load_view, self.desk, self._search)

    def render_view(self, view: SlotView) -> None:
        """Show them."""
        self._view = view
        self._search = self._search._replace(site=view.site.id)
        names = {one.id: one.name for one in view.clinicians}
        self.query_one("#what", Static).update(self._what(view))
        times = self.query_one(LongList)
        times.set_rows(slot_rows(view.found.slots, view.site, names), empty="")
        self._say()
        self.refresh_bindings()

    def _what(self, view: SlotView) -> Content:
        name = who(view.card.person.name, private=self.private)
        only = next((one.name for one in view.clinicians if one.id == self._search.clinician), "")
        parts = [view.site.name, needs_words(view.step, view.minutes), f"only with {only}" if only else ""]
        head = [show(name, style="bold"), show(view.step.title, style="bold")]
        return Content(self.host.glyphs.gap).join([*head, *(show(part) for part in parts if part)])

    def _say(self) -> None:
        view = self._view
        if self._wrong:
            said = Sentence(self._wrong, "bad")
        elif view is None or view.found.slots:
            said = Sentence("Enter takes this as the first time of the run." if self._run else "Enter books it.")
        else:
            said = Sentence(nothing_words(view.found, view.step.title, view.site), "warn")
        self.query_one("#says", Static).update(said.show())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is."""
        if action == "other_site":
            return len(self.host.sites) > 1
        if action == "with_whom":
            needs = self._view.step.needs if self._view else ()
            return bool({"clinician", "supervisor"} & set(needs))
        return True

    # Looking elsewhere

    def action_other_site(self) -> None:
        """Look at the next site."""
        ids = [site.id for site in self.host.sites]
        here = ids.index(self._search.site) if self._search.site in ids else -1
        self._go(self._search._replace(site=ids[(here + 1) % len(ids)], clinician=""))

    def action_with_whom(self) -> None:
        """Look for times with the next clinician, after the last with anybody."""
        ids = ["", *(one.id for one in self._view.clinicians)] if self._view else [""]
        here = ids.index(self._search.clinician) if self._search.clinician in ids else 0
        self._go(self._search._replace(clinician=ids[(here + 1) % len(ids)]))

    def action_whole_day(self) -> None:
        """Show all times of each day, or only a few of each."""
        whole = self._search.per_day == _WHOLE_DAY
        most = _COUNT if whole else 10 * _COUNT
        self._go(self._search._replace(per_day=_PER_DAY if whole else _WHOLE_DAY, most=most))

    def action_more(self) -> None:
        """Look further ahead."""
        more = 10 * _COUNT if self._search.per_day == _WHOLE_DAY else _COUNT
        self._go(self._search._replace(most=self._search.most + more))

    def action_from_day(self) -> None:
        """Type a day."""
        self.query_one("#from").focus()

    @on(Input.Submitted, "#from")
    def search_from(self) -> None:
        """Look from the typed day on."""
        words = self.query_one("#from", Entry).value.strip()
        try:
            first = read_day(words, today(self.desk.now())) if words else None
        except InputError as error:
            self._wrong = str(error)
            self._say()
            return
        self._go(self._search._replace(first=first))
        self.query_one(LongList).focus()

    def _go(self, search: Search) -> None:
        self._search, self._wrong = search, ""
        self.reload()

    # Booking

    @on(LongList.Selected)
    def enter(self, selected: LongList.Selected) -> None:
        """Book the time under the cursor, or give it."""
        slots = self._view.found.slots if self._view else ()
        slot = next((one for one in slots if slot_key(one) == selected.key), None)
        if slot is None:
            return
        if self._run:
            self.dismiss(slot)
        else:
            self.book(slot)

    @use_case
    async def book(self, slot: Slot) -> None:
        """Book; with a clash only for a reason. A refusal is shown, and the times are read again."""
        book = partial(self.desk.bookings.book_step, self._search.pathway, self._search.step, slot)
        try:
            booked = await unless(self, book, ELSEWHERE, ok="books it anyway")
        except Refused:
            booked = None
        if booked is None:
            self.reload()
        else:
            self.dismiss(slot)
