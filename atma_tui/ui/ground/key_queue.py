"""Keys act one after the other, each on what the keys before it led to.

In Textual a key travels from the focused widget up to the app, and a use case goes on in a worker; the keys typed
meanwhile would be handled by whatever has the focus: a letter typed after Enter would be in the field that Enter
saves, or be a command of the screen below a dialog that has closed. Here each key waits until the one before it is
done: its handlers, the screen that it opens, and the desk's answer to a use case.

What was typed at a dialog that has closed by then, while a dialog was saving, or before a question could be read,
is dropped; not what was typed at a dialog that takes one after the other (`next_use_case`).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual import events
from textual._time import get_time
from textual.app import ScreenStackError
from textual.message_pump import MessagePump
from textual.screen import ModalScreen, Screen

from atma_tui.ui.ground.terminal_input import AltKey

_PASSES = 3
"""How often messages lead to further ones: a key, what the widget says then, and what a container makes of it."""

_LOOK_SECONDS = 0.003
_WAITED_FOR = frozenset(
    {"desk", "next", "ask", "reload", "begin", "offering", "search", "look", "read", "targets", "go"}
)
"""Groups of workers that a key waits for: what it acts on is not known before. Not of what is beside a list."""

Typed = events.Key | events.Paste


if TYPE_CHECKING:
    from textual.app import App

    _App = App[None]
else:
    _App = object  # `SafeApp` is the app: each class that is one takes 0.3 ms of the start


class KeyQueue(_App):
    """Base of an app whose keys never overtake each other."""

    longest_wait = 2.0
    """After so many seconds of work a key is handled anyway: better early than a dead keyboard."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self._typed: deque[Typed] = deque()
        self._typing: asyncio.Task[None] | None = None
        self._deaf_until = 0.0
        self._asks: tuple[Screen[Any] | None, float] = (None, 0.0)
        self._done = True
        self.holding_keys = False
        """Whether a key waits for work to end, as opposed to one that is being handled."""
        self.answered_at = 0.0
        """When the desk last answered a use case, by the clock of events."""

    @property
    def handling_keys(self) -> bool:
        """Whether a key is being handled; nothing is when one waits for work to end."""
        return self._typing is not None and not self._typing.done() and not self.holding_keys

    async def on_event(self, event: events.Event) -> None:
        """Queue what is typed; handle all else at once."""
        if isinstance(event, Typed) and not event.is_forwarded:
            self._typed.append(event)
            if self._typing is None or self._typing.done():
                self._typing = asyncio.create_task(self._handle_typed(), name="keys")
        else:
            await super().on_event(event)

    async def _handle_typed(self) -> None:
        try:
            while self._typed:
                await self._handle(self._typed.popleft())
        except ScreenStackError:
            self._typed.clear()  # the app has closed: there is nothing left to type at
        except Exception as error:  # noqa: BLE001 - a bug in an action ends the app, as it does in Textual's own task
            self._handle_exception(error)

    async def _handle(self, event: Typed) -> None:
        """Handle one key. Text for the focused field needs no waiting: the field takes it in order."""
        text, always = self._is_text(event), self._is_for_app(event)
        if not text and not always:
            await self._settle()
        if isinstance(event, AltKey):
            self._typed.extendleft(reversed(event.keys(alt=self._is_command(event))))
            return
        self._heed_question(getattr(self.screen, "opened_at", 0.0))
        if not always and (event.time < self._deaf_until or self._is_too_early(event)):
            return
        await super().on_event(event)
        self._done = False
        if not text:
            await self._settle()
            self._heed_question(get_time())

    def _heed_question(self, since: float) -> None:
        """Note since when the question on the screen, if there is a new one, could be read.

        One that a key opened is there once that key is done; any other, such as by a click, since it was opened.
        """
        if getattr(self.screen, "ASKS", False) and self.screen is not self._asks[0]:
            self._asks = (self.screen, since)

    def _is_text(self, event: Typed) -> bool:
        """Whether the focused field takes it as it is."""
        if self.focused is None or isinstance(event, events.Paste):
            return self.focused is not None
        return self.focused.check_consume_key(event.key, event.character)

    def _is_command(self, key: AltKey) -> bool:
        """Whether it is a command of the screen, available or not, or one that works once no dialog is open."""
        bound = [bindings for _, bindings in self.screen._modal_binding_chain]
        return any(key.key in one.key_to_bindings for one in [*bound, self._bindings])

    def _is_for_app(self, event: Typed) -> bool:
        """Whether it locks or quits: that waits for nothing, and is not meant for a dialog."""
        bound = self._bindings.key_to_bindings.get(event.key, ()) if isinstance(event, events.Key) else ()
        return any(binding.priority for binding in bound)

    def _is_too_early(self, event: Typed) -> bool:
        """Whether it was typed before the question on the screen could be read."""
        question, since = self._asks
        return self.screen is question and event.time < since

    async def _settle(self) -> None:
        """Wait until all that was typed has had its effect."""
        if not self._done:
            for _ in range(_PASSES):
                await _reach((self.focused or self.screen).ancestors_with_self)
        self.holding_keys = True
        try:
            await self._until_answered()
        finally:
            self.holding_keys = False
        if not self._done:
            await _reach([self.screen])
        self._done = True

    async def _until_answered(self) -> None:
        """Wait for the workers of the screen; what is typed while a dialog saves is not for anything else."""
        began = get_time()
        while self._is_busy() and get_time() - began < self.longest_wait:
            screen, saving = self.screen, isinstance(self.screen, ModalScreen) and self._is_working({"desk"})
            await asyncio.sleep(_LOOK_SECONDS)
            if saving and self.screen is screen and not self._is_working({"desk"}):
                self._deaf_until = self.answered_at

    def _is_busy(self) -> bool:
        """Whether what a key acts on may not be there yet."""
        return getattr(self.screen, "going_to_ask", False) or self._is_working()

    def _is_working(self, groups: Iterable[str] = _WAITED_FOR) -> bool:
        """Whether what the screen was asked to do is still going on; the app works for what is no dialog too."""
        nodes = [self.screen] if isinstance(self.screen, ModalScreen) else [self.screen, self]
        return any(not one.is_finished and one.group in groups and one.node in nodes for one in self.workers)

    def forget_typed(self) -> None:
        """Drop what was typed up to now: it was meant for a dialog that closes."""
        self._deaf_until = get_time()


async def _reach(pumps: Iterable[MessagePump]) -> None:
    """Wait until each of these has handled what was sent to it so far, or is closed."""
    for pump in pumps:
        reached = asyncio.Event()
        if pump._task is None or not pump.call_later(reached.set):
            continue
        waiting = asyncio.create_task(reached.wait())
        await asyncio.wait({waiting, pump._task}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
