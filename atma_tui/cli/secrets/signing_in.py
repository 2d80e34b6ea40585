"""Who is at the desk, on the command line: the name is typed, the PIN never is.

`ATMA_PIN_FILE` names a file with the PIN, or is `-` for the first line of standard input; without it the PIN is
asked at the terminal. So it is in no list of processes, in no history of a shell and in no environment.
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from atma_tui.cli.secrets.secret_line import STDIN, secret_line, typed_unseen
from atma_tui.domain.errors import InputError, NotSignedIn

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk

PIN_FILE = "ATMA_PIN_FILE"
_LONGEST = 1000


def sign_in(desk: Desk) -> None:
    """Let whoever was named show who they are, where the clinic records people. Raises `NotSignedIn`."""
    if not desk.signing_in.is_needed():
        desk.signing_in.sign_in(desk.operator)
        return
    name = desk.operator
    if not desk.signing_in.is_known(name):
        raise NotSignedIn(
            f"{name} is not one of the people at this desk. Say who you are with --operator NAME or ATMA_OPERATOR."
        )
    pin = _given_pin(name)
    if not pin:
        raise NotSignedIn(
            f"{name} has a PIN. Set {PIN_FILE} to a file with it that only you can read, or to - and give it in "
            "the first line of standard input."
        )
    desk.signing_in.sign_in(name, pin)


def new_pin(name: str) -> str:
    """Return a new PIN: typed twice and unseen at a terminal, else the first line of standard input."""
    if not sys.stdin.isatty():
        return secret_line()
    pin = typed_unseen(f"New PIN or passphrase of {name}: ")
    if pin != typed_unseen("Once more: "):
        raise InputError("The two PINs differ. Nothing was changed.")
    return pin


def _given_pin(name: str) -> str:
    where = os.environ.get(PIN_FILE, "")
    if where and where != STDIN:
        return _in_file(Path(where))
    if where == STDIN:
        return secret_line()
    return typed_unseen(f"PIN of {name}: ") if sys.stdin.isatty() else ""


def _in_file(file: Path) -> str:
    """Return the first line of a file. Raises `InputError`, as for one that others of this computer may read."""
    try:
        with file.expanduser().open(encoding="utf-8-sig") as opened:
            if stat.S_IMODE(os.fstat(opened.fileno()).st_mode) & 0o077:
                raise InputError(f"Others may read {file}, which {PIN_FILE} names: chmod 600 it first.")
            return opened.readline(_LONGEST).strip()
    except (OSError, RuntimeError, UnicodeDecodeError):  # RuntimeError: a home that nobody has
        raise InputError(f"{PIN_FILE} names {file}, which cannot be read as text.") from None
