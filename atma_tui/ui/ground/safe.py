"""An app that outside text, odd keys and signals cannot bring down, and that never prints people to the terminal.

`SafeApp`, `SafeModal` and `SafePalette` stand in for Textual's own classes everywhere. What each guard is
for is said beside it; `tests/ui/ground/test_safe.py` fails when a release of Textual changes what they rely on.
"""

from __future__ import annotations

import asyncio
import gc
import re
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar, cast

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual._time import get_time
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.color import Color
from textual.command import CommandPalette
from textual.driver import Driver
from textual.filter import LineFilter
from textual.geometry import Offset
from textual.notifications import SeverityLevel
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import OptionList

from atma_tui.faults import fault_words
from atma_tui.files.ordinary import ordinary
from atma_tui.ui.ground.glyphs import UNICODE, Glyphs
from atma_tui.ui.ground.key_queue import KeyQueue
from atma_tui.ui.ground.keys import key_name
from atma_tui.ui.ground.laid_out import LaidOutOnce
from atma_tui.ui.ground.lockable import Lockable
from atma_tui.ui.ground.quick import QuickApp
from atma_tui.ui.ground.show import plain
from atma_tui.ui.ground.terminal_input import forgiving
from atma_tui.ui.ground.themes import own_variables

Answer = TypeVar("Answer")

_NEVER_PAINTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control characters, surrogates, and what is invisible or changes the direction of writing."""


class ScrubFilter(LineFilter):
    """The last line: whatever a widget was given, no such character is painted (0.1 ms per full screen)."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with harmful characters replaced."""
        if not any(_NEVER_PAINTED.search(segment.text) for segment in segments):
            return segments
        return [
            segment
            if segment.control
            else Segment(_NEVER_PAINTED.sub("\N{REPLACEMENT CHARACTER}", segment.text), segment.style)
            for segment in segments
        ]


class StyledFilter(LineFilter):
    """The first line: Textual's own filters, as for NO_COLOR, end the program at a piece without any style."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments, each with a style."""
        return [Segment(text, style or Style.null(), control) for text, style, control in segments]


