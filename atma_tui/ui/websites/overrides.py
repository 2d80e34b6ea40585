"""Differences between the book and a website: side by side, decided with one key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from atma_tui.desk.websites.overrides import FIELDS, LISTED, Override
from atma_tui.domain.when import span_words
from atma_tui.sync.planning.merge import Difference
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import plain, show
from atma_tui.ui.requests import OpenEvent
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Heading, Row
from atma_tui.ui.widgets.spans import Span

_GROUP = "Differences"
_NONE = "The book and the websites agree on all coming events. Esc goes back."
_COLUMNS = (Column("", 13), Column("Here", 16, flex=1), Column("On the website", 16, flex=1))


class OverridesScreen(DeskScreen[Sequence[Override]]):
    """All coming events whose words the desk changed, what is not decided yet first."""

    MODE = ""
    CSS_PATH = "overrides.tcss"
    AUTO_FOCUS = "#differences"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("overrides.take", "t", "take", "Take theirs", "Take over what the website says", _GROUP),
        Command("overrides.keep", "k", "keep", "Keep ours", "Keep what the book says; do not ask again", _GROUP),
        Command("overrides.back", "escape", "back", "Back", "Go back to the websites", _GROUP),
    )

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[str, tuple[Override, Difference]] = {}

    def body(self) -> ComposeResult:
        """The differences, and the one under the cursor in full."""
        yield LongList(*_COLUMNS, empty=_NONE, id="differences")
        with VerticalScroll(id="whole", classes="panel", can_focus=False):
            yield Static(id="difference")

    def view_query(self) -> Callable[[], Sequence[Override]]:
        """Ask for all differences."""
        return self.desk.overrides.all

    def render_view(self, view: Sequence[Override]) -> None:
        """Show them."""
        self._found = {_key(one, it): (one, it) for one in view for it in one.differences}
        self.query_one(LongList).set_rows(override_rows(view))
        self.show_difference()

    @on(LongList.Highlighted)
    def show_difference(self) -> None:
        """Show the difference under the cursor in full."""
        found = self._under_cursor
        self.query_one("#difference", Static).update(difference_words(*found) if found else Content(""))
        self.refresh_bindings()

    @property
    def _under_cursor(self) -> tuple[Override, Difference] | None:
        return self._found.get(self.query_one(LongList).cursor_key or "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be decided."""
        if action not in ("take", "keep"):
            return True
        found = self._under_cursor
        return found is not None and (action == "take" or found[1].field not in found[0].kept)

    @use_case
    async def action_take(self) -> None:
        """Take over what the website says; what cancels the event or leaves a field empty is asked before."""
        if found := self._under_cursor:
            one, it = found
            if not _takes_away(it) or await self._sure(one, it):
                await self.host.do(self.desk.overrides.take_theirs, one.event.id, it.field, one.source)

    async def _sure(self, one: Override, it: Difference) -> bool:
        from atma_tui.ui.dialogs.confirm import ConfirmScreen

        text = f"{one.event.title}, {_when(one)}\nHere: {it.here}\n{one.source} says: {it.there or 'nothing'}"
        ok = f"takes over what {one.source} says"
        return bool(await self.app.push_screen_wait(ConfirmScreen(f"Take theirs: {_field(it)}", text, ok=ok)))

    @use_case
    async def action_keep(self) -> None:
        """Keep what the book says."""
        if found := self._under_cursor:
            one, it = found
            await self.host.do(self.desk.overrides.keep, one.event.id, it.field, one.source)

    @on(LongList.Selected)
    def open_event(self) -> None:
        """Show the event."""
        if found := self._under_cursor:
            self.host.open(OpenEvent(found[0].event.id))


def override_rows(view: Sequence[Override]) -> list[Row | Heading]:
    """Return the differences under their events, those that are decided at the end."""
    rows: list[Row | Heading] = []
    for decided in (False, True):
        for one in view:
            shown = [it for it in one.differences if (it.field in one.kept) == decided]
            if shown:
                kept = ", kept as it is here" if decided else ""
                rows.append(Heading(f"{plain(one.event.title)}, {_when(one)} ({one.source}{kept})"))
            rows += [_row(one, it, decided=decided) for it in shown]
    return rows


def difference_words(one: Override, it: Difference) -> Content:
    """Return one difference in full."""
    title = f"{plain(one.event.title)}, {_when(one)}: {_field(it)}"
    return Content("\n").join(
        (
            show(title, 300, "bold"),
            Content.assemble(("Here: ", "$foreground-muted"), plain(it.here, 400)),
            Content.assemble((f"{plain(one.source)} says: ", "$foreground-muted"), plain(it.there, 400)),
        )
    )


def _row(one: Override, it: Difference, *, decided: bool) -> Row:
    cells = (_field(it), it.here, (Span(it.there, "dim" if decided else "warn"),))
    return Row(_key(one, it), cells, "dim" if decided else "")


def _field(it: Difference) -> str:
    return FIELDS.get(it.field, it.field)


def _takes_away(it: Difference) -> bool:
    """Whether the website's words cancel the event, put it on again, or leave the field empty."""
    return it.field in (LISTED, "status") or not it.there


def _key(one: Override, it: Difference) -> str:
    return f"{one.event.id} {one.source} {it.field}"


def _when(one: Override) -> str:
    return span_words(one.event.starts, one.event.ends, all_day=one.event.all_day)
