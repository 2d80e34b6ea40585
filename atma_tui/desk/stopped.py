"""What Ctrl+C left behind, in words."""

from __future__ import annotations

from atma_tui.store.interrupts import saved


def stopped_words() -> str:
    """Say what this process had saved when it was stopped."""
    if not (number := saved()):
        return "Stopped. Nothing was changed."
    changes = "One change was" if number == 1 else f"{number} changes were"
    return f"Stopped. {changes} saved by then, which `atma-tui log` shows; nothing else was changed."
