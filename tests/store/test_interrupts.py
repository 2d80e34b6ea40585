"""Ctrl+C while a transaction is saved: it is known afterwards whether that happened."""

import signal
import threading

import pytest

from atma_tui.cli import STOPPED, main
from atma_tui.domain.records import Person
from atma_tui.store.rerun import Behind, rerunnable
from atma_tui.store.tiny.files.book_files import BookFiles
from atma_tui.store.tiny.tinybook import TinyBook
from tests.store.samples import person

pytestmark = pytest.mark.usefixtures("usual_ctrl_c")


@pytest.fixture
def book(tmp_path):
    book = TinyBook(tmp_path / "book")
    yield book
    book.close()


@pytest.fixture
def ctrl_c_in_commit(monkeypatch):
    commit = BookFiles.commit

    def stopped(files, ops):
        signal.raise_signal(signal.SIGINT)
        commit(files, ops)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(BookFiles, "commit", stopped)


def add(book, *numbers):
    with book.transaction():
        book.add(*map(person, numbers))


def test_what_was_being_saved_is_saved_first(book, ctrl_c_in_commit):
    with pytest.raises(KeyboardInterrupt):
        add(book, 1)
    assert book.count(Person) == 1
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_what_others_were_faster_with_is_not_tried_again(book, monkeypatch):
    def behind(files, ops):
        signal.raise_signal(signal.SIGINT)
        raise Behind

    monkeypatch.setattr(BookFiles, "commit", behind)
    with pytest.raises(KeyboardInterrupt):
        rerunnable(add)(book, 1)
    assert book.count(Person) == 0


def test_an_error_says_more_than_the_interrupt(book, monkeypatch):
    def fails(files, ops):
        signal.raise_signal(signal.SIGINT)
        raise ZeroDivisionError

    monkeypatch.setattr(BookFiles, "commit", fails)
    with pytest.raises(ZeroDivisionError):
        add(book, 1)
    assert book.count(Person) == 0


def test_before_a_commit_nothing_is_held_back(book):
    with pytest.raises(KeyboardInterrupt), book.transaction():
        book.add(person(1))
        signal.raise_signal(signal.SIGINT)
    assert book.count(Person) == 0


def test_other_threads_and_other_handlers_are_left_alone(book):
    own = []
    signal.signal(signal.SIGINT, lambda *_: own.append(1))
    add(book, 1)
    signal.raise_signal(signal.SIGINT)
    assert own == [1]
    thread = threading.Thread(target=add, args=(book, 2))
    thread.start()
    thread.join()
    assert book.count(Person) == 2


def test_the_command_says_what_happened(tmp_path, capsys, monkeypatch, ctrl_c_in_commit):
    monkeypatch.setenv("ATMA_BOOK", str(tmp_path / "book"))
    monkeypatch.setenv("ATMA_CONFIG", str(tmp_path / "config.toml"))
    assert main(["person", "add", "Ada Sample"]) == STOPPED
    assert "saved by then" in capsys.readouterr().err
