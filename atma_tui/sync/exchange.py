"""What a web server is asked for, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from atma_tui.sync.accepts import ACCEPT


class Ask(Struct, frozen=True, kw_only=True):
    """What to ask, and how far to go."""

    url: str
    etag: str = ""
    last_modified: str = ""
    not_before: datetime | None = None
    """The server asked to be left alone until then."""
    accept: str = ACCEPT["auto"]
    """What is read here, for servers that have the same in several forms."""
    allow_private: bool = False
    """The address was meant to be on this machine or this network."""
    headers: Mapping[str, str] = {}
    """Headers that hold secrets; they only ever go to the origin of `url`."""
    limit: int = 16 * 1024 * 1024
    """Most bytes of the answer, decoded."""
    seconds: float = 30.0
    """For everything: names, redirects, tries again, the whole body."""


class Answer(Struct, frozen=True, kw_only=True):
    """What the server gave."""

    url: str
    """Where it was found in the end."""
    permanent_url: str = ""
    """The new address when the old one has moved for good (301, 308 only); empty when it has not."""
    unchanged: bool = False
    """Nothing new since the validators that were sent; then there is no body."""
    body: bytes = b""
    etag: str = ""
    last_modified: str = ""
    charset: str = ""
    next_url: str = ""
    """Where the answer goes on, if it says so in a header (RFC 8288)."""
