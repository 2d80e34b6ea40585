"""Desks over a shared book, each with a computer of its own, for tests."""

from __future__ import annotations

import threading

from atma_tui.domain.records import Person
from atma_tui.store.postgres.connection.address import parse
from atma_tui.store.postgres.shared_book import SharedBook
from atma_tui.store.rerun import rerunnable
from tests.store.samples import person


def open_desk(url, folder, operator="Ada", patience=3.0):
    return SharedBook(parse(url), folder, operator=operator, patience=patience)


def add(book, *numbers):
    """Add people in turn."""
    with book.transaction():
        book.add(*(person(number) for number in numbers))


@rerunnable
def add_optimistically(book, *numbers):
    add(book, *numbers)


def names(book):
    return [one.id for one in book.find(Person)]


def wait_for(book, condition, seconds=30.0):
    """Wait until `condition()` holds; it is asked whenever the book has news."""
    news = threading.Event()
    book.listen(news.set)
    while not condition():
        news.clear()
        if condition():
            return
        assert news.wait(seconds), f"not in time: {book.sharing}"


def wait_until_live(book):
    wait_for(book, lambda: book.sharing.live)


def wait_until_offline(book):
    wait_for(book, lambda: not book.sharing.live)
