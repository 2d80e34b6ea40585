"""Comparing the replica on this computer with what the server has, for the check."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from atma_tui.domain.errors import BookError
from atma_tui.store.postgres import digests, refusals, server
from atma_tui.store.postgres.connection.line import Line, Lost, Refused
from atma_tui.store.postgres.digests import Digests
from atma_tui.store.tiny.files.known_files import Position

_PATIENCE = 60.0
_TRIES = 5

Known = Callable[[], tuple[Position, Digests]]
"""Returns how far the replica is and what its documents come to, as of one moment."""


def compare(connect: Callable[[float], Line], known: Known, settle: Callable[[], bool], folder: Path) -> str:
    """Return in a sentence how the replica in `folder` differs from the server; empty when it does not.

    Both must be at the same transaction, so this begins again when somebody saved something meanwhile.
    """
    try:
        line = connect(time.monotonic() + _PATIENCE)
        try:
            return _compare(line, known, settle, folder)
        finally:
            line.close()
    except (Lost, BookError) as error:
        return f"This computer's copy could not be compared with the server ({error}). Run the check again."
    except Refused as error:
        return str(refusals.of_server(error))


def _compare(line: Line, known: Known, settle: Callable[[], bool], folder: Path) -> str:
    for _ in range(_TRIES):
        there, of_server = server.digests(line, time.monotonic() + _PATIENCE)
        settle()
        here, of_replica = known()
        if here == there:
            return _sentence(digests.differing(of_replica, of_server), folder)
    return (
        "Other desks saved so much meanwhile that this computer's copy could not be compared with the server. "
        "Run the check again."
    )


def _sentence(kinds: list[tuple[str, int, int]], folder: Path) -> str:
    if not kinds:
        return ""
    found = ", ".join(f"{kind} ({here} here, {there} on the server)" for kind, here, there in kinds)
    return (
        f"This computer's copy differs from the server, although both went through the same changes: {found}. "
        "Save what is here with `atma-tui backup`, and change nothing until it is known which is right. If the "
        "check on other computers finds the same, somebody changed the server's documents by hand: its owner has "
        f"to restore them. If not, this copy is damaged: close the desk here and delete {folder}; it is copied "
        "anew."
    )
