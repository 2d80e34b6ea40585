"""Digests of documents, to compare a server and a replica without sending either."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from msgspec import Raw

from atma_tui.store.tiny.files.snapshot import Tables


class Digest(NamedTuple):
    """The digest of the documents of one kind, regardless of their order."""

    number: int
    bits: int
    """The SHA-256 of each document with its id, all combined by exclusive or."""


Digests = Mapping[str, Digest]
"""By kind; a kind without documents is left out."""

_NOTHING = Digest(0, 0)


def of_tables(tables: Tables) -> Digests:
    """Return the digests of these documents."""
    return {kind: _of(documents) for kind, documents in tables.items() if documents}


def differing(here: Digests, there: Digests) -> list[tuple[str, int, int]]:
    """Return the kinds whose documents differ, with how many there are on each side."""
    pairs = ((kind, here.get(kind, _NOTHING), there.get(kind, _NOTHING)) for kind in sorted({*here, *there}))
    return [(kind, one.number, other.number) for kind, one, other in pairs if one != other]


def _of(documents: Mapping[str, Raw]) -> Digest:
    bits = 0
    for id, document in documents.items():
        bits ^= int.from_bytes(sha256(b"%b\n%b" % (id.encode(), document)).digest(), "big")
    return Digest(len(documents), bits)
