"""Typing a value: `Entry`, an input that cleans what is pasted; `Field`, an entry with its name and its message.

yield Field("Name", str, required=True, id="name")
yield Field("Day", lambda words: read_day(words, today), hint="2026-12-08, 8 dec, fri, +7", id="day")
yield Labelled("Site", Choice([("edmonton", "Edmonton"), ("calgary", "Calgary")]))

try:
    draft = Draft(name=self.name.answer(), day=self.day.answer())
except InputError:
    return                                   # the field has the focus and says what is wrong
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar, Generic, TypeVar

from textual import events, on
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Input

from atma_tui.domain.errors import InputError
from atma_tui.ui.ground.show import plain, show

T = TypeVar("T")

LONGEST = 200
"""Characters an entry takes unless it is told otherwise."""

_MOST_UNDONE = 100


class Entry(Input):
    """One line to type in; a paste is cleaned and cut to what fits instead of being refused."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "undo_typing", "Undo typing", show=False)]
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)
    """How long the text is; the entry is as wide as it was."""
    DEFAULT_CSS = "Entry { background: $field; &:focus { background-tint: $foreground 6%; } }"

    def __init__(
        self,
        value: str = "",
        *,
        hint: str = "",
        max_length: int = LONGEST,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        self._before: list[str] = []
        super().__init__(
            plain(value, max_length),
            placeholder=plain(hint),
            max_length=max_length,
            compact=True,
            validate_on=(),
            id=id,
            classes=classes,
        )
        self.cursor_blink = False
        self._most = max_length
        self._before.clear()

    def watch_value(self, before: str, value: str) -> None:
        """Remember what was typed before."""
        if not self._before or self._before[-1] != value:
            self._before = [*self._before[-_MOST_UNDONE:], before]
        else:
            self._before.pop()

    def action_undo_typing(self) -> None:
        """Undo the last thing that was typed or pasted; nothing when there is none."""
        if self._before:
            self.value = self._before[-1]
            self.cursor_position = len(self.value)

    def on_paste(self, event: events.Paste) -> None:
        """Put in as much of the pasted text as fits, as one line."""
        event.prevent_default()
        event.stop()
        start, end = sorted(self.selection)
        room = self._most - (len(self.value) - (end - start))
        if room > 0 and (text := plain(event.text, self._most + 1)[:room]):
            self.replace(text, start, end)


class Labelled(Widget):
    """A widget with its name at the left and a line under it for a hint, or for what is wrong in words.

    It draws name and hint itself, in the margin at the left of the widget and in the lines below it: a form has
    half as many widgets this way, which is what opening it takes. A stylesheet gives names more or less room by
    the widget's left margin; with the class `-terse` the hint takes no line, and with `-beside` it is to the
    right of a short entry.
    """

    DEFAULT_CSS = """
    Labelled { width: 1fr; height: auto; layout: vertical;
      & > * { margin-left: 15; }
      &.-beside > * { width: 8; }
    }
    """
    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(
        self, label: str, widget: Widget, *, hint: str = "", id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(widget, id=id, classes=classes)
        self.label = label
        self.widget = widget
        self._hint = hint
        self._wrong = ""

    def render(self) -> RenderResult:
        """Draw the name beside the widget and the words below it."""
        left = self.widget.styles.margin.left
        name = show(self.label, style="$text-muted").truncate(max(0, left - 1))
        name = name.pad_left(left - 1 - name.cell_length)
        if self.has_class("-beside"):
            hint = show(self._hint, style="$text-muted")
            name = (name + Content(" " * (self.widget.outer_size.width + 1)) + hint).truncate(self.size.width)
        blanks = [Content("")] * (self.widget.outer_size.height - 1)
        words = [Content(" " * left) + line for line in self._message_lines(self.content_size.width)]
        return Content("\n").join([name, *blanks, *words])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Be as high as the widget and the words below it."""
        return super().get_content_height(container, viewport, width) + len(self._message_lines(width))

    def _message_lines(self, width: int) -> list[Content]:
        if not self._wrong and (self.has_class("-terse") or self.has_class("-beside")):
            return []
        style = "bold $text-error" if self._wrong else "$text-muted"
        words = show(f"! {self._wrong}" if self._wrong else self._hint, style=style)
        room = width - self.widget.styles.margin.left
        return words.wrap(room) if room > 4 else [words.truncate(max(0, room))]

    def on_click(self) -> None:
        """Go to the widget when its name or its hint is clicked."""
        if not self.has_focus_within:
            self.screen.set_focus(self.widget)

    def say(self, wrong: str = "") -> None:
        """Show what is wrong; without words, show the hint again."""
        if wrong == self._wrong:
            return
        self._wrong = wrong
        self.set_class(bool(wrong), "-wrong")
        self.refresh(layout=True)

    def hint(self, words: str) -> None:
        """Show another hint, unless what is wrong is shown."""
        if words != self._hint:
            before = len(self._message_lines(self.content_size.width))
            self._hint = words
            self.refresh(layout=len(self._message_lines(self.content_size.width)) != before)


class Field(Labelled, Generic[T]):
    """A labelled entry that reads what was typed."""

    def __init__(
        self,
        label: str,
        read: Callable[[str], T],
        value: str = "",
        *,
        hint: str = "",
        required: bool = False,
        max_length: int = LONGEST,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`read` makes the answer from the words, raising `InputError`; it decides what an empty entry means."""
        self.entry = Entry(value, max_length=max_length)
        super().__init__(label, self.entry, hint=hint, id=id, classes=classes)
        self._read = read
        self._required = required
        self._judged = ""

    @property
    def value(self) -> str:
        """What was typed, without blanks around it."""
        return self.entry.value.strip()

    @value.setter
    def value(self, value: str) -> None:
        self.entry.value = plain(value)

    def answer(self) -> T:
        """Return what was typed, read.

        Raises `InputError` when it makes no sense, after saying so under the entry and taking the focus.
        """
        try:
            return self._checked()
        except InputError:
            self.entry.focus()
            raise

    def _checked(self) -> T:
        try:
            if self._required and not self.value:
                raise InputError(f"{self.label} is missing.")
            answer = self._read(self.value)
        except InputError as error:
            self._judged = self.entry.value
            self.say(str(error))
            raise
        self.say()
        return answer

    @on(Input.Blurred)
    def _check_what_was_typed(self) -> None:
        if self.value:
            with suppress(InputError):
                self._checked()

    @on(Input.Changed)
    def _forget_what_was_wrong(self) -> None:
        if self.has_class("-wrong") and self.entry.value != self._judged:
            self.say()
