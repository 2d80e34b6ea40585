"""Making connections that may be used: to a server that is new enough, and not readable by others on the way."""

from __future__ import annotations

from psycopg.conninfo import make_conninfo

from atma_tui.domain.errors import Unreachable
from atma_tui.store.postgres.connection import address, keyring_password
from atma_tui.store.postgres.connection.address import Address
from atma_tui.store.postgres.connection.line import Line, NoPassword

_OLDEST = 14


class Connector:
    """Makes connections to one address."""

    def __init__(self, to: Address) -> None:
        self._to = to
        self.warning = ""
        """What is not safe about the last connection; empty when nothing is."""

    def __call__(self, end: float) -> Line:
        """Return a connection, made before the moment `end` of the monotonic clock.

        Raises `Lost`, and `Unreachable` for a server that must not be used.
        """
        line = self._line(end)
        try:
            self._refuse(line)
        except BaseException:
            line.close()
            raise
        self.warning = address.warning(line.options, is_encrypted=line.is_encrypted)
        return line

    def _line(self, end: float) -> Line:
        try:
            return Line(self._to.conninfo, end)
        except NoPassword as refused:
            name = keyring_password.name_of(refused.options)
            if not (password := keyring_password.password(name)):
                raise Unreachable(
                    f"The server asks for the password of {name}. Put it into ~/.pgpass (one line: "
                    "host:port:database:login:password; then chmod 600 ~/.pgpass), or into the keyring: "
                    f"keyring set atma-tui {name}"
                ) from None
            return Line(make_conninfo(self._to.conninfo, password=password), end)

    def _refuse(self, line: Line) -> None:
        if line.server_version < _OLDEST * 10_000:
            version = line.server_version // 10_000
            raise Unreachable(f"The server is PostgreSQL {version}; the shared book needs {_OLDEST} or newer.")
        options = line.options
        is_meant = options["sslmode"] in ("disable", "allow") or all(map(address.is_local, address.hosts(options)))
        if self._to.needs_tls and not line.is_encrypted and not is_meant:
            raise Unreachable(
                "The connection to the shared book would not be encrypted. Write sslmode=verify-full into the "
                "service file."
            )
