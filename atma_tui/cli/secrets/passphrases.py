"""Asking for the passphrase of an encrypted book."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

from atma_tui.cli.secrets.secret_line import secret_line
from atma_tui.cli.streams import tell
from atma_tui.domain.errors import InputError, Locked, WrongKey

T = TypeVar("T")

_TRIES = 3


def unlocking(do: Callable[[], T], locked: Locked) -> T:
    """Ask for the passphrase of a book at the terminal and do what needs it; again for a second book.

    Raises `Locked` where nobody can be asked, and `WrongKey`.
    """
    while True:
        if not sys.stdin.isatty():
            raise Locked(
                f"{locked} Nobody can be asked for it here: name a file that holds it in ATMA_KEY_FILE.",
                locked.unlock,
            )
        _ask(locked)
        try:
            return do()
        except Locked as another:
            locked = another


def new_passphrase() -> str:
    """Return a new passphrase from standard input; at a terminal it is typed twice."""
    passphrase = secret_line("New passphrase, four words or more: ")
    if sys.stdin.isatty() and secret_line("The same again: ") != passphrase:
        raise InputError("The two passphrases differ. Nothing was changed.")
    return passphrase


def _ask(locked: Locked) -> None:
    tell(str(locked))
    for left in reversed(range(_TRIES)):
        try:
            locked.unlock(secret_line("Passphrase or recovery code: "))
        except WrongKey as wrong:
            if not left:
                raise
            tell(str(wrong))
        else:
            return
