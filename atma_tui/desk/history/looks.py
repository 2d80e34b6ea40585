"""The log of looks: it records everybody who sees a client on a screen, in an answer or in a file.

All views pass one place on their way to people (`ui.ground.door`, `cli.command`), which gives them to `saw`. A
thread of its own then finds and writes whom they show. Looks are not acts: undo does not touch them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from atma_tui import __version__
from atma_tui.desk.book.book import Book
from atma_tui.desk.history.look_keeping import pack_past_days
from atma_tui.desk.history.shown_people import shown_in
from atma_tui.domain.errors import BookError
from atma_tui.domain.records import EVERYBODY, Look, LookDone, Operator, new_id
from atma_tui.domain.trust.rights import named
from atma_tui.store.rerun import rerunnable

_LOOK_AGAIN = timedelta(minutes=10)
"""Looks at one person at one place within this time count as one."""
_GATHER = 0.5
"""Seconds for which looks are gathered before they are written together."""
_PROGRAM = f"atma-tui {__version__}"


_SHOWS_NOBODY = (bool, int, str, type(None))


class _Seen(Struct, frozen=True, kw_only=True):
    """A view that was shown, and its look, in which the people are not filled in yet."""

    view: object
    look: Look


class Looks:
    """The recorder of looks."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._waiting: list[_Seen] = []
        self._is_due = False
        self._changing, self._writing = threading.Lock(), threading.Lock()
        self._hurry = threading.Event()
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="looks")
        self.lost = ""
        """Why looks could neither be written nor kept at the end; empty if that did not happen."""

    def saw(
        self, view: object, place: str, *, done: LookDone = "view", everybody: bool = False, reason: str = ""
    ) -> None:
        """Log that the operator sees the clients in a view; it is written soon, at the latest at the end.

        Args:
            view: anything made of what the desk returns.
            place: the screen or the command.
            done: what was done with it.
            everybody: whether it is the whole book.
            reason: why the record of a masked client was opened.
        """
        if isinstance(view, _SHOWS_NOBODY) and not everybody:
            return
        book = self._book
        who = book.at_desk.signed_in
        look = Look(
            id="",
            at=book.now(),
            by=book.operator,
            operator=who.id if who else "",
            role=who.role if who else "",
            program=_PROGRAM,
            done=done,
            site=book.facility,
            place=place,
            people=(EVERYBODY,) if everybody else (),
            reason=reason,
        )
        with self._changing:
            self._waiting.append(_Seen(view=view, look=look))
            if not self._is_due:
                self._is_due = True
                self._writer.submit(self._write_soon)

    def flush(self) -> None:
        """Write waiting looks now; without a connection, keep them on this computer until it is back."""
        with self._writing:
            with self._changing:
                seen, self._waiting = self._waiting, []
            if not seen:
                return
            try:
                self._write(seen)
            except Exception as failure:
                with self._changing:
                    self._waiting = [*seen, *self._waiting]
                if not isinstance(failure, BookError):
                    raise

    def close(self) -> None:
        """Write waiting looks, or keep them on this computer, and end the thread."""
        self._hurry.set()
        self._writer.shutdown()
        self.flush()
        if self._waiting:
            try:
                self._keep(self._waiting)
            except BookError as error:
                self.lost = str(error)

    def _write_soon(self) -> None:
        self._hurry.wait(_GATHER)
        with self._changing:
            self._is_due = False
        self.flush()

    @rerunnable
    def _write(self, seen: Sequence[_Seen]) -> None:
        store = self._book.store
        with store.reading():
            looks = self._new_looks(seen)
        if looks and not self._book.is_writable:
            store.later(*looks)
        elif looks:
            with store.transaction():
                store.add(*looks)
                pack_past_days(store, self._book.now())

    def _keep(self, seen: Sequence[_Seen]) -> None:
        with self._book.store.reading():
            looks = self._new_looks(seen)
        if looks:
            self._book.store.later(*looks)

    def _new_looks(self, seen: Iterable[_Seen]) -> list[Look]:
        """Return the looks that the log does not have yet: only at clients, and each once in ten minutes."""
        new: list[Look] = []
        store = self._book.store
        operators = self._book.all_of(Operator)
        for one in seen:
            look, ids = one.look, self._clients(one)
            if not look.operator and (who := named(operators.values(), look.by)) is not None:
                look = replace(look, by=who.name, operator=who.id, role=who.role)
            known = [*store.find(Look, people=ids), *store.waiting(Look), *new] if ids else []
            since = look.at - _LOOK_AGAIN
            lately = {id for old in known if old.at > since and _like(old) == _like(look) for id in old.people}
            if fresh := tuple(id for id in ids if id not in lately):
                new.append(replace(look, id=new_id(f"look-{look.at:%Y%m%dT%H%M%S}"), people=fresh))
        return new

    def _clients(self, seen: _Seen) -> list[str]:
        if seen.look.people:
            return [*seen.look.people]
        people = self._book.people(dict.fromkeys(shown_in(seen.view)))
        return [*dict.fromkeys(one.id for one in people.values() if one.status == "client")]


def _like(look: Look) -> tuple[str, ...]:
    """Return the key that is equal for looks that may count as one."""
    return look.by, look.done, look.place, look.site, look.reason
