"""Reading everything that is shown together at one moment of the book."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from atma_tui.desk.book.book import Book

P = ParamSpec("P")
T = TypeVar("T")


class OverBook(Protocol):
    """Anything that works on a book."""

    _book: Book


V = TypeVar("V", bound=OverBook)


def one_moment(view: Callable[Concatenate[V, P], T]) -> Callable[Concatenate[V, P], T]:
    """Make a method read everything at one moment of the book.

    Other desks commit between two reads: without it a card could say "2 free, 2 waiting" when both seats are
    already offered. Such a method changes nothing; inside an act it sees what the act has written so far.
    """

    @wraps(view)
    def look(self: V, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with self._book.store.reading():
            return view(self, *args, **kwargs)

    return look
