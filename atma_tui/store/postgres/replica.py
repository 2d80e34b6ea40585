"""The replica of a shared book on this computer's disk, in the form that the storage uses.

A transaction becomes final on the server; here its line is added so that reading never needs the network. What
desks elsewhere committed is added to the files by whoever learns of it, mostly the `Keeper`, and reaches the
documents in memory from there, like the work of another terminal of this computer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from atma_tui.domain.errors import Busy
from atma_tui.store import rerun
from atma_tui.store.postgres import refusals
from atma_tui.store.postgres.link import Link
from atma_tui.store.postgres.replica_files import ReplicaFiles
from atma_tui.store.postgres.server import Answer
from atma_tui.store.tiny.files import journal
from atma_tui.store.tiny.files.journal import Op
from atma_tui.store.tiny.files.known_files import Position
from atma_tui.store.tiny.files.locked_files import LockedFiles


class SavedBefore(Exception):
    """The transaction is in the book already: somebody else sent it under the same key. Nothing was changed."""


class Replica(LockedFiles):
    """The files and the lock of a replica in one process. Not for several threads at once."""

    _files: ReplicaFiles

    def __init__(self, folder: Path, desk: str, link: Link) -> None:
        super().__init__(folder, desk, files=ReplicaFiles(folder))
        self._end = ReplicaFiles(folder)
        """Adds what the server tells, ahead of what memory holds."""
        self._link, self._in_turn = link, False

    def make(self, patience: float) -> None:
        """Nothing: the replica was copied from the server before."""

    @property
    def are_old(self) -> bool:
        """A replica is not converted: its server is, and then it is copied anew."""
        return False

    @contextmanager
    def writing(self, patience: float) -> Iterator[None]:
        """See `LockedFiles.writing`.

        What may run again begins with what has reached this desk; anything else takes its turn first, and knows
        everything.
        """
        self._link.ready()
        with self.alone(patience):
            try:
                if not rerun.may_rerun():
                    self._take_turn()
                yield
            finally:
                if self._in_turn:
                    self._in_turn = False
                    self._link.give_back()

    def commit(self, ops: list[Op]) -> None:
        """Have the server add a transaction. Raises `Behind` when others committed first."""
        at, text = self._files.position, journal.encode_ops(ops)
        forget = journal.forgets(ops) and at.seq > 0
        answer = self._link.append(at, text, in_turn=self._in_turn, forget=forget)
        in_turn, self._in_turn = self._in_turn, False
        if not answer.is_saved:
            self._receive(answer)
            raise Busy(refusals.TURN_LOST) if in_turn else rerun.Behind
        if answer.seq != self._files.position.seq + 1:
            raise SavedBefore
        with suppress(OSError):  # it is saved; without room here the keeper fails as well, and says so
            self._files.note_saved(answer.seq, answer.chain, text)
            self._lock.note(self._files.reached)

    def close(self) -> None:
        """See `LockedFiles.close`."""
        self._end.close()
        super().close()

    def _take_turn(self) -> None:
        """Keep out other writers, and learn what was missed; what is long comes before the turn."""
        at = self._at_end()
        while not self._in_turn:
            answer = self._link.turn(at)
            self._in_turn = True
            at = self._receive(answer)
            if at.seq < answer.seq:
                self._in_turn = False
                self._link.give_back()
                at = self._catch_up(at)

    def _catch_up(self, at: Position) -> Position:
        answer = self._link.missed(at)
        while (at := self._receive(answer)).seq < answer.seq:
            answer = self._link.missed(at)
        return at

    def _receive(self, answer: Answer) -> Position:
        if (refusal := refusals.of_answer(answer)) is not None:
            self._link.wake()
            raise refusal
        self._at_end()
        self._end.receive(answer.entries)
        self._lock.note(self._end.reached)
        return self._end.position

    def _at_end(self) -> Position:
        self._end.skip_to_end(self._lock.reached)
        return self._end.position
