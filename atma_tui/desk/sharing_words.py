"""The state of a shared book in words, for the screen and the command line."""

from __future__ import annotations

from atma_tui.domain.when import wall
from atma_tui.store.protocol import Sharing

_MAX_NAMED = 2


def state_words(sharing: Sharing | None, zone: str) -> str:
    """Say whether the book is in step, and who else is here; empty for a book on this computer."""
    if sharing is None:
        return ""
    if sharing.copied:
        return f"copying, {sharing.copied}"
    if sharing.refusal:
        return "only reading"
    if not sharing.live:
        return f"offline, as of {wall(sharing.as_of, zone):%H:%M}" if sharing.as_of else "offline"
    others = [operator for operator, _ in sharing.others]
    if not others:
        return "live"
    named = ", ".join(others[:_MAX_NAMED])
    more = len(others) - _MAX_NAMED
    return f"live, with {named}" + (f" and {more} more" if more > 0 else "")
