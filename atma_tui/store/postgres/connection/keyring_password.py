"""The password of a login in the system's keyring, for who has none in a file."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec

_SERVICE = "atma-tui"


def name_of(options: Mapping[str, str]) -> str:
    """Return the name under which the password of a login is kept."""
    host, port = options.get("host") or "localhost", options.get("port") or "5432"
    return f"{options.get('user', '')}@{host}:{port}/{options.get('dbname', '')}"


def password(name: str) -> str:
    """Return the password kept under that name; empty when there is none, or no keyring."""
    if find_spec("keyring") is None:
        return ""
    keyring = import_module("keyring")
    try:
        return str(keyring.get_password(_SERVICE, name) or "")
    except keyring.errors.KeyringError:
        return ""
