"""A new note for the board, or a changed one."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from atma_tui.domain.records import BoardNote
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.ground.door import Refused, use_case
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Labelled
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.sentence import Sentence


class BoardNoteForm(Form[bool]):
    """Write a note for the next shift, or change one; gives whether it was saved."""

    AUTO_FOCUS = "TextArea"
    KEEPS_NAMES = True
    CSS_PATH = "note_form.tcss"

    def __init__(self, note: BoardNote | None = None) -> None:
        super().__init__()
        self._note = note

    def compose(self) -> ComposeResult:
        """Lay out the text, and for a new one the site."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = "Note on the board" if self._note else "New note on the board"
            words = self._note.words if self._note else ""
            yield TextArea(words, compact=True, tab_behavior="focus", id="words")
            if self._note is None:
                sites = [(site.id, site.name) for site in self.host.sites]
                yield Labelled("For", Choice(sites, none="All sites", id="site"))
            yield Static(id="says")
            yield self.buttons()
            yield KeyLine()

    def on_mount(self) -> None:
        """Say how to save."""
        self.say(Sentence("Ctrl+S saves. For the desk only, never a diagnosis."))

    def typed(self) -> dict[str, str]:
        """Return what is in the box, and the site."""
        return {**super().typed(), "words": self.query_one("#words", TextArea).text}

    @use_case
    async def action_save(self) -> None:
        """Put it on the board."""
        words = self.query_one("#words", TextArea).text
        try:
            if self._note is None:
                await self.do(self.desk.note_board.write, words, site=self.picked("site"))
            else:
                await self.do(self.desk.note_board.change, self._note.id, words)
        except Refused as refused:
            self.refuse(str(refused.error))
        else:
            self.dismiss(True)
