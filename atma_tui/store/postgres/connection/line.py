"""A connection to PostgreSQL on which every wait has a time limit.

A connection that swallows everything gives no error for minutes, since the operating system at the other end keeps
acknowledging; so nothing here waits longer than it is told. It uses libpq directly: psycopg's cursors wait without
a limit, and cost more than the rest of a call.
"""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from psycopg import OperationalError, pq

from atma_tui.domain.text import clean

Row = list[bytes | None]
"""A row of an answer, in PostgreSQL's text format."""

_FAILED = (pq.ExecStatus.FATAL_ERROR, pq.ExecStatus.BAD_RESPONSE)
_AT_ONCE = 1e-6
_HANGS_UP = ("08", "57P0")
"""Beginnings of the SQLSTATEs with which the server closes the connection."""


class Lost(Exception):
    """The line is down: no connection, or no answer in time. It is closed."""

    def __init__(self, why: str, *, sent: bool = False) -> None:
        super().__init__(why)
        self.sent = sent
        """Whether something was sent to which the answer is not known."""


class NoPassword(Lost):
    """The server asks for a password, and none was given."""

    def __init__(self, why: str, options: dict[str, str]) -> None:
        super().__init__(why)
        self.options = options
        """What the connection was to be made with."""


class Refused(Exception):
    """The server said no."""

    def __init__(self, state: str, why: str) -> None:
        super().__init__(why)
        self.state = state
        """The SQLSTATE."""


