"""Bringing an older book to the format of today.

When the meaning of documents changes, raise `FORMAT` and add the function that turns documents of the format
before into it. A book is migrated as a whole when it is opened, and a backup when it is restored.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Raw

Tables = dict[str, dict[str, dict[str, Any]]]
"""All documents, decoded, by table and id."""

FORMAT = 1
"""The format that this program writes."""

MIGRATIONS: dict[int, Callable[[Tables], None]] = {}
"""From a format to the next: functions that change the tables in place, by the format they start from."""


def migrate(tables: dict[str, dict[str, Raw]], format: int) -> dict[str, dict[str, Raw]]:
    """Return the tables of an older format in the format of today."""
    decoded: Tables = {
        name: {id: msgspec.json.decode(document) for id, document in documents.items()}
        for name, documents in tables.items()
    }
    for number in range(format, FORMAT):
        MIGRATIONS[number](decoded)
    return {
        name: {id: Raw(msgspec.json.encode(document)) for id, document in documents.items()}
        for name, documents in decoded.items()
    }
