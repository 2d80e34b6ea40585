"""Discard the first commit of every use case that is marked as rerunnable, so that all of them run twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from atma_tui.store.rerun import Behind, may_rerun


def discard_first_commits(patch: pytest.MonkeyPatch) -> None:
    """Make the embedded book and the book in memory say that others committed first, once for each use case."""
    from atma_tui.store.tiny.files.book_files import BookFiles
    from tests.memory import MemoryBook

    patch.setattr(BookFiles, "commit", _behind_at_first(BookFiles.commit))
    patch.setattr(MemoryBook, "_commit", _behind_at_first(MemoryBook._commit))


def _behind_at_first(commit: Callable[..., None]) -> Callable[..., None]:
    def commit_later(*given: Any) -> None:
        if may_rerun():
            raise Behind
        commit(*given)

    return commit_later
