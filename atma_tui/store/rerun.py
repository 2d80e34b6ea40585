"""Running a use case a second time when others committed first.

A book that desks share over a network is optimistic: a use case runs on what has reached this desk, and its commit
tells whether that was up to date. If not, nothing was changed and the whole use case runs again, this time alone.
This only applies to functions marked `rerunnable`; for any other the store waits for its turn first. So marking
makes it faster, and forgetting to mark is safe.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_may_rerun: ContextVar[bool | None] = ContextVar("may_rerun", default=None)
"""None outside of marked functions."""


class Behind(Exception):
    """Others committed first; nothing was changed. Run the whole use case again."""


def rerunnable(use_case: Callable[P, T]) -> Callable[P, T]:
    """Mark a function that may run twice: until its first commit it changes nothing outside the book.

    Of marked functions that call each other, the outermost is run again.
    """

    @wraps(use_case)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        if _may_rerun.get() is not None:
            return use_case(*args, **kwargs)
        outside = _may_rerun.set(True)
        try:
            try:
                return use_case(*args, **kwargs)
            except Behind:
                _may_rerun.set(False)
            return use_case(*args, **kwargs)
        finally:
            _may_rerun.reset(outside)

    return run


def may_rerun() -> bool:
    """Whether a store may raise `Behind`: what runs is marked, runs for the first time and committed nothing."""
    return bool(_may_rerun.get())


def note_commit() -> None:
    """Called by a store after each commit: what has changed the book must not run again."""
    if _may_rerun.get():
        _may_rerun.set(False)
