"""Details of the row under the cursor, beside its list; and the titled frames of parts of a screen.

    with Beside():
        yield LongList(*PEOPLE, id="people", title="People")
        yield DetailPane("#people", title="Person")

A `DeskScreen` answers `detail_of(key)` with what to ask the desk; when to ask is decided here. The pane is there
from `WIDE` columns on (the stylesheet of the app says so), and asks nothing while it is hidden.
"""

from __future__ import annotations

from asyncio import sleep
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from atma_tui.ui.ground.door import Refused, on_desk_quietly, on_desk_unseen
from atma_tui.ui.ground.show import show
from atma_tui.ui.host import host_of
from atma_tui.ui.widgets.words import Words

WIDE = 120
"""Columns from which on there is room beside a list."""
_PAUSE = 0.06
"""Seconds that the cursor has to rest on a row before the desk is asked: a held arrow key asks once."""


class Detail(NamedTuple):
    """What is shown of a row."""

    ask: Callable[[], Any]
    """What to ask the desk, in its thread."""
    say: Callable[[Any], Content]
    """How to show the answer."""
    names: bool = True
    """Whether people are shown by it."""


class Beside(Vertical):
    """A list, and beside it what is known of its row."""


class DetailPane(VerticalScroll, can_focus=False):
    """What is known of the row that the cursor of a list is on."""

    def __init__(self, list_selector: str, *, title: str = "") -> None:
        super().__init__(classes="pane detail")
        self.list_selector = list_selector
        self._asked_at = 0.0
        self.border_title = show(title) if title else None

    def compose(self) -> ComposeResult:
        """Lay out one text."""
        yield Words()

    def on_mount(self) -> None:
        """Show nothing of a row with names once only initials may be seen: it is asked for again."""
        self.watch(self.app, "private", self.clear, init=False)

    def clear(self) -> None:
        """Show nothing, and nothing of what was asked."""
        self.follow(None)

    @work(exclusive=True, group="detail")
    async def follow(self, detail: Detail | None) -> None:
        """Show the desk's answer: at once, or, while the cursor moves, once it rests; empty without a row."""
        if detail is None:
            self._show(Content(""))
            return
        before, self._asked_at = self._asked_at, monotonic()
        if self._asked_at - before < _PAUSE:
            await sleep(_PAUSE)
        try:
            ask = on_desk_quietly if detail.names else on_desk_unseen
            found = await ask(self.app, host_of(self).desk.view, detail.ask)
        except Refused:
            self._show(Content(""))  # gone meanwhile; the list is read again too
        else:
            self._show(detail.say(found))

    def _show(self, words: Content) -> None:
        if self.is_attached and self.query(Words):
            self.query_one(Words).update(words)
            if self.scroll_y:
                self.scroll_home(animate=False)


class NoteLine(Words):
    """The desk's notes on the row under the cursor, below its list at every size; hidden without notes."""

    DEFAULT_CSS = "NoteLine { height: auto; max-height: 3; padding: 0 2; color: $text-accent; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.display = False

    def say(self, *notes: str, care: Sequence[str] = ()) -> None:
        """Show notes, each in a line; before them what is to be seen to, in words of its own."""
        lines = [*care, *(f"Note: {note}" for note in notes)]
        self.display = bool(lines)
        self.update(Content("\n").join(show(line, 400) for line in lines))
