"""What a source asks for before it lets us in: named in the book, never written into it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable

from msgspec import Struct

from atma_tui.domain.errors import AtmaError, InputError
from atma_tui.domain.records import Act
from atma_tui.sync.addresses import holds_secret, looks_secret, masked
from atma_tui.sync.secrets import keep_secret, refuse_without_keyring

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,79}")


class SourceKey(Struct, frozen=True, kw_only=True):
    """What lets us in at a source."""

    address: str
    """Where it is asked, as the book may hold it: without any secret."""
    entry: str
    """Name of the secret: an environment variable, or an entry of the keyring; empty when none is needed."""
    to_keep: str = ""
    """The secret that the keyring is still to be given under that name; empty when it has it, or needs none."""


def source_key(name: str, address: str, key: str, variable: str) -> SourceKey:
    """Part the secret of a source from what the book may hold; it is kept nowhere yet.

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
    refuse_secret(variable)
    entry = variable or (name if key else "")
    here = os.environ.get(entry, "")
    if key and here not in ("", key):
        raise InputError(f"The environment variable {entry} holds another secret than the one given here.")
    if key and not here:
        refuse_without_keyring(entry)
    return SourceKey(address=address, entry=entry, to_keep="" if here else key)


def refuse_secret(variable: str) -> None:
    """Raise `InputError`, which does not show it, for what may be a secret itself and not the name of one."""
    if variable and not (_VARIABLE.fullmatch(variable) and (variable in os.environ or not looks_secret(variable))):
        raise InputError("That is not the name of an environment variable; the secret itself goes into the key.")


def put_away(asked: SourceKey, acts: Iterable[Act], undo: Callable[[str], object]) -> None:
    """Give the keyring the secret of a source that these acts have set up; when it refuses, they are undone.

    The book comes first: were it the other way round, an act that is refused or runs again would have replaced the
    secret of the source as it stands. Raises `InputError` when the keyring refuses.
    """
    if not asked.to_keep:
        return
    try:
        keep_secret(asked.entry, asked.to_keep)
    except BaseException as refused:  # also when nobody wants to wait for one that is locked
        try:
            for act in acts:
                undo(act.id)
        except AtmaError as error:
            raise InputError(f"{refused} The source itself was saved, and stays so. {error}") from refused
        raise
