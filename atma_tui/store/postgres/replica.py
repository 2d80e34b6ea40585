"""The replica of a shared book on this computer's disk, as the storage sees it.

A transaction becomes final on the server; here its line is added so that reading never needs the network. What
desks elsewhere committed comes the same way as from other terminals of this computer: as lines of the journal that
the `Keeper` adds. Only a transaction asks the server itself, and what it learns is kept in `_pending` until the
documents in memory follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from atma_tui.store import rerun
from atma_tui.store.postgres import refusals
from atma_tui.store.postgres.link import Link
from atma_tui.store.postgres.replica_files import ReplicaFiles
from atma_tui.store.postgres.server import Answer
from atma_tui.store.tiny.files.book_files import News
from atma_tui.store.tiny.files.journal import Entry, Op
from atma_tui.store.tiny.files.locked_files import LockedFiles

_encoder = msgspec.json.Encoder()


class Replica(LockedFiles):
    """The files and the lock of a replica in one process. Not for several threads at once."""

    _files: ReplicaFiles

    def __init__(self, folder: Path, desk: str, link: Link) -> None:
        super().__init__(folder, desk, files=ReplicaFiles(folder))
        self._link, self._in_turn = link, False
        self._pending: list[Entry] = []
        self.has_news = self._has_news

    def make(self, patience: float) -> None:
        """Nothing: the replica was copied from the server before (see `copying`)."""

    def news(self, patience: float) -> News:
        """See `LockedFiles.news`."""
        return self._complete(super().news(patience))

    def news_alone(self) -> News:
        """See `LockedFiles.news_alone`."""
        return self._complete(super().news_alone())

    def news_to_write(self) -> News:
        """Return the news with which a transaction begins.

        What may run again begins with what has reached this desk; anything else takes its turn first.
        """
        self._link.ready()
        fresh, entries = self.news_alone()
        if not rerun.may_rerun():
            self._take_turn()
        return fresh, entries + self._take_pending()

    def commit(self, ops: list[Op]) -> None:
        """Have the server add a transaction. Raises `Behind` when others committed first."""
        answer = self._link.append(self._files.position, _encoder.encode(ops), in_turn=self._in_turn)
        self._in_turn = False
        if not answer.is_saved:
            self._receive(answer)
            raise rerun.Behind
        with suppress(OSError):  # it is saved; without room here the keeper fails as well, and says so
            self._files.note_saved(answer.seq, answer.chain, ops)
            self._lock.note(self._files.reached)

    @contextmanager
    def alone(self, patience: float) -> Iterator[None]:
        """See `LockedFiles.alone`; the turn is given back."""
        with super().alone(patience):
            try:
                yield
            finally:
                if self._in_turn:
                    self._in_turn = False
                    self._link.give_back()

    @property
    def are_old(self) -> bool:
        """A replica is not converted: its server is, and then it is copied anew."""
        return False

    def _has_news(self) -> bool:
        return bool(self._pending) or self._files.has_news()

    def _take_turn(self) -> None:
        """Keep out other writers, and learn what was missed; what is long comes before the turn."""
        while not self._in_turn:
            answer = self._link.turn(self._files.position)
            self._in_turn = True
            self._receive(answer)
            if self._files.position.seq < answer.seq:
                self._in_turn = False
                self._link.give_back()
                self._catch_up()

    def _catch_up(self) -> None:
        answer = self._link.missed(self._files.position)
        self._receive(answer)
        while self._files.position.seq < answer.seq:
            answer = self._link.missed(self._files.position)
            self._receive(answer)

    def _receive(self, answer: Answer) -> None:
        if (refusal := refusals.of_answer(answer)) is not None:
            self._link.wake()
            raise refusal
        self._pending += self._files.receive(answer.entries)
        self._lock.note(self._files.reached)

    def _complete(self, news: News) -> News:
        fresh, entries = news
        pending = self._take_pending()
        return fresh, entries if fresh is not None else pending + entries

    def _take_pending(self) -> list[Entry]:
        pending, self._pending = self._pending, []
        return pending
