"""What every book must do for views: many records at once, all of one moment. Part of `StoreContract`."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context

import pytest
from msgspec.structs import replace

from atma_tui.domain.records import Act, Call, Enrolment, Event, Person
from atma_tui.store import Store, open_book
from tests.store.samples import act, call, enrolment, event, person


def add(book: Store, *records: Person) -> None:
    with book.transaction():
        book.add(*records)


def add_in_another_process(url: str, *records: Person) -> None:
    book = open_book(url)
    add(book, *records)
    book.close()


def ids(records: list[Person]) -> list[str]:
    return [record.id for record in records]


class ViewsContract:
    # One moment

    def test_a_reading_does_not_see_what_another_desk_commits_meanwhile(self, a, b):
        add(a, person(1))
        with a.reading():
            add(b, person(2))
            b.changed()
            assert a.count(Person) == 1
            with b.transaction():
                b.put(person(1, "Bo"))
            assert a.find(Person) == [person(1)]
            assert a.get(Person, "per-002") is None
            assert a.changed() == {"person"}
        assert a.find(Person) == [person(1, "Bo"), person(2)]
        assert a.changed() == {"person"}

    def test_a_reading_begins_with_what_was_committed_last(self, a, b):
        add(b, person(1))
        with a.reading():
            assert a.count(Person) == 1

    def test_a_reading_inside_another_is_of_the_same_moment(self, a, b):
        with a.reading():
            with a.reading():
                add(b, person(1))
                assert a.count(Person) == 0
            with a.reading():
                assert a.count(Person) == 0
        assert a.count(Person) == 1

    def test_a_reading_that_fails_is_over(self, a, b):
        with pytest.raises(KeyError), a.reading():
            raise KeyError
        add(b, person(1))
        assert a.count(Person) == 1
        add(a, person(2))

    def test_a_reading_inside_a_transaction_sees_its_own_writes(self, a, b):
        with a.transaction():
            a.add(person(1))
            with a.reading():
                assert a.find(Person) == [person(1)]
                a.add(person(2))
                with a.transaction():
                    a.add(person(3))
                assert a.count(Person) == 3
        assert b.count(Person) == 3

    def test_a_transaction_cannot_begin_inside_a_reading(self, a):
        with a.reading(), a.reading(), pytest.raises(RuntimeError), a.transaction():
            pass
        add(a, person(1))

    def test_another_thread_commits_after_the_reading(self, a):
        begun = threading.Event()

        def add_late() -> None:
            begun.set()
            add(a, person(1))

        with ThreadPoolExecutor(1) as pool:
            with a.reading():
                late = pool.submit(add_late)
                assert begun.wait(30)
                assert a.count(Person) == 0
                assert not late.done()
            late.result(30)
        assert a.count(Person) == 1

    def test_threads_never_see_half_of_what_another_commits(self, a):
        add(a, person(1, "0"), person(2, "0"))

        def rename() -> None:
            for number in range(200):
                with a.transaction():
                    a.put(person(1, str(number)))
                    a.put(person(2, str(number)))

        with ThreadPoolExecutor(1) as pool:
            renaming = pool.submit(rename)
            while not renaming.done():
                with a.reading():
                    assert a.get(Person, "per-001").name == a.get(Person, "per-002").name
            renaming.result()

    def test_another_process_commits_during_a_reading_unseen(self, a, url):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool, a.reading():
            pool.submit(add_in_another_process, url, person(1), person(2)).result()
            assert a.count(Person) == 0
        assert a.find(Person) == [person(1), person(2)]

    # Many at once

    def test_many_are_got_by_id_in_the_order_asked(self, a, b):
        add(a, person(1), person(2), person(3))
        for book in (a, b):
            found = book.get_many(Person, ["per-003", "per-009", "per-001", "per-003"])
            assert list(found.items()) == [("per-003", person(3)), ("per-001", person(1))]
            assert book.get_many(Person, iter(["per-002"])) == {"per-002": person(2)}
            assert book.get_many(Person, []) == book.get_many(Event, ["per-001"]) == {}

    def test_all_of_a_kind_by_id_follow_what_is_put_added_and_taken_back(self, a, b):
        add(a, person(2), person(3))
        renamed = replace(person(3), name="Renamed Sample")
        for book in (a, b):
            assert book.by_id(Person) == {"per-002": person(2), "per-003": person(3)}
            book.by_id(Person).clear()
        with pytest.raises(KeyError), a.transaction():
            a.put(renamed)
            assert a.by_id(Person)["per-003"] == renamed
            raise KeyError
        for book in (a, b):
            assert book.by_id(Person)["per-003"] == person(3)
        with a.transaction():
            a.put(renamed)
            a.add(person(1))
            a.delete(person(2))
        for book in (a, b):
            assert list(book.by_id(Person).items()) == [("per-001", person(1)), ("per-003", renamed)]
            assert book.find(Person) == [person(1), renamed]

    def test_find_by_any_of_several_texts(self, a, b):
        with a.transaction():
            a.add(enrolment(3), enrolment(2, "evt-2"), enrolment(1, "evt-3"), enrolment(4, status="waiting"))
        for book in (a, b):
            assert ids(book.find(Enrolment, offering=["evt-1", "evt-2", "evt-9"])) == [
                "enr-002",
                "enr-003",
                "enr-004",
            ]
            both = {"offering": {"evt-1", "evt-3"}, "status": ("enrolled", "offered")}
            assert ids(book.find(Enrolment, **both)) == ["enr-001", "enr-003"]
            assert ids(book.find(Enrolment, offering={"evt-1": 0}.keys(), status="waiting")) == ["enr-004"]
            assert book.count(Enrolment, **both) == 2
            assert book.count(Enrolment, status=["enrolled"], offering="evt-2") == 1

    def test_none_of_no_texts(self, a):
        with a.transaction():
            a.add(enrolment(1), event(1))
        assert a.find(Enrolment, offering=[]) == a.find(Enrolment, offering=(), status="enrolled") == []
        assert a.find(Event, series=[""]) == a.find(Enrolment, offering=["", "evt-9"]) == []
        assert a.count(Enrolment, offering=[]) == 0
        with pytest.raises(ValueError, match="notes"):
            a.find(Event, notes=[])

    def test_a_record_that_several_texts_find_comes_once(self, a):
        with a.transaction():
            a.add(act(1, "per-001", "evt-1"), act(2, "evt-1"), call(1), call(2, "reached"))
            a.add(event(1, starts=datetime(2026, 12, 8, 18), ends=datetime(2026, 12, 10, 1)))
        assert ids(a.find(Act, related_ids=["evt-1", "per-001"])) == ["act-000001", "act-000002"]
        assert a.count(Act, related_ids=["evt-1", "per-001"]) == 2
        assert ids(a.find(Event, on=["2026-12-08", "2026-12-09"])) == ["evt-1"]
        assert ids(a.find(Call, state=["owed", "reached"])) == ["cal-1", "cal-2"]

    @pytest.mark.parametrize("some", [1, 20, 400])
    def test_any_share_of_a_kind_is_found_by_id(self, a, some):
        with a.transaction():
            a.add(*(enrolment(number, f"evt-{number * 7 % 400}") for number in range(400)))
        wanted = {f"evt-{number}" for number in range(some)}
        expected = [one for one in a.find(Enrolment) if one.offering in wanted]
        assert a.find(Enrolment, offering=wanted) == expected
        assert a.count(Enrolment, offering=wanted) == len(expected) == some

    # By id

    def test_a_prefix_finds_the_first_ids_that_begin_so(self, a, b):
        add(a, *(person(number) for number in (12, 1, 2, 11, 10, 20)), replace(person(0), id="per-Ä"))
        for book in (a, b):
            assert ids(book.prefix(Person, "per-01")) == ["per-010", "per-011", "per-012"]
            assert ids(book.prefix(Person, "per-01", limit=2)) == ["per-010", "per-011"]
            assert ids(book.prefix(Person, "per-012")) == ["per-012"]
            assert ids(book.prefix(Person, "per-Ä")) == ["per-Ä"]
            assert ids(book.prefix(Person, "", limit=3)) == ["per-001", "per-002", "per-010"]
            assert book.prefix(Person, "per-013") == book.prefix(Person, "per-0100") == []
            assert (
                book.prefix(Person, "zzz") == book.prefix(Event, "per") == book.prefix(Person, "", limit=0) == []
            )

    def test_ten_are_enough_for_a_prefix(self, a):
        add(a, *(person(number) for number in range(30)))
        assert ids(a.prefix(Person, "per")) == [f"per-{number:03d}" for number in range(10)]

    def test_a_prefix_follows_every_change(self, a, b):
        add(a, person(11))
        assert ids(b.prefix(Person, "per-01")) == ["per-011"]
        with b.transaction():
            b.add(person(13), person(12))
            b.delete(person(11))
            assert ids(b.prefix(Person, "per-01")) == ["per-012", "per-013"]
        assert ids(a.prefix(Person, "per-01")) == ["per-012", "per-013"]

    def test_the_last_is_that_with_the_greatest_id(self, a, b):
        assert a.last(Act) is None
        with a.transaction():
            a.add(act(2), act(9), act(5))
            assert a.last(Act) == act(9)
            a.delete(act(9))
            assert a.last(Act) == act(5)
            a.add(act(7))
        assert a.last(Act) == b.last(Act) == act(7)
        assert a.last(Person) is None
        with pytest.raises(KeyError), b.transaction():
            b.add(act(10))
            assert b.last(Act) == act(10)
            raise KeyError
        assert b.last(Act) == act(7)
        with a.transaction():
            a.delete(act(7), act(5), act(2))
        assert a.last(Act) is b.last(Act) is None

    # Versions

    def test_a_version_grows_with_each_change_of_its_kinds_only(self, a):
        persons, both, calls = a.version(Person), a.version(Person, Event), a.version(Call)
        add(a, person(1))
        assert a.version(Person) > persons
        assert a.version(Person, Event) > both
        assert a.version(Call) == calls
        persons = a.version(Person)
        a.find(Person)
        assert a.version(Person) == persons
        for change in (a.put, a.delete):
            with a.transaction():
                change(person(1, "Bo"))
            assert a.version(Person) > persons
            persons = a.version(Person)

    def test_a_version_grows_with_what_another_desk_commits(self, a, b):
        before = a.version(Person), a.version(Event)
        add(b, person(1))
        assert a.version(Person) > before[0]
        assert a.version(Event) == before[1]

    def test_a_version_of_a_reading_stays(self, a, b):
        with a.reading():
            before = a.version(Person)
            add(b, person(1))
            assert a.version(Person) == before
        assert a.version(Person) > before

    def test_what_was_made_inside_a_transaction_that_failed_is_known_to_be_old(self, a):
        seen = {a.version(Person)}
        with pytest.raises(KeyError), a.transaction():
            for number in (1, 2):
                a.add(person(number))
                assert a.version(Person) > max(seen)
                seen.add(a.version(Person))
            raise KeyError
        assert a.version(Person) > max(seen)
