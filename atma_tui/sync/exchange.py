"""What a web server is asked for, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from atma_tui.sync.accepts import ACCEPT


class Ask(Struct, frozen=True, kw_only=True):
    """A request, and its limits."""

    url: str
    etag: str = ""
    last_modified: str = ""
    not_before: datetime | None = None
    """The server asked not to be contacted before then."""
    accept: str = ACCEPT["auto"]
    """The `Accept` header, for servers that offer several formats."""
    allow_private: bool = False
    """Whether the address may be on this machine or this network."""
    headers: Mapping[str, str] = {}
    """Headers that hold secrets; they only ever go to the origin of `url`."""
    limit: int = 16 * 1024 * 1024
    """Most bytes of the answer, decoded."""
    seconds: float = 30.0
    """For everything: name resolution, redirects, retries, the whole body."""


class Answer(Struct, frozen=True, kw_only=True):
    """The server's answer."""

    url: str
    """The final address, after redirects."""
    permanent_url: str = ""
    """The new address if the old one has moved permanently (301, 308 only); else empty."""
    unchanged: bool = False
    """Nothing new since the validators that were sent; then there is no body."""
    body: bytes = b""
    etag: str = ""
    last_modified: str = ""
    charset: str = ""
    next_url: str = ""
    """The next page, if a header names it (RFC 8288)."""