class ClosesItself(Generic[Answer]):
    """A screen that closes once, and only itself.

    Both clicks of a double click, or an answer that comes while the desk is locked, must not close another screen.
    It is no `Screen`, since Textual takes the styles of a class from its first base only.
    """

    _dismissed = False

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Close, wherever in the stack it is."""
        screen = cast("Screen[Answer]", self)
        app = cast("SafeApp", screen.app)
        if self._dismissed or screen not in app.screen_stack:
            return AwaitComplete.nothing()  # type: ignore[no-untyped-call,no-any-return]
        self._dismissed = True
        if screen.is_active and screen.is_modal:
            app.forget_typed()
        with app.on_top(screen):
            return super().dismiss(result)  # type: ignore[misc,no-any-return]


class SafeModal(LaidOutOnce, ClosesItself[Answer], ModalScreen[Answer]):
    """Base of all dialogs; `dismiss(answer)` gives the answer to whoever pushed it."""

    ASKS: ClassVar[bool] = False
    """Whether it is a question: a key that was typed before it could be read does not answer it."""

    def __init__(self) -> None:
        super().__init__()
        self.opened_at = get_time()
        """When it was opened, as keys count time."""


class SafePalette(ClosesItself[None], CommandPalette):
    """The command palette."""


def _guard_option_lists() -> None:
    """Let Page Up and Page Down wait until an option list was laid out: before, Textual 8.2 raises `KeyError`."""
    move_page = OptionList._move_page

    def move_page_when_laid_out(self: OptionList, direction: Any) -> None:  # noqa: ANN401
        if self._lines:
            move_page(self, direction)

    OptionList._move_page = move_page_when_laid_out  # type: ignore[method-assign]


_guard_option_lists()


def _guard_clicks() -> None:
    """Let a click on what has just gone, and is still painted, select nothing: Textual 8.2 asks for its parent."""
    find = Screen.get_widget_and_offset_at

    def find_attached(self: Screen[Any], x: int, y: int) -> tuple[Widget | None, Offset | None]:
        widget, offset = find(self, x, y)
        return (widget, offset) if widget is None or widget.is_attached else (None, None)

    Screen.get_widget_and_offset_at = find_attached  # type: ignore[method-assign]


_guard_clicks()


class SafeApp(KeyQueue, Lockable, QuickApp, App[None]):
    """Base of the app. Call `gc.disable()` before importing this module: `on_ready` turns it on again."""

    ENABLE_COMMAND_PALETTE = True
    COMMANDS = set()
    """Without Textual's own: one of them saves a picture of the screen, people included."""

    def __init__(self, *, crash_log: Path, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self.crash_log = crash_log
        """Where the details of a crash are written, readable by its owner only."""
        self.glyphs = glyphs
        self._styled, self._scrub = StyledFilter(), ScrubFilter()

    def get_line_filters(self) -> list[LineFilter]:
        """Add the first and the last line to Textual's filters."""
        filters = super().get_line_filters()
        return [*([self._styled] if filters else []), *filters, self._scrub]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the desk's own colours, for the themes that are Textual's."""
        return own_variables(self.current_theme.dark)

    async def _broker_event(self, event_name: str, event: object, default_namespace: object) -> bool:
        """Run no action that a text asks for (`[@click=app.quit]`)."""
        return False

    def notify(
        self,
        message: object,
        *,
        title: object = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a toast; message and title are literal whatever `markup` says. None is there twice."""
        words, head = plain(message, 300), plain(title, 80)
        for shown in list(self._notifications):
            if (shown.message, shown.title, shown.severity) == (words, head, severity):
                self._unnotify(shown)
        super().notify(words, title=head, severity=severity, timeout=timeout, markup=False)

    def clear_information(self) -> None:
        """Take the toasts away that tell what was done; what warns stays until its time is over."""
        for notification in [one for one in self._notifications if one.severity == "information"]:
            self._unnotify(notification)

    def get_driver_class(self) -> type[Driver]:
        """Return the driver of this terminal, which no byte ends."""
        return forgiving(super().get_driver_class())

    def get_key_display(self, binding: Binding) -> str:
        """Return a key's name for the footer."""
        return binding.key_display or key_name(binding.key)

    def action_command_palette(self) -> None:
        """Open the palette that cannot be closed twice."""
        if self.use_command_palette and not isinstance(self.screen, CommandPalette):
            self.push_screen(SafePalette(id="--command-palette"))

    def on_mount(self) -> None:
        """Leave the terminal as it was when the session or the window is closed."""
        if self.is_headless or sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            loop.add_signal_handler(number, self.exit, None, 128 + number)

    def on_ready(self) -> None:
        """Keep what start-up made out of every later garbage collection (10-18 ms of start, 70 ms of work)."""
        if not self.is_headless:
            gc.enable()
            gc.freeze()

    def panic(self, *renderables: object) -> None:
        """End the app; what Textual would print may name people, so it goes to the log."""
        self._fatal_error()

    def _fatal_error(self) -> None:
        """End the app after a bug: one line on the terminal, where the fault is in the log."""
        self._close_messages_no_wait()
        if self._exit_renderables:
            return
        self.clear_clipboard()
        error = sys.exc_info()[1] or self._exception
        written = self._write_crash(error) if error is not None else False
        where = f"Details: {self.crash_log}" if written else "The details could not be written to a file."
        self.bell()
        words = f"The desk stopped because of a fault in the program. The book is safe.\n{where}"
        self._exit_renderables.append(Text(words, overflow="fold"))

    def _write_crash(self, error: BaseException) -> bool:
        text = fault_words(error)
        try:
            self.crash_log.parent.mkdir(parents=True, exist_ok=True)
            with open(self.crash_log, "a", encoding="utf-8", errors="backslashreplace", opener=ordinary) as log:
                log.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n{text}\n")
        except OSError:
            return False
        return True
