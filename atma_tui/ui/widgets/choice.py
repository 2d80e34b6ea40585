"""Picking one of a few: one line that opens a list; its texts are literal.

Choice([("edmonton", "Edmonton"), ("calgary", "Calgary")], none="Any site", value="calgary", id="site")
self.query_one("#site", Choice).picked           # "calgary"
@on(Choice.Changed, "#site")

A choice is one widget, and its list is made when it is opened: Textual's own `Select` is six widgets, which
made forms slow to open.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual import events, on
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import OptionList

from atma_tui.ui.ground.show import plain, show

_ARROW = " ▼ "


class Choice(Widget, can_focus=True):
    """Pick one key by its words; one is always picked, the first unless told otherwise.

    The list opens with Space or an arrow; a letter picks the next one that begins with it. Enter goes on to the
    next field, and opens the list while nothing is picked.
    """

    DEFAULT_CSS = """
    Choice { height: 1; background: $field; color: $foreground; pointer: pointer;
      &:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
      & > Choices { width: 1fr; min-width: 12; height: auto; max-height: 12;
        overlay: screen; constrain: none inside; border: round $frame-focused; background: $surface; padding: 0;
        &:focus { border: round $frame-focused; }
      }
    }
    """
    ALLOW_SELECT: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,space,up", "open", "Open the list", show=False),
        Binding("enter", "enter", "Go on, or open the list", show=False),
    ]

    value: reactive[str] = reactive("", init=False)

    class Changed(Message):
        """Another one was picked."""

        def __init__(self, choice: Choice, value: str) -> None:
            super().__init__()
            self.choice, self.value = choice, value

        @property
        def control(self) -> Choice:
            """The choice, for selectors of `on`."""
            return self.choice

    class Entered(Message):
        """Enter on a choice that is made."""

    def __init__(
        self,
        options: Iterable[tuple[str, str]],
        *,
        value: str | None = None,
        none: str = "",
        must: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Offer (key, words) pairs, at least one; `none` offers to pick nothing, first and under that name.

        Where something `must` be picked, `none` only stands there until that is done.
        """
        super().__init__(id=id, classes=classes)
        self.must = must
        self._options = _offered(options, none)
        self.set_reactive(Choice.value, self._known(value))

    @property
    def picked(self) -> str | None:
        """The key that was picked, None when nothing was."""
        return self.value or None

    def set_options(self, options: Iterable[tuple[str, str]], *, none: str = "") -> None:
        """Offer others; what is picked stays picked if it is among them, else it is the first."""
        self._options = _offered(options, none)
        self.value = self._known(self.value)
        self.refresh()

    def validate_value(self, value: str) -> str:
        """Only what is offered can be picked."""
        return self._known(value)

    def watch_value(self) -> None:
        """Tell."""
        self.post_message(self.Changed(self, self.value))

    def render(self) -> RenderResult:
        """Show the words of what is picked, and that there is a list; in focus, its arrow is a cursor."""
        width = self.content_size.width - cell_len(_ARROW)
        arrow = Content.styled(_ARROW, "reverse" if self.has_focus else "")
        return Content(set_cell_size(plain(self._options[self.value]), max(0, width))) + arrow

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Be as wide as the widest words."""
        return max(cell_len(plain(words)) for words in self._options.values()) + cell_len(_ARROW)

    def on_click(self) -> None:
        """Open the list."""
        self.action_open()

    def on_key(self, event: events.Key) -> None:
        """Pick the next one that begins with the letter."""
        if event.is_printable and event.character and event.character != " ":
            event.stop()
            self.value = self._next_with(event.character.casefold())

    def action_enter(self) -> None:
        """Go on; open the list while nothing is picked that should be."""
        if self.value or not self.must:
            self.post_message(self.Entered())
        else:
            self.action_open()

    def action_open(self) -> None:
        """Open the list, unless it is open."""
        if not self.query(Choices):
            opened = Choices(list(self._options.items()), self.value)
            self.mount(opened)
            self.screen.set_focus(opened)

    @on(OptionList.OptionSelected)
    def take(self, selected: OptionList.OptionSelected) -> None:
        """Take what was picked in the list."""
        selected.stop()
        self.value = list(self._options)[selected.option_index]
        self.screen.set_focus(self)

    def _known(self, value: str | None) -> str:
        return value if value in self._options else next(iter(self._options))

    def _next_with(self, letter: str) -> str:
        keys = list(self._options)
        place = keys.index(self.value) + 1
        turned = keys[place:] + keys[:place]
        return next((key for key in turned if self._options[key].casefold().startswith(letter)), self.value)


class Choices(OptionList):
    """The open list: closes when something is picked, with Esc, or when something else gets the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close the list", show=False)]

    def __init__(self, options: list[tuple[str, str]], value: str) -> None:
        super().__init__(*(show(words) for _, words in options))
        self._words = [words.casefold() for _, words in options]
        self._typed = ""
        self.highlighted = [key for key, _ in options].index(value)

    def on_mount(self) -> None:
        """Show what is picked."""
        self.scroll_to_highlight()

    def on_key(self, event: events.Key) -> None:
        """Go to what was typed."""
        if event.is_printable and event.character and (event.character != " " or self._typed):
            event.stop()
            event.prevent_default()
            self._typed += event.character.casefold()
            self._go_to(self._typed)
        else:
            self._typed = ""

    def _go_to(self, typed: str) -> None:
        """Go to the first one that has what was typed, to none if none has it: Enter then picks nothing."""
        places = [words.find(typed) for words in self._words]
        found = [(place, number) for number, place in enumerate(places) if place >= 0]
        self.highlighted = min(found)[1] if found else None

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Keep to itself where the cursor is."""
        event.stop()

    def action_close(self) -> None:
        """Close without picking."""
        self.screen.set_focus(self.query_ancestor(Choice))

    def on_blur(self) -> None:
        """Go."""
        self.suppress_click()
        self.remove()


def _offered(options: Iterable[tuple[str, str]], none: str) -> dict[str, str]:
    return dict((*((("", none),) if none else ()), *options))
