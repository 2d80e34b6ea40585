"""What the forms share: Ctrl+S saves, what was refused is said in the form, and Esc loses nothing unasked."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, Static

from atma_tui.ui.dialogs.dialog import DIALOGS, DeskDialog
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.widgets.entry import Field
from atma_tui.ui.widgets.sentence import Sentence

Answer = TypeVar("Answer")

_AGAIN = "Esc again throws away what you typed."


class Form(DeskDialog[Answer], Generic[Answer]):
    """A dialog with fields and a line `#says` under them.

    A form whose button has another word than Save declares Ctrl+S anew, with that word.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("dialog.save", "ctrl+s", "save", "Save", "Save what was typed", DIALOGS, first=True),
    )

    def __init__(self) -> None:
        super().__init__()
        self._start: dict[str, str] = {}
        self._lines: tuple[Sentence, ...] = ()
        self._refused: tuple[str, dict[str, str]] = ("", {})

    def on_mount(self) -> None:
        """Remember what was in the fields."""
        self._start = self.typed()

    def typed(self) -> dict[str, str]:
        """Return what is in the fields."""
        return {field.id or "": field.value for field in self.query(Field)}

    def action_save(self) -> object:
        """Save, when all makes sense."""
        raise NotImplementedError

    def say(self, *lines: Sentence) -> None:
        """Say what saving does or leads to."""
        self._lines = lines
        self._show_said()

    def refuse(self, words: str) -> None:
        """Say, above it, what was refused, until something else is typed."""
        self._refused = (words, self.typed())
        self._show_said()

    @on(Input.Changed)
    def forget_refusal(self) -> None:
        """Take back what was refused, once something else is typed."""
        if self._refused[0] and self._refused[1] != self.typed():
            self.refuse("")

    def _show_said(self) -> None:
        if self.has("#says"):
            words = self._refused[0]
            lines = [*([Sentence(words, "bad")] if words else []), *self._lines]
            self.query_one("#says", Static).update(Content("\n").join(line.show() for line in lines))

    def action_close(self) -> None:
        """Close; what was typed is only thrown away when asked twice."""
        typed = self.typed()
        if self.busy or typed == self._start or self._refused == (_AGAIN, typed):
            super().action_close()
        else:
            self.refuse(_AGAIN)
