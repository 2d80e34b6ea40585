"""What a source asks for before it lets us in: put away in the keyring or named, never written into the book."""

from __future__ import annotations

import os
import re

from atma_tui.domain.errors import InputError
from atma_tui.sync.addresses import holds_secret, looks_secret, masked
from atma_tui.sync.secrets import keep_secret

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,79}")


def put_away(name: str, address: str, key: str, variable: str) -> tuple[str, str]:
    """Return the address and the secret's name as the book may hold them; the secret goes to the keyring.

    Args:
        name: of the source; a secret that is typed is kept under it.
        address: where it is asked, perhaps a secret in itself.
        key: token, `user:password`, `Header: value` or secret address, as typed.
        variable: name of an environment variable, or of a keyring entry, that holds it already.

    Raises:
        InputError: the secret is given twice, or in the place of its name, or there is no keyring for it.
    """
    if holds_secret(address):
        if key:
            raise InputError("The address holds a secret already; give no other key beside it.")
        key, address = address, masked(address)
    if variable and not (_VARIABLE.fullmatch(variable) and (variable in os.environ or not looks_secret(variable))):
        raise InputError("That is no name of an environment variable; the secret itself belongs into the key.")
    entry = variable or (name if key else "")
    if not key:
        return address, entry
    here = os.environ.get(entry, "")
    if here not in ("", key):
        raise InputError(f"The environment variable {entry} holds another secret than the one given here.")
    if not here:
        keep_secret(entry, key)
    return address, entry
