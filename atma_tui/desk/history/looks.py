"""Looks at clients: whoever sees a card, a path or a list of clients, or writes one to a file, is in the log."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.unit_of_work import act_id, act_number
from atma_tui.domain.errors import Busy, Unreachable
from atma_tui.domain.records import Act, Person
from atma_tui.store.rerun import rerunnable

LOOK = "viewed"
_LOOK_AGAIN = timedelta(minutes=10)
_AT_ONCE = 50


class Looks:
    """Use cases around who looked at whom."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @rerunnable
    def note(self, people: Iterable[Person]) -> None:
        """Log that the operator looks at these people: clients only, and each once in ten minutes.

        A book that cannot be written now, such as without a connection, is read all the same.
        """
        clients = {one.id: one for one in people if one.status == "client"}
        seen = self._seen() if clients else set()
        new = [one for id, one in clients.items() if id not in seen]
        if not new or not self._book.is_writable:
            return
        with suppress(Busy, Unreachable), self._book.act(LOOK) as work:
            work.relate(*(one.id for one in new))
            work.summary = f"Looked at {new[0].name if len(new) == 1 else f'{len(new)} clients'}"

    @one_moment
    def _seen(self) -> set[str]:
        """Return the ids of the clients whom the operator has looked at in the last minutes."""
        store, since = self._book.store, self._book.now() - _LOOK_AGAIN
        seen: set[str] = set()
        for end in range(act_number(store.last(Act)), 0, -_AT_ONCE):
            acts = store.get_many(Act, map(act_id, range(end, max(end - _AT_ONCE, 0), -1)))
            for act in acts.values():
                if act.at < since:
                    return seen
                if act.verb == LOOK and act.by == self._book.operator:
                    seen.update(act.related_ids)
        return seen
