"""The thread that keeps a desk in sync with the server.

It connects and reconnects; listens, and also asks every few seconds, since notifications may be lost; adds to the
replica's files what others committed; and finds out the result of changes that got no answer. The rest of the
program sees its work in the files, and in `sharing`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from socket import socketpair

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.domain.errors import AtmaError, Busy, Damaged, TooNew
from atma_tui.store.postgres import refusals, server
from atma_tui.store.postgres.connection.line import Line, Lost, Refused, wait_for_any
from atma_tui.store.postgres.feeder import Feeder
from atma_tui.store.postgres.link import Link
from atma_tui.store.postgres.server import Desk
from atma_tui.store.postgres.server_clock import ServerClock
from atma_tui.store.postgres.unanswered.doubts import Doubts
from atma_tui.store.postgres.unanswered.settling import settle
from atma_tui.store.protocol import Sharing
from atma_tui.store.tiny import migrations

_HEARTBEAT, _HEARTBEAT_IN_TURN = 3.0, 0.5
"""Seconds. The second is below the time after which the server throws out a desk that is idle in its turn."""
_HEARTBEAT_POOLED = 1.0
_SOON = 0.02
_FIRST_NAP, _LONGEST_NAP = 0.1, 5.0


class _Looks(Struct):
    """How often the server was asked what is new."""

    begun: int = 0
    done: int = 0
    """Number of the last one that brought this desk in step."""
    failed: int = 0


class Keeper:
    """Keeps the link of one desk alive. `sharing` may be read by any thread."""

    def __init__(
        self, desk: Desk, patience: float, connect: Callable[[float], Line], feeder: Feeder, doubts: Doubts
    ) -> None:
        """`connect` makes a line before a moment of the monotonic clock, or raises `Lost` or an `AtmaError`."""
        self._connect, self._feeder = connect, feeder
        self.link = Link(desk, patience, self.wake, doubts)
        self.sharing = Sharing()
        self._listeners: list[Callable[[], None]] = []
        self._bell, self._ringer = socketpair()
        self._ringer.setblocking(False)
        self._looked = threading.Condition()
        self._looks = _Looks()
        self._next_look = self._next_heartbeat = 0.0
        self._is_pooled = False
        self._clock = ServerClock()
        self._is_closing = False
        self._thread = threading.Thread(target=self._run, name="shared book", daemon=True)

    def start(self, line: Line | None = None) -> None:
        """Begin; with a line that there is already."""
        self._first_line = line
        self._thread.start()

    def wake(self) -> None:
        """Have it look now, and connect if there is no line."""
        with suppress(BlockingIOError, OSError):
            self._ringer.send(b"!")

    def listen(self, call: Callable[[], None]) -> None:
        """See `Store.listen`."""
        self._listeners.append(call)

    def settle(self, patience: float) -> bool:
        """See `Store.settle`."""
        with self._looked:
            wanted, failed = self._looks.begun + 1, self._looks.failed
            self.wake()
            self._looked.wait_for(lambda: self._looks.done >= wanted or self._looks.failed > failed, patience)
            return self._looks.done >= wanted

    def close(self) -> None:
        """End, and hang up."""
        self._is_closing = True
        self.wake()
        if self._thread.ident is not None:
            self._thread.join(self.link.patience * 2)
        self.link.wire.put(None)
        self._feeder.close()
        self._bell.close()
        self._ringer.close()

    # --- in the thread ---

    def _run(self) -> None:
        nap = _FIRST_NAP
        while not self._is_closing:
            try:
                self._open_line()
            except (Lost, Refused, AtmaError) as error:
                self.link.wire.put(None, error)
                self._be_offline(error)
                self._note_look(failed=True)
            else:
                done = self._looks.done
                self._converse()
                if self._looks.done > done:
                    nap = _FIRST_NAP
                    continue
            self._rest([], nap)
            nap = min(nap * 1.5, _LONGEST_NAP)
        self._leave()

    def _converse(self) -> None:
        """Look whenever there is a reason, until the connection breaks."""
        try:
            while not self._is_closing:
                self._look()
                self._wait()
        except (Lost, Refused, AtmaError) as error:
            self._be_offline(error)

    def _open_line(self) -> None:
        line, self._first_line = self._first_line, None
        end = time.monotonic() + self.link.patience
        line = line or self._connect(end)
        try:
            presence = self._announce(line, end)
            self._is_pooled = presence.is_pooled
            if not presence.is_pooled:
                line.run("listen book", end)
            if notice := settle(line, self.link.doubts, end):
                self._show(notice=notice)
        except BaseException:
            line.close()
            raise
        self.link.wire.put(line)

    def _look(self) -> None:
        """Say that we are here when it is time, and get what is new."""
        with self._looked:
            self._looks.begun += 1
            number = self._looks.begun
        try:
            end = time.monotonic() + self.link.patience
            with self.link.wire.use(end, wait=False) as line:
                line.heard()
                if time.monotonic() >= self._next_heartbeat:
                    self._announce(line, end)
            self._fetch()
            self._note_look(done=number)
        except Busy:  # somebody writes at this computer; that may be in its turn, which needs our heartbeat
            self._next_look = time.monotonic() + _SOON

    def _note_look(self, *, done: int = 0, failed: bool = False) -> None:
        with self._looked:
            self._looks.done = max(self._looks.done, done)
            self._looks.failed += failed
            self._looked.notify_all()

    def _fetch(self) -> None:
        refusal, new, is_behind = "", False, True
        while is_behind:
            at, end = self._feeder.position(), time.monotonic() + self.link.patience
            with self.link.wire.use(end, wait=False) as line:
                answer = server.missed(line, at, end)
                if answer.what == "too old" and not line.in_transaction:
                    self._copy_anew(line)
                    new = True
                    continue
            try:
                if (wrong := refusals.of_answer(answer)) is not None:
                    raise wrong
                new = bool(self._feeder.receive(answer.entries)) or new
            except (Damaged, TooNew) as error:
                refusal = str(error)
            is_behind = not refusal and bool(answer.entries) and answer.entries[-1].seq < answer.seq
        self.link.known = max(self.link.known, answer.seq)
        self._next_look = self._next_heartbeat
        self._show(live=True, why="", as_of=datetime.now(UTC), refusal=refusal, told=new)

    def _copy_anew(self, line: Line) -> None:
        try:
            found = server.copy(line, self.link.patience, self._tell_copied)
        finally:
            self._show(copied="")
        if found[1] != migrations.DOCUMENTS:
            raise refusals.of_format(found[1])
        self._feeder.replace(found)

    def _tell_copied(self, number: int, total: int) -> None:
        self._show(copied=f"{100 * number // max(total, 1)} %")

    def _announce(self, line: Line, end: float) -> server.Presence:
        presence = server.announce(line, self.link.desk, self.link.known, end)
        self._next_heartbeat = time.monotonic() + self._heartbeat()
        self._show(ahead=self._clock.measured(presence), others=tuple(map(tuple, presence.others)))
        return presence

    def _wait(self) -> None:
        """Wait until there is a reason to look: a notification that is not our own echo, a ring, or it is time."""
        while not self._is_closing:
            line = self.link.wire.line
            if line is None or not line.is_open:
                raise Lost("the connection is closed")
            left = min(self._next_look, self._next_heartbeat) - time.monotonic()
            if self._rest([line.socket], min(left, self._heartbeat())) or left <= 0:
                return
            with suppress(Busy), self.link.wire.use(time.monotonic() + self.link.patience, wait=False) as line:
                if line.in_transaction or any(map(self._is_news, line.heard())):
                    return

    def _is_news(self, said: bytes) -> bool:
        """Anybody who may log in may notify anything: it is a reason to look, and no more."""
        return not (said.isdigit() and int(said) <= self.link.known)

    def _heartbeat(self) -> float:
        line = self.link.wire.line
        if line is not None and line.in_transaction:
            return _HEARTBEAT_IN_TURN
        return _HEARTBEAT_POOLED if self._is_pooled else _HEARTBEAT

    def _rest(self, sockets: list[int], seconds: float) -> bool:
        """Wait for these or a ring, for a limited time; returns whether it rang."""
        wait_for_any([*sockets, self._bell.fileno()], max(seconds, 0))
        self._bell.setblocking(False)
        try:
            return bool(self._bell.recv(4096))
        except BlockingIOError:
            return False

    def _be_offline(self, error: Exception) -> None:
        wrong = refusals.of_server(error) if isinstance(error, Refused) else error
        why, refusal = (str(wrong), "") if isinstance(wrong, Lost) else ("", str(wrong))
        self._show(live=False, why=why, refusal=refusal, others=())

    def _show(self, *, told: bool = False, **changes: object) -> None:
        before = self.sharing
        self.sharing = replace(before, **changes)
        if told or replace(before, as_of=None, ahead=timedelta()) != replace(
            self.sharing, as_of=None, ahead=timedelta()
        ):
            for call in self._listeners:
                call()

    def _leave(self) -> None:
        end = time.monotonic() + self.link.patience
        with suppress(Lost, Refused), self.link.wire.use(end, wait=False) as line:
            line.post("select book.gone($1)", [self.link.desk.id.encode()], end)
