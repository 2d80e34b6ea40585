"""The link of a desk to the server: what a transaction asks of it. `Keeper` keeps it alive beside.

Every call ends within `patience`, with an answer or with what is known of the change: that it was not saved, or
that it may have been. In the second case the keeper finds out when the connection is back.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

from atma_tui.store.postgres import refusals, server
from atma_tui.store.postgres.connection.line import Line, Lost, Refused
from atma_tui.store.postgres.connection.wire import NoLine, Wire
from atma_tui.store.postgres.server import Answer, Desk
from atma_tui.store.postgres.unanswered.doubts import Doubt, Doubts
from atma_tui.store.tiny.files.known_files import Position

T = TypeVar("T")

_PAUSE = 0.05


class Link:
    """What the replica asks of the server, in the thread of whoever writes."""

    def __init__(self, desk: Desk, patience: float, wake: Callable[[], None], doubts: Doubts) -> None:
        """`wake` tells the keeper that something is to be done."""
        self.desk, self.patience, self.wake, self.doubts = desk, patience, wake, doubts
        self.wire = Wire(wake)
        self._own = threading.local()
        self.known = 0
        """The last transaction that this process got from the server or saved there."""

    def ready(self) -> None:
        """Raise `Unreachable` when there is no connection, and none can be made now."""
        self._call(lambda line, end: None)

    def turn(self, at: Position) -> Answer:
        """Take the turn; to be given back with `append` or `give_back`."""
        return self._call(lambda line, end: server.turn(line, at, end))

    def missed(self, at: Position) -> Answer:
        """Return what was missed."""
        return self._call(lambda line, end: server.missed(line, at, end))

    def is_saved(self, key: str) -> bool:
        """Whether a transaction of that key was saved."""
        return self._call(lambda line, end: server.saved_under(line, key, end)) is not None

    @contextmanager
    def keyed(self, key: str) -> Iterator[None]:
        """Give what is appended inside, in this thread, that key: what is in doubt then is sent again."""
        self._own.key = key
        try:
            yield
        finally:
            self._own.key = ""

    def append(self, at: Position, ops: bytes, *, in_turn: bool, forget: bool) -> Answer:
        """Add a transaction; the turn is given back. An answer that is lost on the way is asked for again."""
        own_key, sent, has_turn = getattr(self._own, "key", ""), False, in_turn
        key = own_key or str(uuid.uuid4())
        end = time.monotonic() + server.patience_for(ops, self.patience)
        while True:
            try:
                with self.wire.use(end) as line:
                    answer = server.append(
                        line, at, key, self.desk.operator, ops, end, in_turn=has_turn, forget=forget
                    )
                    if answer.is_saved:
                        self.known = max(self.known, answer.seq)
            except Refused as error:
                raise refusals.of_forgetting(error) if forget else refusals.of_server(error) from error
            except Lost as lost:
                sent, has_turn = sent or lost.sent, False
                if time.monotonic() >= end or (isinstance(lost, NoLine) and not sent):
                    if sent and not own_key:
                        self.doubts.add(Doubt(at, key, time.time(), self.desk.operator))
                    raise refusals.of_line(lost, in_doubt=sent) from lost
                _pause_without_line(lost)
            else:
                return answer

    def give_back(self) -> None:
        """Give back the turn; a line on which that fails is given up, and with it the turn."""
        end = time.monotonic() + self.patience
        with suppress(Lost, Refused), self.wire.use(end) as line:
            if line.in_transaction:
                server.rollback(line, end)

    def _call(self, ask: Callable[[Line, float], T]) -> T:
        """Ask what can be asked again: a line that broke unnoticed is replaced."""
        end = time.monotonic() + self.patience
        while True:
            try:
                with self.wire.use(end) as line:
                    return ask(line, end)
            except Refused as error:
                raise refusals.of_server(error) from error
            except Lost as lost:
                if isinstance(lost, NoLine) or time.monotonic() >= end:
                    raise refusals.of_line(lost, in_doubt=False) from lost


def _pause_without_line(lost: Lost) -> None:
    """Do not ask a server too often that is just starting again."""
    if isinstance(lost, NoLine):
        time.sleep(_PAUSE)
