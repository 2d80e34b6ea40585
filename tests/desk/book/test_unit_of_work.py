from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.unit_of_work import act_id
from atma_tui.domain.errors import Blocked
from atma_tui.domain.records import Act, Person
from atma_tui.store.tiny.tinybook import TinyBook
from tests.domain.made import NOW
from tests.memory import MemoryBook


class CountingBook(MemoryBook):
    """A book in memory that counts how often a record is read by its id."""

    reads = 0

    def get(self, kind, id, /):
        self.reads += 1
        return super().get(kind, id)


@pytest.fixture
def store():
    return CountingBook()


@pytest.fixture
def book(store):
    book = Book(store, "Ada", lambda: NOW)
    with book.act("start") as work:
        work.add(Person(id="per-1", name="Bo", created=NOW))
    return book


def bo(book):
    return book.store.get(Person, "per-1")


def named(book, name):
    """Give Bo another name, as one act."""
    with book.act("change") as work:
        work.summary = f"Now {name}"
        return work.change(bo(book), name=name)


def test_an_act_reads_no_record_again_to_write_it(book, store):
    one = bo(book)
    store.reads = 0
    with book.act("change") as work:
        one = work.change(one, name="Bob")
        one = work.change(one, name="Bobby")
        work.delete(one)
    assert store.reads == 0


def test_the_log_keeps_the_record_as_it_was_before_the_act_however_often_that_changed_it(book, store):
    with book.act("change") as work:
        one = work.change(bo(book), name="Bob")
        assert one.rev == 2
        assert work.change(one, name="Bobby").rev == 2
    [change] = store.last(Act).changes
    assert change.before["name"] == "Bo"
    assert (bo(book).name, bo(book).rev) == ("Bobby", 2)


def test_what_an_act_adds_and_removes_again_is_no_change(book, store):
    with book.act("change") as work:
        work.delete(work.add(Person(id="per-2", name="Cy", created=NOW)))
    assert work.act is None
    assert store.count(Act) == 1


def test_an_act_does_not_write_over_its_own_changes_by_mistake(book):
    old = bo(book)
    with pytest.raises(RuntimeError, match="person per-1"), book.act("change") as work:
        work.change(old, name="Bob")
        work.change(old, phone="780 555 0101")
    assert bo(book).name == "Bo"


def test_acts_are_numbered_from_the_last_one_even_where_a_line_of_the_log_is_missing(book, store):
    for name in ("Bob", "Bobby"):
        named(book, name)
    with store.transaction():
        store.delete(store.get(Act, act_id(2)))
    named(book, "Robert")
    assert [act.id for act in store.find(Act)] == [act_id(1), act_id(3), act_id(4)]


# What a call did


def test_what_a_call_returns_comes_with_what_the_log_says_of_it(book, store):
    done = book.do(named, book, "Bob")
    assert done.value == bo(book)
    assert (done.summary, done.acts) == ("Now Bob", (store.last(Act),))


def test_what_changes_nothing_has_nothing_to_say(book):
    done = book.do(bo, book)
    assert (done.value.name, done.summary, done.acts) == ("Bo", "", ())


def test_what_was_refused_says_nothing_of_the_next_call(book):
    def refused():
        named(book, "Bob")
        raise Blocked("No.")

    with pytest.raises(Blocked):
        book.do(refused)
    assert book.do(bo, book).summary == ""


def test_two_threads_of_one_desk_do_not_hear_of_each_other(tmp_path):
    store = TinyBook(tmp_path)
    book, both = Book(store, "Ada", lambda: NOW), Barrier(2)

    def add(name):
        with book.act("add") as work:
            work.add(Person(id=f"per-{name}", name=name, created=NOW))
            work.summary = f"Added {name}"
        both.wait(30)

    with ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(book.do, add, name) for name in ("Bo", "Cy")]
        assert [call.result().summary for call in calls] == ["Added Bo", "Added Cy"]
    store.close()
