"""What every book can do, however it is stored."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from msgspec import Struct

from atma_tui.domain.records import Record
from atma_tui.store.chain import HeadFound, History

R = TypeVar("R", bound=Record)

MAX_DAYS = 31
"""A span is indexed by at most this many days: thousands of events that last years must not fill the memory."""


class Sharing(Struct, frozen=True):
    """The connection state of a book that desks share over a network."""

    live: bool = False
    """Whether it is in sync with the server."""
    as_of: datetime | None = None
    """When it was last in sync; None: not since it was opened."""
    refusal: str = ""
    """Why nothing can be changed at the moment, with or without a connection; empty if it can."""
    ahead: timedelta = timedelta()
    """How far the server's clock is ahead of this computer's."""
    others: tuple[tuple[str, str], ...] = ()
    """Who else is here: operators and their computers."""
    why: str = ""
    """Why there is no connection, as the server or the network says it; empty while there is one."""
    copied: str = ""
    """Progress of copying the book again, while that goes on."""
    notice: str = ""
    """The result of the last change of which it was not known whether it was saved."""


class Store(Protocol):
    """A book. A read sees the last committed state that has reached this desk.

    What a transaction replaces usually stays in the files for long. After one that adds a `Removal`, each desk
    rewrites its files as soon as it has received it, and they hold nothing from before.

    Inside `transaction` it sees the last committed state of all desks and the transaction's own writes.
    All methods raise `Busy`, `Unreachable` or `Damaged` (see `domain.errors`) and may be called from any thread.
    """

    @property
    def book_id(self) -> str:
        """The id that this book has and no other; empty for one of an old format that cannot be written."""

    @property
    def chain_head(self) -> str:
        """The digest of the last transaction and all before it, in hexadecimal digits; see `store.chain`.

        Empty for a book without history, and for one of an old format that cannot be written.
        """

    def find_head(self, head: str) -> HeadFound:
        """Say what is known about a head that somebody wrote down; the first `chain.SHORT` digits are enough."""

    def history(self) -> History:
        """Return the history in short, for a new book that gets the records of this one."""

    def descend(self, history: History) -> None:
        """Note, inside `transaction`, that the records come from another book, so that its heads are known."""

    def reading(self) -> AbstractContextManager[None]:
        """See one moment of the book in everything that is read inside, whatever others commit meanwhile.

        Cheap: every view uses it. Other threads of this process that commit wait until its end. It
        nests; inside `transaction` it changes nothing. A transaction cannot begin inside it (`RuntimeError`).
        """

    def get(self, kind: type[R], id: str, /) -> R | None:
        """Return the record of that id, None when there is none."""

    def get_many(self, kind: type[R], ids: Iterable[str], /) -> dict[str, R]:
        """Return the records of these ids by id, in the order of `ids`; an id without a record is left out."""

    def by_id(self, kind: type[R], /) -> dict[str, R]:
        """Return all records of the kind by id, in that order."""

    def find(self, kind: type[R], /, **equal: str | Collection[str]) -> list[R]:
        """Return the records whose indexed fields all equal the given texts (or hold them), each once, by id.

        A field may be given several texts; any of them will do. A `by_day` span is found by each day that it
        touches (`on="2026-12-08"`), up to `MAX_DAYS`. Without fields: all of the kind. Empty texts are not
        indexed and find nothing.
        """

    def having(self, kind: type[R], field: str, values: Collection[str], /) -> dict[str, Sequence[R]]:
        """Return for each of these texts what `find` returns for it in an indexed field, in one read."""

    def count(self, kind: type[Record], /, **equal: str | Collection[str]) -> int:
        """Return how many records `find` would return."""

    def prefix(self, kind: type[R], start: str, /, *, limit: int = 10) -> list[R]:
        """Return up to `limit` records whose id begins with `start`, by id. Looks at no other record."""

    def last(self, kind: type[R], /) -> R | None:
        """Return the record with the greatest id, None when there is none. Cheap, however many there are."""

    def search(self, kind: type[R], words: str | Sequence[Collection[str]], /, *, limit: int = 50) -> list[R]:
        """Return up to `limit` records whose folded text fields hold every word, by id.

        Words are a text, or for each word its possible spellings, folded; any of them will do.
        """

    def vocabulary(self, kind: type[Record], /) -> frozenset[str]:
        """Return the words in the folded text fields, to find what was mistyped.

        Words of records that were changed or removed lately may still be among them.
        """

    def transaction(self) -> AbstractContextManager[None]:
        """One writer over all desks: all or nothing, durable on leaving. A nested one is part of the outer."""

    def add(self, *records: Record) -> None:
        """Store new records, inside `transaction`. Raises `Exists` for an id that is there."""

    def put(self, *records: Record) -> None:
        """Store records, replacing those with the same id, inside `transaction`."""

    def delete(self, *records: Record) -> None:
        """Remove records, inside `transaction`."""

    def later(self, *records: Record) -> None:
        """Save new records now, or without a connection as soon as it is back: none is lost or saved twice.

        Outside `transaction`. For records that say what happened and rely on nothing, such as who looked at whom:
        nothing is decided again when they are saved.
        """

    def waiting(self, kind: type[R], /) -> list[R]:
        """Return the records of the kind that `later` has not saved yet; other computers do not know them."""

    def version(self, *kinds: type[Record]) -> int:
        """Return a number that grows whenever a record of one of these kinds changes for whoever reads here.

        What was made of such records holds as long as the number is the same. It also grows with a write inside
        the open transaction, with the rollback of one, and with a commit of another desk.
        """

    def changed(self) -> frozenset[str]:
        """Return the kinds committed by any desk since the last call. Cheap: made to be polled."""

    @property
    def sharing(self) -> Sharing | None:
        """The connection state of a shared book; None for a book on this computer."""

    def settle(self, patience: float = 3.0) -> bool:
        """Wait until what other desks committed before has reached this one; False when that is not so in time."""

    def listen(self, call: Callable[[], None]) -> None:
        """Have this called, from any thread, when others committed or `sharing` changed. May never happen."""

    def close(self) -> None:
        """Let go of the book. Nothing is lost without it."""