class Line:
    """A connection. Not for several threads at once. Methods raise `Lost` and `Refused`."""

    def __init__(self, conninfo: str, end: float) -> None:
        """Connect before the moment `end` of the monotonic clock."""
        self._pg = pq.PGconn.connect_start(conninfo.encode())
        self._sent = False
        try:
            self._connect(end)
        except Lost as lost:
            wants, options = self._pg.needs_password, self.options
            self.close()
            raise NoPassword(str(lost), options) if wants else lost from None
        except BaseException:
            self.close()
            raise
        self._pg.nonblocking = 1

    @property
    def is_open(self) -> bool:
        """Whether it can be used."""
        return self._pg.status == pq.ConnStatus.OK

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open, as far as is known."""
        return self.is_open and self._pg.transaction_status != pq.TransactionStatus.IDLE

    @property
    def socket(self) -> int:
        """The socket's descriptor, to wait for notifications."""
        return self._pg.socket

    @property
    def process(self) -> int:
        """The server's process for this connection, as it was told when the connection was made."""
        return self._pg.backend_pid

    @property
    def is_encrypted(self) -> bool:
        """Whether TLS is used."""
        return bool(self._pg.ssl_in_use)

    @property
    def options(self) -> dict[str, str]:
        """What the connection was made with, defaults included; a password is left out."""
        found = {option.keyword.decode(): (option.val or b"").decode() for option in self._pg.info}
        return {name: value for name, value in found.items() if "password" not in name}

    @property
    def server_version(self) -> int:
        """The version of PostgreSQL, such as 150018."""
        return self._pg.server_version

    def ask(self, sql: str, values: Sequence[bytes | None], end: float) -> list[Row]:
        """Return the rows of one statement, with `$1` and so on in the place of values."""
        with self._hanging_up():
            self._send(lambda: self._pg.send_query_params(sql.encode(), values), end)
            return self._rows(end)

    def run(self, sql: str, end: float) -> list[Row]:
        """Return the rows of the last of several statements that has any, sent in one go."""
        with self._hanging_up():
            self._send(lambda: self._pg.send_query(sql.encode()), end)
            return self._rows(end)

    def copy_out(self, sql: str, patience: float) -> Iterator[bytes]:
        """Yield the lines of a COPY, each of which comes within `patience` seconds."""
        with self._hanging_up():
            end = time.monotonic() + patience
            self._send(lambda: self._pg.send_query(sql.encode()), end)
            while self._pg.is_busy():
                self._receive(end)
            self._pg.get_result()
            while True:
                size, data = self._pg.get_copy_data(1)
                if size < 0:
                    break
                if size:
                    yield bytes(data)
                else:
                    self._receive(time.monotonic() + patience)
            self._rows(time.monotonic() + patience)

    def post(self, sql: str, values: Sequence[bytes | None], end: float) -> None:
        """Send a statement as the last one, without waiting for the answer."""
        with self._hanging_up():
            self._send(lambda: self._pg.send_query_params(sql.encode(), values), end)

    def quote(self, text: bytes) -> str:
        """Return the text as a literal for `run`."""
        return bytes(pq.Escaping(self._pg).escape_literal(text)).decode()

    def heard(self) -> list[bytes]:
        """Return what was notified since the last call, without waiting."""
        with self._hanging_up():
            self._pg.consume_input()
        found = []
        while notification := self._pg.notifies():
            found.append(notification.extra)
        return found

    def close(self) -> None:
        """Hang up."""
        self._pg.finish()

    def _connect(self, end: float) -> None:
        status = pq.PollingStatus.WRITING
        while status != pq.PollingStatus.OK:
            if self._pg.status == pq.ConnStatus.BAD or status == pq.PollingStatus.FAILED:
                raise Lost(_one_line(self._pg.error_message))
            if not _is_ready(self._pg.socket, end, to_write=status == pq.PollingStatus.WRITING):
                raise Lost("the server does not answer")
            status = pq.PollingStatus(self._pg.connect_poll())

    @contextmanager
    def _hanging_up(self) -> Iterator[None]:
        """Close the connection unless an answer came: a late one would be taken for that of another statement."""
        self._sent = False
        try:
            yield
        except Refused:
            raise
        except Lost as lost:
            self.close()
            raise Lost(str(lost), sent=self._sent) from None
        except OperationalError as error:
            self.close()
            raise Lost(_one_line(str(error).encode()), sent=self._sent) from None
        except BaseException:
            self.close()
            raise

    def _send(self, send: Callable[[], None], end: float) -> None:
        if self.is_open and _is_ready(self._pg.socket, time.monotonic() + _AT_ONCE):
            self._pg.consume_input()  # notices a connection that the server has closed, before anything is sent
        if not self.is_open:
            raise Lost("the connection is closed")
        self._sent = True
        send()
        while self._pg.flush():
            if not _is_ready(self._pg.socket, end, to_write=True):
                raise Lost("the server does not answer")
            self._pg.consume_input()

    def _rows(self, end: float) -> list[Row]:
        """Return the rows of the last result that has any, or raise what the server refused."""
        rows: list[Row] = []
        refused: Refused | None = None
        while (result := self._result(end)) is not None:
            if result.status in _FAILED:
                state = (result.error_field(pq.DiagnosticField.SQLSTATE) or b"").decode()
                refused = refused or Refused(state, _one_line(result.error_message))
            elif result.status == pq.ExecStatus.TUPLES_OK:
                columns = range(result.nfields)
                rows = [[result.get_value(row, column) for column in columns] for row in range(result.ntuples)]
        if refused is not None:
            if refused.state.startswith(_HANGS_UP) or not self.is_open:
                raise Lost(str(refused))
            raise refused
        return rows

    def _result(self, end: float) -> pq.abc.PGresult | None:
        while self._pg.is_busy():
            self._receive(end)
        return self._pg.get_result()

    def _receive(self, end: float) -> None:
        if not _is_ready(self._pg.socket, end):
            raise Lost("the server does not answer")
        self._pg.consume_input()


def wait_for_any(sockets: Sequence[int], seconds: float) -> None:
    """Wait until there is something to read at one of them, or for so long."""
    if hasattr(select, "poll"):
        poll = select.poll()
        for socket in sockets:
            poll.register(socket, select.POLLIN)
        poll.poll(seconds * 1000)
    else:
        select.select(sockets, [], [], seconds)


def _is_ready(socket: int, end: float, *, to_write: bool = False) -> bool:
    """Wait until there is something to read or room to write; False when that takes too long."""
    left = end - time.monotonic()
    if left <= 0:
        return False
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(socket, select.POLLOUT if to_write else select.POLLIN)
        return bool(poll.poll(left * 1000))
    return any(select.select([] if to_write else [socket], [socket] if to_write else [], [], left))


def _one_line(message: bytes) -> str:
    """Return the server's or libpq's first sentence, fit for people."""
    first = message.decode("utf-8", "replace").strip().split("\n")[0]
    return clean(first.removeprefix("ERROR:").removeprefix("FATAL:").strip(), 200)
