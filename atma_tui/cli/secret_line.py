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
    if sys.stdin.isatty():
        from getpass import getpass

        secret = getpass(prompt, stream=sys.stderr)
    else:
        secret = sys.stdin.readline()
    secret = secret.strip()
    if not secret or not is_text(secret):
        raise InputError("There is no secret on standard input, or it is not UTF-8. Nothing was changed.")
    return secret
