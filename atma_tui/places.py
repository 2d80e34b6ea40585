"""Where books are: in a folder of this computer, or in a database, with a replica here."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from atma_tui.domain.errors import InputError

NOWHERE = Path(os.devnull, "atma-tui")
"""Stands for a folder if there is no home folder."""

_SHARED = re.compile(r"postgres(ql)?://", re.IGNORECASE)
_SECRETS = {"password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key"}
_OF_PLACE = ("host", "hostaddr", "port", "dbname", "service")
"""The parts of an address, besides its path, that say where the book is; others say how to reach it."""


def is_shared(book: str) -> bool:
    """Whether it is the address of a shared book."""
    return bool(_SHARED.match(book))


def refuse_password(book: str) -> None:
    """Raise `InputError` for an address with a password: it would show in process lists and logs."""
    if is_shared(book) and _has_password(book):
        raise InputError(
            "The address of the book holds a password, which others on this computer could see. Take it out, and "
            "put it into ~/.pgpass (one line: host:port:database:login:password; then chmod 600 ~/.pgpass), or "
            "into a service file. Nothing was done."
        )


def shared_folder(book: str) -> Path:
    """Return where files of a shared book are kept on this computer; the same for every login and route to it."""
    parts = urlsplit(book)
    host = parts.netloc.rpartition("@")[2]
    place = sorted((name, value) for name, value in parse_qsl(parts.query) if name in _OF_PLACE)
    name = re.sub(r"[^a-z0-9]+", "-", f"{parts.path} {host}".casefold()).strip("-")[:40] or "book"
    digest = sha256(repr((host.casefold(), parts.path, place)).encode()).hexdigest()[:8]
    return platform_folder("data") / "shared" / f"{name}-{digest}"


def replica_folder(book: str) -> Path:
    """Return where the replica of a shared book is."""
    return shared_folder(book) / "replica"


def later_folder(replica: Path) -> Path:
    """Return the folder, beside a replica, of what could not be sent yet: it outlives the replica."""
    return replica.with_name(f"{replica.name}-later")


def platform_folder(kind: str) -> Path:
    """Return the platform's folder for data, configuration, logs or caches; without a home folder `NOWHERE`."""
    import platformdirs

    try:
        return Path(getattr(platformdirs, f"user_{kind}_dir")("atma-tui", appauthor=False))
    except RuntimeError:
        return NOWHERE


def _has_password(book: str) -> bool:
    parts = urlsplit(book)
    login = parts.netloc.rpartition("@")[0]
    return ":" in login or any(name in _SECRETS for name, _ in parse_qsl(parts.query))
