"""Finding the people that a view of the desk shows, whatever the view is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.domain.records import Act, Enrolment, Look, Pathway, Person, Value


def shown_in(view: object) -> Iterator[str]:
    """Yield the ids of the people a view shows: those it contains, and those named by its lines of the log.

    Parts marked `SHOWN_LATER` are left out: the screen holds them, but only shows them on request.
    """
    match view:
        case str() | int() | float() | None:
            return
        case Person():
            yield view.id
        case Act():
            yield from view.related_ids
        case Look():
            yield from view.people
        case Value():
            return
        case dict():
            for one in view.values():
                yield from shown_in(one)
        case list() | tuple() | set() | frozenset():
            for one in view:
                yield from shown_in(one)
        case Struct() if not getattr(view, "SHOWN_LATER", False):
            for name in view.__struct_fields__:
                yield from shown_in(getattr(view, name))


def texts_in(shape: object) -> Iterator[str]:
    """Yield all texts in a JSON answer: the ids among them say whom it shows."""
    match shape:
        case str():
            yield shape
        case dict():
            for one in shape.values():
                yield from texts_in(one)
        case list() | tuple():
            for one in shape:
                yield from texts_in(one)


def ids_in(sentence: str) -> list[str]:
    """Return the words of a sentence that may be ids."""
    return re.findall(r"[\w-]+", sentence)


def named_in(book: Book, refusal: str, typed: Iterable[object]) -> list[Person]:
    """Return the people a refusal names, among those whose ids it gives and those the command is about."""
    from atma_tui.domain.people.finding import is_called

    store = book.store
    ids = {*ids_in(refusal)}
    for words in texts_in([*typed]):
        if words:
            ids |= {one.id for one in store.prefix(Person, words, limit=1)}
            ids |= {one.person for one in store.prefix(Enrolment, words, limit=1)}
            ids |= {one.person for one in store.prefix(Pathway, words, limit=1)}
            ids |= {one.id for one in store.search(Person, words) if is_called(one, words)}
    return [one for one in book.people(ids).values() if one.id in refusal or one.name in refusal]
