"""Making a connection that may be used: to a server that is new enough, and not readable by others on the way."""

from __future__ import annotations

from atma_tui.domain.errors import Unreachable
from atma_tui.store.postgres.connection.address import Address, is_local
from atma_tui.store.postgres.connection.line import Line

_OLDEST = 14


def connect(address: Address, end: float) -> Line:
    """Return a connection, made before the moment `end` of the monotonic clock.

    Raises `Lost`, and `Unreachable` for a server that must not be used.
    """
    line = Line(address.conninfo, end)
    try:
        if line.server_version < _OLDEST * 10_000:
            version = line.server_version // 10_000
            raise Unreachable(f"The server is PostgreSQL {version}; the shared book needs {_OLDEST} or newer.")
        if address.needs_tls and not line.is_encrypted:
            options = line.options
            if not is_local(options.get("host", "")) and options.get("sslmode") not in ("disable", "allow"):
                raise Unreachable(
                    "The connection to the shared book would not be encrypted. Write sslmode=verify-full into the "
                    "service file."
                )
    except BaseException:
        line.close()
        raise
    return line
