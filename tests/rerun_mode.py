"""Discard the first commit of every use case that is marked as rerunnable, so that all of them run twice.

Until then such a use case must do nothing that cannot be done twice: write a file, ask a server, start a program
or fill the keyring. In this mode that fails.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any

import pytest

from atma_tui.store.rerun import Behind, may_rerun

_ONCE_ONLY = (
    "os.exec", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.system",
    "shutil.", "socket.connect", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen",
)  # fmt: skip
"""Audit events (see `sys.audit`) of what reaches beyond the book."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_refusing = False


def discard_first_commits(patch: pytest.MonkeyPatch) -> None:
    """Make the books of all kinds say that others committed first, once for each use case."""
    from atma_tui.store.tiny.files.book_files import BookFiles
    from tests.memory import MemoryBook

    if find_spec("psycopg"):
        from atma_tui.store.postgres.replica import Replica

        patch.setattr(Replica, "commit", _behind_at_first(Replica.commit))
    patch.setattr(BookFiles, "commit", _behind_at_first(BookFiles.commit))
    patch.setattr(MemoryBook, "_commit", _behind_at_first(MemoryBook._commit))


def _behind_at_first(commit: Callable[..., None]) -> Callable[..., None]:
    def commit_later(*given: Any) -> None:
        if may_rerun():
            raise Behind
        commit(*given)

    return commit_later


def refuse_what_cannot_be_done_twice(patch: pytest.MonkeyPatch) -> None:
    """Let a use case fail that reaches beyond the book although it may still run again."""
    from atma_tui.desk.websites import source_keys

    _watch()
    patch.setattr("tests.rerun_mode._refusing", True)
    patch.setattr(source_keys, "keep_secret", _once_only(source_keys.keep_secret))


@cache
def _watch() -> None:
    sys.addaudithook(_audit)  # once: it cannot be taken off again


def _audit(event: str, args: tuple[Any, ...]) -> None:
    if _refusing and may_rerun() and _is_once_only(event, args):
        raise AssertionError(
            f"{event} {args} before the commit: it would be done again when the use case runs again"
        )


def _is_once_only(event: str, args: tuple[Any, ...]) -> bool:
    if event in ("open", "os.mkdir") and "__pycache__" in str(args[0]):
        return False
    if event == "open" and str(args[0]).endswith(".journal"):
        return False  # the book's own, opened anew after a disk that failed
    return event.startswith(_ONCE_ONLY) or (event == "open" and bool(args[2] & _WRITING))


def _once_only(act: Callable[..., None]) -> Callable[..., None]:
    def checked(*given: Any) -> None:
        assert not may_rerun(), f"{act.__name__} before the commit"
        act(*given)

    return checked
