"""The nicknames that come with the desk."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from atma_tui.domain.people.nicknames import Nicknames
from atma_tui.shipped import read_shipped


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    about: str
    names: dict[str, str]


@cache
def nicknames() -> Nicknames:
    """Return the nicknames of the data file; it is read once, at the first search."""
    return Nicknames(read_shipped("nicknames.json", _File).names)
