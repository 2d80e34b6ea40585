"""A secret given on standard input, where neither the list of processes nor the shell's history shows it."""

from __future__ import annotations

import sys

from atma_tui.domain.errors import InputError
from atma_tui.domain.text import is_text

STDIN = "-"
"""What is typed in the place of a secret's name when the secret itself comes on standard input."""


def secret_line(prompt: str = "Secret: ") -> str:
    """Return the first line of standard input; at a terminal it is typed unseen, after the prompt.

    Raises `InputError`, which never shows it, when there is none or when it is no text.
    """
    secret = typed_unseen(prompt) if sys.stdin.isatty() else sys.stdin.readline().strip()
    if not secret or not is_text(secret):
        raise InputError("There is no secret on standard input, or it is not UTF-8. Nothing was changed.")
    return secret


def typed_unseen(prompt: str) -> str:
    """Return what somebody types at the terminal, which does not show it."""
    from getpass import getpass

    return getpass(prompt, stream=sys.stderr).strip()
