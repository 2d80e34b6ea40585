"""What is still to be set up in a new book, before the first person is in it."""

from __future__ import annotations

from typing import Literal

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.domain.records import Clinic, Person, Site, Source

FirstStep = Literal["clinic", "sites", "website", "people"]


class FirstSteps:
    """Use cases for a new book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def open(self) -> tuple[FirstStep, ...]:
        """Return what to do first; nothing once anybody is in the book."""
        store = self._book.store
        if store.count(Person):
            return ()
        done: dict[FirstStep, bool] = {
            "clinic": store.count(Clinic) > 0,
            "sites": all(site.address for site in store.find(Site)),
            "website": store.count(Source) > 0,
            "people": False,
        }
        return tuple(step for step, is_done in done.items() if not is_done)
