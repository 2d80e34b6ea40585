"""The files of a replica: those of an embedded book, with lines that the server has made durable."""

from __future__ import annotations

from msgspec import Raw

from atma_tui.domain.errors import Damaged
from atma_tui.store import chain
from atma_tui.store.postgres.server import Received
from atma_tui.store.tiny.files import disk, snapshot
from atma_tui.store.tiny.files.book_files import BookFiles
from atma_tui.store.tiny.files.journal import Line
from atma_tui.store.tiny.files.signatures import Reached


class ReplicaFiles(BookFiles):
    """How far this process knows the replica, and what it adds to it, with the lock held alone.

    Nothing here waits for the disk: what a power cut takes, the server still has.
    """

    def skip_to_end(self, reached: Reached | None) -> None:
        """Know all that is in the files, without reading the documents. Raises `FileNotFoundError`, `Damaged`."""
        is_open = self._open_journal is not None
        if is_open and not self.has_news():
            return
        identity = disk.identity(self._name)
        if not is_open or identity != self._identity or not self._journal_goes_on():
            meta = snapshot.read_meta(self.snapshot)
            if meta is None:
                raise Damaged(f"{self.snapshot} cannot be read.")
            self._follow(meta, identity)
        self._read_on(reached, repair=True)
        self._seen = self._look()
        self.confirm()

    def receive(self, received: list[Received]) -> int:
        """Add what desks elsewhere committed; returns how many transactions were not known yet.

        Raises `Damaged` for what does not follow what is known.
        """
        seq, head, lines = self._seq, self._chain, list[Line]()
        for one in received:
            if one.seq <= self._seq:
                continue
            head = chain.link(head, one.ops)
            if one.seq != seq + 1 or one.chain != head:
                raise Damaged(
                    f"Transaction {one.seq} on the server does not follow what this desk knows: the history was "
                    "changed there. Nothing can be changed here until somebody has looked at it."
                )
            lines.append(one.line())
            seq = one.seq
        self._add(lines)
        return len(lines)

    def note_saved(self, seq: int, head: str, ops: bytes) -> None:
        """Add a transaction of our own that the server has saved; memory holds it already."""
        self._add([Line(seq, Raw(ops), head)])

    def _add(self, lines: list[Line]) -> None:
        if lines:
            self._journal.add(lines)
            for line in lines:
                self._know(line)
            self._seen = self._look()
