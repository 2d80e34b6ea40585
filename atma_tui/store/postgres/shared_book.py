"""The shared book: the embedded book over a replica of what PostgreSQL keeps."""

from __future__ import annotations

import platform
import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

from atma_tui.domain.errors import BookError, Damaged, Unreachable
from atma_tui.domain.records import Record
from atma_tui.domain.text import clean
from atma_tui.places import later_folder
from atma_tui.store.chain import SHORT, HeadFound
from atma_tui.store.postgres import comparing, digests, refusals, server, setup
from atma_tui.store.postgres.connection.address import Address
from atma_tui.store.postgres.connection.connecting import Connector
from atma_tui.store.postgres.connection.line import Line, Lost, Refused
from atma_tui.store.postgres.digests import Digests
from atma_tui.store.postgres.feeder import Feeder
from atma_tui.store.postgres.keeper import Keeper
from atma_tui.store.postgres.replica import Replica, SavedBefore
from atma_tui.store.postgres.server import Desk
from atma_tui.store.postgres.unanswered.doubts import Doubts
from atma_tui.store.postgres.unanswered.late import late
from atma_tui.store.postgres.unanswered.later import Later
from atma_tui.store.protocol import Sharing
from atma_tui.store.rerun import rerunnable
from atma_tui.store.tiny import migrations
from atma_tui.store.tiny.files import disk, location_checks, snapshot
from atma_tui.store.tiny.files.known_files import Position
from atma_tui.store.tiny.tinybook import TinyBook

R = TypeVar("R", bound=Record)

_LOCAL_PATIENCE = 10.0
_FIND_HEAD = "select seq from book.journal where starts_with(encode(hash, 'hex'), $1) limit 1"


class SharedBook(TinyBook):
    """A book that desks on several computers share; implements `store.protocol.Store`."""

    def __init__(
        self,
        address: Address,
        folder: Path,
        *,
        operator: str = "",
        patience: float = 3.0,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Open the shared book with its replica in `folder`, which is made at the first time.

        With a replica no connection is waited for. `patience` is how many seconds a change waits for the server.
        `say` is told how far the first copy is. Raises `Unreachable`, `Damaged` or `TooNew`.
        """
        os_errors = disk.OsErrors(folder, what="This computer's copy of the shared book")
        with os_errors:
            disk.make_folder(folder)
            location_checks.refuse_shared(folder)
            self._feeder = Feeder(folder, operator)
        desk = Desk(str(uuid.uuid4()), clean(operator, 60) or "desk", clean(platform.node(), 60))
        self._connect = Connector(address)
        doubts = Doubts(folder.with_name(f"{folder.name}-in-doubt"))
        self._keeper = Keeper(desk, patience, self._connect, self._feeder, doubts)
        try:
            with os_errors:
                line = None if _is_usable(folder) else self._copy(patience, say)
            try:
                self._open_replica(folder, operator)
            except Damaged:
                line = self._copy(patience, say, is_damaged=True)
                self._open_replica(folder, operator)
        except BaseException:
            self._keeper.close()
            raise
        self._later = Later(later_folder(folder), self._save_once, lambda: self.keys)
        self._keeper.listen(lambda: self._later.note(is_live=self._is_writable))
        self._keeper.start(line)

    @property
    def sharing(self) -> Sharing:
        """See `Store.sharing`."""
        return self._keeper.sharing

    def find_head(self, head: str) -> HeadFound:
        """See `Store.find_head`. Asks the server when it is not in the replica, which began when it was copied."""
        found = super().find_head(head)
        if found is not HeadFound.UNKNOWN:
            return found
        end = time.monotonic() + _LOCAL_PATIENCE
        try:
            with closing(self._connect(end)) as line:
                listed = line.ask(_FIND_HEAD, [head[:SHORT].encode()], end)
        except (Lost, Refused) as error:
            raise Unreachable(
                f"This computer's copy of the shared book does not list that head, and its server cannot be asked "
                f"({error})."
            ) from error
        return HeadFound.KEPT if listed else HeadFound.UNKNOWN

    def settle(self, patience: float = 3.0) -> bool:
        """See `Store.settle`."""
        return self._keeper.settle(patience)

    def listen(self, call: Callable[[], None]) -> None:
        """See `Store.listen`."""
        self._keeper.listen(call)

    def later(self, *records: Record) -> None:
        """See `Store.later`."""
        self._later.keep(records)
        if self._is_writable:
            self._later.send_soon()

    def waiting(self, kind: type[R], /) -> list[R]:
        """See `Store.waiting`."""
        return [record for record in self._later.waiting() if isinstance(record, kind)]

    def problems(self) -> list[str]:
        """See `TinyBook.problems`; also what is wrong with the connection, or between replica and server."""
        return [*filter(None, [self._connection_problem(), self._connect.warning]), *super().problems()]

    def close(self) -> None:
        """See `Store.close`."""
        self._later.close()
        super().close()
        self._keeper.close()

    @property
    def _is_writable(self) -> bool:
        return self.sharing.live and not self.sharing.refusal

    @rerunnable
    def _save_once(self, key: str, records: Sequence[Record]) -> None:
        link = self._keeper.link
        if not link.is_saved(key):
            with suppress(SavedBefore), link.keyed(key), self.transaction():
                self.put(*late(self, records))

    def _connection_problem(self) -> str:
        if (sharing := self.sharing).refusal:
            return sharing.refusal
        if not sharing.live:
            return f"The shared book cannot be reached ({sharing.why}); what is known here was checked."
        return comparing.compare(self._connect, self._known, self.settle, self.folder)

    def _known(self) -> tuple[Position, Digests]:
        """Return how far memory is, and what it comes to."""
        with self.reading():
            return self._storage.position, digests.of_tables(self._storage.raw())

    def _open_replica(self, folder: Path, operator: str) -> None:
        files = Replica(folder, operator, self._keeper.link)
        super().__init__(folder, operator=operator, patience=_LOCAL_PATIENCE, files=files)

    def _copy(self, patience: float, say: Callable[[str], None], *, is_damaged: bool = False) -> Line:
        """Copy the whole book, which is made in an empty database; return the connection.

        `is_damaged`: and put it in the place of a replica that goes as far, since that cannot be read.
        """

        def told(number: int, total: int) -> None:
            say(f"Copying the shared book to this computer: {number:,} of {total:,} records")

        try:
            line = self._connect(time.monotonic() + patience)
            if not setup.is_made(line):
                setup.make(line)
            found = server.copy(line, patience * 10, told)
        except Refused as error:
            raise refusals.of_server(error) from error
        except Lost as lost:
            raise Unreachable(
                f"The shared book cannot be reached ({lost}), and it was not opened on this computer before. "
                "Nothing was changed."
            ) from lost
        if found[1] != migrations.DOCUMENTS:
            raise refusals.of_format(found[1])
        self._feeder.replace(found, is_damaged=is_damaged)
        return line


def _is_usable(folder: Path) -> bool:
    """Whether there is a replica whose documents have today's format."""
    with suppress(FileNotFoundError, BookError):
        meta = snapshot.read_meta(folder / "book.json")
        return meta is not None and meta.format >= migrations.FORMAT
    return False
