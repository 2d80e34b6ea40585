"""The manual on the screen: the topics, a box that searches in all pages, and one page to read.

`OpenManual()` opens it.
"""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from atma_tui.domain.text import fold
from atma_tui.manual import page, search
from atma_tui.ui.dialogs.dialog import SearchDialog
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.safe import SafeModal
from atma_tui.ui.manual.layout import page_lines
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.entry import Entry
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row


class ManualScreen(SearchDialog[None]):
    """The topics; what is typed leaves the pages that contain every word. Enter opens a page."""

    CSS = """
    ManualScreen > .dialog { height: 90%; max-height: 32; padding: 0 1; }
    ManualScreen #words { margin: 1 1; }
    """
    BINDINGS = bindings(
        Command("manual.close", "f1", "close", "Close", "Close the manual", "Manual", footer=False)
    )

    def compose(self) -> ComposeResult:
        """Lay the box over the topics."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = "Manual"
            dialog.border_subtitle = "Enter opens a page · Esc closes · ? on any screen shows its keys"
            yield Entry(hint="Words to look for in all pages", id="words")
            yield LongList(Column("Topic", 26), Column("About", 20, flex=1), header=False, id="topics")

    def on_mount(self) -> None:
        """Show all topics."""
        self.query_one("#words").focus()
        self.search()

    @property
    def words(self) -> str:
        """What is typed."""
        return self.query_one("#words", Entry).value

    @on(Input.Changed)
    def search(self) -> None:
        """Show the pages that contain every word, each with the line that fits best."""
        rows = [Row(one.topic.name, (one.topic.title, one.line)) for one in search(self.words)]
        self.show_found(self.words, rows, empty="No page has all these words; fewer may do.")

    def action_enter(self) -> None:
        """Open the page under the cursor, once."""
        if self.is_active and (name := self.found.cursor_key):
            self.app.push_screen(PageScreen(name, self.words))


class PageText(Static):
    """A page, laid out for the width it has."""

    def __init__(self, text: str, words: str) -> None:
        """`words` were looked for: the first line that has most of them is scrolled to."""
        super().__init__()
        self._page, self._words = text, fold(words).split()

    def on_resize(self) -> None:
        """Lay the page out anew."""
        lines = page_lines(self._page, self.size.width)
        self.update(Content("\n").join(lines))
        if self._words:
            found = [sum(word in fold(line.plain) for word in self._words) for line in lines]
            self.call_after_refresh(self.screen.query_one(VerticalScroll).scroll_to, y=found.index(max(found)))


class PageScreen(SafeModal[None]):
    """One page of the manual to read."""

    CSS = "PageScreen > .dialog { height: 100%; padding: 0 2; scrollbar-gutter: stable; }"
    BINDINGS = bindings(
        Command("page.close", "escape,enter,q,f1", "close", "Close", "Go back to the topics", "Manual")
    )

    def __init__(self, name: str, words: str = "") -> None:
        super().__init__()
        self._page, self._words = page(name), words

    def compose(self) -> ComposeResult:
        """Lay out one page of text that scrolls."""
        with VerticalScroll(classes="dialog wide") as scroll:
            scroll.border_title = "Manual"
            scroll.border_subtitle = "Esc goes back"
            yield PageText(self._page, self._words)

    def action_close(self) -> None:
        """Go back to the topics."""
        self.dismiss(None)
