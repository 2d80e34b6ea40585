"""Answers to callers' questions, with what to do next, while somebody is on the phone."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input

from atma_tui.domain.records import Answer
from atma_tui.ui.dialogs.dialog import SearchDialog
from atma_tui.ui.ground.door import Refused, on_desk
from atma_tui.ui.ground.show import show, show_lines
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.entry import Entry
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row
from atma_tui.ui.widgets.words import Words


class AnswersScreen(SearchDialog[None]):
    """Find an answer by any of its words."""

    CSS_PATH = "answers.tcss"

    def __init__(self, words: str = "") -> None:
        """`words` stand in the box at once."""
        super().__init__()
        self._words = words
        self._answers: dict[str, Answer] = {}

    def compose(self) -> ComposeResult:
        """Lay out the box, the questions and the answer."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = "Answers"
            yield Entry(self._words, hint="Any words of the question", id="words")
            with Container(id="both"):
                yield LongList(Column("Question", 20, flex=1), header=False, id="questions")
                with VerticalScroll(can_focus=False, id="page"):
                    yield Words(id="answer")
            yield KeyLine()

    def on_mount(self) -> None:
        """Show all answers."""
        self.query_one("#words").focus()
        self.search()

    @on(Input.Changed)
    @work(exclusive=True, group="look")
    async def search(self) -> None:
        """Show the questions that hold every word."""
        words = self.query_one("#words", Entry).value
        try:
            found = await on_desk(self.app, self.desk.answers.search, words)
        except Refused:
            return
        if not self.has("#questions", "#page", "#answer"):
            return
        self._answers = {answer.id: answer for answer in found}
        self.show_found(
            words,
            [Row(answer.id, (answer.question,)) for answer in found],
            empty="No answer has all these words; fewer may do.",
        )
        self.show_answer()

    @on(LongList.Highlighted)
    def show_answer(self) -> None:
        """Show the answer to the question under the cursor, and the next step."""
        answer = self._answers.get(self.found.cursor_key or "")
        parts = []
        if answer is not None:
            parts = [show(answer.question, 400, "bold"), show_lines(answer.answer)]
            if answer.next_step:
                parts.append(Content.assemble(("Next: ", "bold $text-accent"), show(answer.next_step, 400)))
        self.query_one("#answer", Words).update(Content("\n\n").join(parts))
        self.query_one("#page").scroll_home(animate=False)
