"""Why the shared book cannot be written or reached, in words for the desk."""

from __future__ import annotations

from atma_tui.domain.errors import BookError, Busy, Damaged, TooNew, Unreachable
from atma_tui.store.postgres.connection.line import Lost, Refused
from atma_tui.store.postgres.server import Answer
from atma_tui.store.tiny import migrations

NOT_SAVED = (
    "The shared book cannot be reached ({why}). Nothing was changed; what is on the screen can still be read."
)
IN_DOUBT = (
    "The connection to the shared book broke while this was saved ({why}). It may or may not have been saved; the "
    "desk, or the next command, says which as soon as the connection is back; so does `atma-tui log`."
)
_ASK = "Nothing can be changed here until then; reading goes on. See: atma-tui help shared-book."
_WRONG = {
    "another book": f"The server has another book than this desk. Somebody has to put the address right. {_ASK}",
    "ahead": (
        "The server lacks what this desk has already seen: it was set back to an older state. Somebody has to "
        f"bring back its last state. {_ASK}"
    ),
    "another history": (
        "The server's book and this desk's copy went different ways after the same beginning: the server was set "
        f"back and written to. Somebody has to compare them. {_ASK}"
    ),
}
_TOO_OLD = (
    "This desk was away for long and copies the shared book anew. Nothing was changed; try again in a moment."
)
TURN_LOST = "Other desks were let in before this was saved. Nothing was changed; do it again."
_IN_USE = "The shared book is in use by another desk. Nothing was changed; try again in a moment."
_BUSY_STATES = {
    "55P03": _IN_USE,
    "40001": _IN_USE,
    "40P01": _IN_USE,
    "25P02": TURN_LOST,
    "25P03": TURN_LOST,
}
_NO_FUNCTION = "42883"
_NO_BOOK = ("3F000", "42P01", _NO_FUNCTION)
_NOT_ALLOWED = "42501"
_READ_ONLY = "25006"


def of_answer(answer: Answer) -> BookError | None:
    """Return what to raise for an answer after which nothing may be written; None when all is well."""
    if answer.what in _WRONG:
        return Damaged(_WRONG[answer.what])
    if answer.what == "too old":
        return Busy(_TOO_OLD)
    return None if answer.format == migrations.DOCUMENTS else of_format(answer.format)


def of_format(format: int) -> TooNew:
    """Return what to raise for documents of another format than this program's."""
    if format > migrations.DOCUMENTS:
        return TooNew(f"The shared book has a newer format: update atma-tui on this computer. {_ASK}")
    return TooNew(
        f"The shared book has the format of an older atma-tui. Its owner has to run: atma-tui book make. {_ASK}"
    )


def of_server(error: Refused) -> BookError:
    """Return what to raise for a refusal of the server; nothing was changed."""
    if error.state in _BUSY_STATES:
        return Busy(_BUSY_STATES[error.state])
    if error.state in _NO_BOOK:
        return Unreachable(
            "There is no shared book in this database yet. Its owner has to run: atma-tui book make."
        )
    if error.state == _NOT_ALLOWED:
        return Unreachable(
            "This login may not use the shared book. The owner of the database has to grant it the role of desks: "
            "see atma-tui help shared-book."
        )
    if error.state == _READ_ONLY:
        return Unreachable("The server at this address is a copy that can only be read. Nothing was changed.")
    return Unreachable(f"The server of the shared book refused this ({error}). Nothing was changed.")


def of_owners(error: Refused) -> BookError:
    """Return the same for what only the owner of the database may do."""
    if error.state == _NOT_ALLOWED:
        return Unreachable(f"Only the owner of the database may do this ({error}). Nothing was changed.")
    return of_server(error)


def of_forgetting(error: Refused) -> BookError:
    """Return what to raise when the server refuses to remove names for good."""
    if error.state == _NOT_ALLOWED:
        return Unreachable(
            "This login of the shared book may not remove names for good: that needs one with the role of leads, "
            "or the owner's. Nothing was changed; see: atma-tui help shared-book."
        )
    if error.state == _NO_FUNCTION:
        return Unreachable(
            "The shared book's functions are those of an older atma-tui. Nothing was changed. Its owner has to "
            "run: atma-tui book make."
        )
    return of_server(error)


def of_line(lost: Lost, *, in_doubt: bool) -> BookError:
    """Return what to raise when the line is down, or the server refuses to talk on one."""
    if isinstance(lost.__cause__, Refused) and not in_doubt:
        return of_server(lost.__cause__)
    return Unreachable((IN_DOUBT if in_doubt else NOT_SAVED).format(why=lost))
