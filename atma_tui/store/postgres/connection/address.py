"""The address of a shared book: how it is reached, and how safely."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from itertools import zip_longest

import psycopg
from msgspec import Struct
from psycopg import conninfo

from atma_tui.domain.errors import InputError

_SAFE = ("require", "verify-ca", "verify-full")
_FIXED = {"client_encoding": "UTF8"}
"""Whatever the environment says: digests are of the bytes that are sent."""
_UNLESS_SAID = {
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "application_name": "atma-tui",
}


class Address(Struct, frozen=True):
    """Where a shared book is."""

    conninfo: str
    """What libpq is told."""
    needs_tls: bool
    """Whether a connection without TLS is to be given up: nobody said that there may be none."""


def parse(url: str, environ: Mapping[str, str] = os.environ) -> Address:
    """Return how the book at `url` is reached. Raises `InputError` for an address that libpq would not take.

    For another host than this one TLS is asked for, unless the address or a service file says how safe the
    connection is to be.
    """
    try:
        scheme, _, rest = url.partition("://")
        parts = {
            name: str(value) for name, value in conninfo.conninfo_to_dict(f"{scheme.lower()}://{rest}").items()
        }
    except psycopg.Error as error:
        raise InputError(f"The address of the shared book cannot be read: {str(error).strip()}.") from None
    by_service = "service" in parts or "PGSERVICE" in environ
    found = {name: parts.get(name) or environ.get(f"PG{name.upper()}", "") for name in ("host", "hostaddr")}
    is_far = not all(map(is_local, hosts(found)))
    if is_far and not by_service and "sslmode" not in parts:
        mode = environ.get("PGSSLMODE", "")
        parts["sslmode"] = mode if mode in _SAFE else "require"
    needs_tls = by_service and "sslmode" not in parts
    return Address(conninfo.make_conninfo("", **{**_UNLESS_SAID, **parts, **_FIXED}), needs_tls)


def hosts(options: Mapping[str, str]) -> list[str]:
    """Return the hosts that libpq connects to; `hostaddr` is where, whatever host is named beside it."""
    names, numbers = options.get("host", "").split(","), options.get("hostaddr", "").split(",")
    return [number or name for name, number in zip_longest(names, numbers, fillvalue="")]


def is_local(host: str) -> bool:
    """Whether a host is this computer."""
    if not host or host.startswith(("/", "@")) or host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def warning(options: Mapping[str, str], *, is_encrypted: bool) -> str:
    """Return a sentence on a connection over which others may listen or pretend; empty when it is safe."""
    if all(map(is_local, hosts(options))):
        return ""
    host = ",".join(hosts(options))
    if not is_encrypted:
        return (
            f"The connection to {host} is not encrypted: others on the way can read and change everything. Take "
            "sslmode out of the address, or write sslmode=verify-full."
        )
    if options.get("sslmode") != "verify-full":
        return (
            f"The connection to {host} is encrypted, but nobody checks that it leads to the right server. Write "
            "sslmode=verify-full in the address, with the server's certificate in ~/.postgresql/root.crt."
        )
    return ""
