"""The one door between the screens and the desk, which is synchronous.

    class EventCardScreen(DeskScreen[OfferingCard]):
        @use_case
        async def action_invite(self) -> None:
            event = await self.app.push_screen_wait(EventPicker())
            path = await on_desk(self.app, self.write_invitation, event)
            self.notify(f"The invitation is in {path}.")

The lines after `on_desk` run only when the desk did it: a refusal is shown in a toast and ends the use case.
A form that wants to keep what was typed catches `Refused` and shows `refused.error` beside the field.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import ContextVar
from functools import cache, partial, update_wrapper
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from textual._time import get_time

from atma_tui.domain.errors import AtmaError, BookError, InputError, RuleError, SyncError
from atma_tui.ui.ground.lockable import is_lock

if TYPE_CHECKING:
    from textual.app import App
    from textual.dom import DOMNode
    from textual.worker import Worker

    from atma_tui.desk.desk import Desk

P = ParamSpec("P")
T = TypeVar("T")
N = TypeVar("N", bound="DOMNode")

_SWITCH_SECONDS = 0.0005
"""With Python's own 5 ms a busy desk thread delays each key by 20 ms; with this by 3 (measured)."""


_began_with_names: ContextVar[bool] = ContextVar("began with names", default=False)
"""Whether names were shown when the use case began: what it has read, it may still show."""


class _HasDesk(Protocol):
    answered_at: float

    @property
    def desk(self) -> Desk: ...


class Refused(Exception):
    """The desk said no; a toast showed it, unless the call was quiet."""

    def __init__(self, error: AtmaError) -> None:
        super().__init__(str(error))
        self.error = error
        """The desk's error; its `str()` is one sentence for people."""


@cache
def _desk_thread() -> ThreadPoolExecutor:
    """Return the one thread all calls run in: the desk does one thing at a time."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")


async def on_desk(app: App[Any], call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a method of the desk off the event loop and return what it returns.

    Raises `Refused` for what the desk words for people (`AtmaError`), after showing it; anything else is a bug and
    comes through as it is.
    """
    try:
        return await on_desk_quietly(app, call, *args, **kwargs)
    except Refused as refused:
        tell(app, refused.error)
        raise


