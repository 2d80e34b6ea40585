"""Who took the last seat a moment ago, at another desk of a shared book."""

from __future__ import annotations

from datetime import timedelta

from atma_tui.desk.book.book import Book
from atma_tui.domain.records import Act

_MOMENT = timedelta(minutes=1)
_TAKES = ("enrol", "move", "let in")


def taken_words(book: Book, offering_id: str) -> str:
    """Say who at another desk enrolled somebody here in the last minute, and where; empty when nobody did."""
    sharing = book.store.sharing
    if sharing is None:
        return ""
    acts = book.store.find(Act, related_ids=offering_id)
    since = book.now() - _MOMENT
    last = next((act for act in reversed(acts) if act.at < since or act.verb in _TAKES), None)
    if last is None or last.at < since or last.by == book.operator:
        return ""
    computer = dict(sharing.others).get(last.by)
    return f"{last.by} gave out the last seat just now" + (f", at {computer}" if computer else "")
