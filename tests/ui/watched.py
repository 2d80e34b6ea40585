"""A book that no screen may touch on the event loop: whatever is read there, every key waits for.

Tests themselves may use it wherever they are; only what a screen calls counts.
"""

import asyncio
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

from tests.memory import MemoryBook


def _watched(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def call(*args: Any, **kwargs: Any) -> Any:
        if asyncio._get_running_loop() is not None and (screen := _calling_screen()):
            raise AssertionError(f"{screen} uses the book on the event loop ({method.__name__}): use on_desk")
        return method(*args, **kwargs)

    return call


def _calling_screen() -> str:
    """Return the innermost line of the user interface that led here, empty when a test did."""
    frame = sys._getframe(2)
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith("atma_tui.ui."):
            return f"{module} line {frame.f_lineno}"
        frame = frame.f_back
    return ""


_FOR_SCREENS = ("listen",)
"""What does not read or write."""


class WatchedBook(MemoryBook):
    """A book in memory that ends the app when a screen reads or writes it on the event loop."""


for _name in dir(MemoryBook):
    if callable(_method := getattr(MemoryBook, _name)) and not _name.startswith("_") and _name not in _FOR_SCREENS:
        setattr(WatchedBook, _name, _watched(_method))