async def on_desk_quietly(app: App[Any], call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do the same without a toast, for a caller that shows the refusal itself.

    Whatever comes through here is shown: the log of looks keeps which clients are in it.
    """
    place = place_of(app)
    answer = await in_desk_thread(app, call, *args, **kwargs)
    cast(_HasDesk, app).desk.looks.saw(answer, place)
    return answer


async def on_desk_unseen(app: App[Any], call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do the same as `on_desk` where nobody is shown: the answer is counted, or decides what comes next."""
    try:
        return await in_desk_thread(app, call, *args, **kwargs)
    except Refused as refused:
        tell(app, refused.error)
        raise


async def in_desk_thread(app: App[Any], call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Let the desk do something, without a toast and without a look at anybody.

    Masked clients are hidden in what it answers and in what it refuses. With initials only, a refusal names nobody
    else either, and titles of private events are initials as well.
    """
    loop, thread = asyncio.get_running_loop(), _desk_thread()
    desk, private = cast(_HasDesk, app).desk, _is_private(app)

    def do() -> T:
        try:
            return _shown(desk, call(*args, **kwargs), private=private)
        except AtmaError as error:
            _hide_in(error, desk, private=private)
            raise

    try:
        answer = await loop.run_in_executor(thread, do)
    except AtmaError as error:
        if _is_private(app) and not private:
            await loop.run_in_executor(thread, partial(_hide_in, error, desk, private=True))
        raise Refused(error) from error
    if _is_private(app) and not private:  # since the desk was asked
        return await loop.run_in_executor(thread, desk.masking.hide_titles, answer)
    return answer


def _is_private(app: App[Any]) -> bool:
    return bool(getattr(app, "private", False))


def _hide_in(error: AtmaError, desk: Desk, *, private: bool) -> None:
    error.args = _shown(desk, error.args, private=private)
    if private and isinstance(error, RuleError | InputError):
        error.args = (desk.people.as_initials(str(error)),)


def _shown(desk: Desk, answer: T, *, private: bool) -> T:
    """Return an answer as it may be seen at this desk."""
    shown = desk.masking.hide(answer)
    return desk.masking.hide_titles(shown) if private else shown


def began_with_names() -> bool:
    """Whether this is in a use case that began while names were shown."""
    return _began_with_names.get()


def place_of(app: App[Any]) -> str:
    """Return the name of the screen that is shown, such as `event card`, for the log of looks.

    It is empty while the app closes and shows none any more.
    """
    names = [type(one).__name__ for one in app.screen_stack if not is_lock(one)]
    words = re.findall(r"[A-Z][a-z]*", names[-1] if names else "")
    return " ".join(words[:-1] or words).lower()


def tell(app: App[Any], error: AtmaError) -> None:
    """Show what was refused: a rule or a slip as a warning, a broken book or website as an error."""
    broken = isinstance(error, BookError | SyncError)
    app.notify(str(error), severity="error" if broken else "warning", timeout=10 if broken else 7, markup=False)


def use_case(
    method: Callable[Concatenate[N, P], Awaitable[None]],
) -> Callable[Concatenate[N, P], Worker[None] | None]:
    """Make a method a worker that may wait for screens and for the desk, and that ends quietly when refused.

    The same wish twice at once (a key pressed twice: same method, same arguments) is one wish: the second returns
    None. So whom or what it is about belongs in the arguments where quick repeats are meant. The next key waits
    until it has ended or asks something.
    """
    return _worker_of(method, "desk")


def next_use_case(
    method: Callable[Concatenate[N, P], Awaitable[None]],
) -> Callable[Concatenate[N, P], Worker[None] | None]:
    """Make one for a dialog that stays for the next: what is typed while it saves is typed afterwards."""
    return _worker_of(method, "next")


def long_use_case(
    method: Callable[Concatenate[N, P], Awaitable[None]],
) -> Callable[Concatenate[N, P], Worker[None] | None]:
    """Make one that waits for something outside, such as a website: no key waits for it."""
    return _worker_of(method, "outside")


def looking(
    group: str, *, exclusive: bool = True
) -> Callable[[Callable[Concatenate[N, P], Awaitable[None]]], Callable[Concatenate[N, P], Worker[None]]]:
    """Make a method a worker that looks something up beside what is typed, and that ends quietly when refused.

    With `exclusive` a new look of the group takes the place of the one before, as with textual's `work`.
    """

    def decorate(
        method: Callable[Concatenate[N, P], Awaitable[None]],
    ) -> Callable[Concatenate[N, P], Worker[None]]:
        async def until_refused(self: N, /, *args: P.args, **kwargs: P.kwargs) -> None:
            with suppress(Refused):
                await method(self, *args, **kwargs)

        def start(self: N, /, *args: P.args, **kwargs: P.kwargs) -> Worker[None]:
            look = partial(until_refused, self, *args, **kwargs)  # begun only when no newer one took its place
            return self.run_worker(look, name=method.__name__, group=group, exclusive=exclusive)

        update_wrapper(start, method)
        return start

    return decorate


def _worker_of(
    method: Callable[Concatenate[N, P], Awaitable[None]], group: str
) -> Callable[Concatenate[N, P], Worker[None] | None]:
    async def until_refused(self: N, /, *args: P.args, **kwargs: P.kwargs) -> None:
        app = cast(_HasDesk, self.app)
        _began_with_names.set(not _is_private(self.app))
        try:
            await method(self, *args, **kwargs)
        except Refused:
            return
        finally:
            app.answered_at = get_time()

    def start(self: N, /, *args: P.args, **kwargs: P.kwargs) -> Worker[None] | None:
        name = f"{method.__name__}{args}{kwargs or ''}"
        if any(worker.name == name and worker.node is self and not worker.is_finished for worker in self.workers):
            return None
        return self.run_worker(until_refused(self, *args, **kwargs), name=name, group=group)

    update_wrapper(start, method)
    return start
