"""What every book must do. A store is tested by a subclass of `StoreContract` with a `url` fixture of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from multiprocessing import get_context
from typing import TypeVar

import msgspec
import pytest
from msgspec.structs import replace

from atma_tui.domain.errors import Exists
from atma_tui.domain.records import Act, Call, Change, Enrolment, Event, Person, Series
from atma_tui.store import Store, open_book
from atma_tui.store.chain import HeadFound, History
from tests.store.samples import NOW, ONE_OF_EACH, act, call, enrolment, event, person
from tests.store.views_contract import ViewsContract

T = TypeVar("T")
MakeBook = Callable[[], Store]


class StoreContract(ViewsContract):
    @pytest.fixture
    def make_book(self, url: str) -> Iterator[MakeBook]:
        opened: list[Store] = []

        def make() -> Store:
            opened.append(open_book(url, operator="Ada"))
            return opened[-1]

        yield make
        for book in opened:
            book.close()

    @pytest.fixture
    def a(self, make_book: MakeBook) -> Store:
        return make_book()

    @pytest.fixture
    def b(self, a: Store, make_book: MakeBook) -> Store:
        return make_book()

    # Keeping records

    def test_every_kind_comes_back_as_it_was_also_after_reopening(self, a, make_book):
        with a.transaction():
            a.add(*ONE_OF_EACH)
        for book in (a, make_book()):
            for record in ONE_OF_EACH:
                assert book.get(type(record), record.id) == record
                assert book.find(type(record)) == [record]

    def test_a_moment_in_another_zone_is_the_same_moment(self, a, b):
        moment = NOW.astimezone(timezone(timedelta(hours=-6)))
        with a.transaction():
            a.add(Series(id="ser-1", title="Circle", created=moment))
        assert a.get(Series, "ser-1").created == b.get(Series, "ser-1").created == NOW

    def test_what_is_not_there_is_none(self, a):
        assert a.get(Person, "per-001") is None
        assert a.find(Person) == []
        assert a.count(Person) == 0

    def test_what_was_put_does_not_change_with_the_object_it_was_made_from(self, a):
        before = {"id": "evt-1", "tags": ["old"]}
        with a.transaction():
            a.add(act(1, changes=(Change(kind="event", id="evt-1", before=before),)))
            before["tags"].append("new")
        assert a.get(Act, "act-000001").changes[0].before["tags"] == ["old"]

    def test_a_record_that_could_not_be_read_again_is_never_written(self, a, b):
        with pytest.raises(msgspec.ValidationError), a.transaction():
            a.add(person(1), enrolment(1, party=0))
        assert a.count(Person) == b.count(Person) == b.count(Enrolment) == 0

    def test_put_replaces_and_delete_removes(self, a, b):
        with a.transaction():
            a.put(person(1, "Ada Sample"), person(2, "Bo Sample"))
        with b.transaction():
            b.put(person(1, "Ada Muster"))
            b.delete(person(2), person(3))
        assert a.find(Person) == b.find(Person) == [person(1, "Ada Muster")]

    def test_adding_what_is_there_is_refused_and_nothing_of_it_stays(self, a, b):
        with a.transaction():
            a.add(person(1, "First"))
        with pytest.raises(Exists), b.transaction():
            b.add(person(2), person(1, "Second"))
        assert b.find(Person) == a.find(Person) == [person(1, "First")]

    @pytest.mark.parametrize("change", ["put", "add", "delete"])
    def test_changing_outside_a_transaction_is_a_mistake_of_the_program(self, a, change):
        with pytest.raises(RuntimeError):
            getattr(a, change)(person(1))
        assert a.count(Person) == 0

    # Finding

    def test_find_gives_ids_in_order(self, a):
        with a.transaction():
            a.add(*(person(number) for number in (3, 1, 2)), person(10), replace(person(0), id="per-Ä"))
        assert [one.id for one in a.find(Person)] == ["per-001", "per-002", "per-003", "per-010", "per-Ä"]

    def test_find_by_one_field_and_by_several(self, a, b):
        with a.transaction():
            a.add(enrolment(1), enrolment(2), enrolment(3, "evt-2"), enrolment(4, status="waiting"))
        for book in (a, b):
            assert [one.id for one in book.find(Enrolment, offering="evt-1")] == ["enr-001", "enr-002", "enr-004"]
            assert [one.id for one in book.find(Enrolment, offering="evt-1", status="waiting")] == ["enr-004"]
            assert book.find(Enrolment, offering="evt-2", person="per-001") == []
            assert book.count(Enrolment, offering="evt-1", status="enrolled") == 2
            assert book.count(Enrolment) == 4

    def test_find_by_each_member_of_a_field_with_several_texts(self, a, b):
        with a.transaction():
            a.add(act(1, "per-001", "evt-1", "evt-1"), act(2, "per-002", "evt-1"), act(3))
        assert [one.id for one in b.find(Act, related_ids="evt-1")] == ["act-000001", "act-000002"]
        assert b.count(Act, related_ids="per-002") == 1
        with b.transaction():
            b.put(act(1, "per-001"))
        assert [one.id for one in a.find(Act, related_ids="evt-1")] == ["act-000002"]

    def test_find_by_each_day_that_a_span_of_time_touches(self, a, b):
        with a.transaction():
            a.add(event(1), event(2, starts=datetime(2026, 12, 8), ends=datetime(2026, 12, 9)))
            a.add(event(3, starts=datetime(2026, 12, 9), ends=datetime(2026, 12, 9)))
            a.add(event(4, starts=datetime(2026, 11, 29, 18), ends=datetime(2026, 12, 8, 0, 1)))
        assert [one.id for one in b.find(Event, on="2026-12-08")] == ["evt-1", "evt-2", "evt-4"]
        assert [one.id for one in b.find(Event, on="2026-12-03")] == ["evt-4"]
        assert [one.id for one in b.find(Event, on="2026-12-09")] == ["evt-3"]
        assert b.count(Event, on="2026-12-08", site="calgary") == 0
        with b.transaction():
            b.put(event(4, rev=2, starts=datetime(2026, 12, 3), ends=datetime(2026, 12, 5)))
        assert [one.id for one in a.find(Event, on="2026-12-08")] == ["evt-1", "evt-2"]
        assert [one.id for one in a.find(Event, on="2026-12-04")] == ["evt-4"]

    def test_a_span_of_years_is_found_by_the_days_of_its_first_month(self, a):
        with a.transaction():
            a.add(event(1, starts=datetime(2026, 12, 1), ends=datetime(2199, 1, 1)))
        assert a.count(Event, on="2026-12-31") == 1
        assert a.count(Event, on="2027-01-01") == 0

    def test_find_by_a_value_that_is_the_default_of_its_field(self, a, b):
        with a.transaction():
            a.add(call(1), call(2, "reached"), call(3))
        assert [one.id for one in b.find(Call, state="owed")] == ["cal-1", "cal-3"]

    def test_empty_texts_find_nothing(self, a):
        with a.transaction():
            a.add(event(1), act(1))
        assert a.find(Event, series="") == a.find(Act, related_ids="") == []
        assert a.count(Event, series="") == 0

    def test_a_field_that_is_not_indexed_is_a_mistake_of_the_program(self, a):
        with pytest.raises(ValueError, match="notes"):
            a.find(Event, notes="x")

    def test_finding_follows_every_change(self, a, b):
        assert a.find(Enrolment, status="enrolled") == b.search(Person, "ada") == []
        with a.transaction():
            a.add(enrolment(1), enrolment(2), person(1))
        with b.transaction():
            b.put(enrolment(1, status="cancelled"), person(1, "Bo"))
            b.delete(enrolment(2))
            assert b.find(Enrolment, status="enrolled") == b.search(Person, "ada") == []
        assert a.find(Enrolment, status="enrolled") == a.search(Person, "ada") == []
        assert a.find(Enrolment, status="cancelled") == [enrolment(1, status="cancelled")]

    # Searching

    def ids(self, book: Store, words: str | list[list[str]], **options: int) -> list[str]:
        return [one.id for one in book.search(Person, words, **options)]

    def test_search_ignores_case_accents_and_order_of_words(self, a, b):
        with a.transaction():
            a.add(person(1, "Zoë O'Sample"), person(2, "ZOE MUSTER", email="zoe.m@example.org"), person(3, "Bo"))
        for book in (a, b):
            assert self.ids(book, "zoe") == self.ids(book, "ZOË") == ["per-001", "per-002"]
            assert self.ids(book, "sam zo") == self.ids(book, " o'SAMPLE  zoe ") == ["per-001"]
            assert self.ids(book, "zoe@") == self.ids(book, "zoesample") == self.ids(book, "xyz") == []

    def test_search_takes_every_sign_as_itself(self, a):
        with a.transaction():
            a.add(person(1, "100% Sample"), person(2, "100 Sample"), person(3, "a_b"), person(4, "axb \\ *"))
        assert self.ids(a, "100%") == ["per-001"]
        assert self.ids(a, "a_b") == ["per-003"]
        assert self.ids(a, "\\") == self.ids(a, "*") == ["per-004"]

    def test_search_looks_in_each_field_and_not_across_two(self, a):
        with a.transaction():
            a.add(person(1, "Ada", phone="780-555-0101", phone_key="7805550101", email="ada@example.org"))
        assert self.ids(a, "7805550101") == self.ids(a, "ada 555-01 example") == ["per-001"]
        assert self.ids(a, "ada780") == []

    def test_search_finds_a_value_that_is_the_default_of_its_field(self, a):
        with a.transaction():
            a.add(event(1))
        assert a.search(Event, "other") == [event(1)]

    def test_search_gives_the_first_by_id_up_to_the_limit_and_all_without_words(self, a, b):
        with a.transaction():
            a.add(*(person(number, "Ada") for number in range(60, 0, -1)))
        assert self.ids(a, "ada", limit=2) == self.ids(a, "", limit=2) == ["per-001", "per-002"]
        assert len(self.ids(b, "")) == 50
        with b.transaction():
            b.put(replace(person(0, "Ada"), id="per-000"), person(1, "Bo"))
        assert self.ids(a, "ada", limit=2) == ["per-000", "per-002"]

    def test_search_finds_a_word_in_any_of_its_ways_each_record_once(self, a, b):
        with a.transaction():
            a.add(person(1, "Bob Sample"), person(2, "Rob Sample"), person(3, "Robert Bobson"), person(4, "Ada"))
        with b.transaction():
            b.put(person(4, "Bob"), person(5, "Robert Sample"))
        for book in (a, b):
            assert self.ids(book, [["bob", "rob"]]) == ["per-001", "per-002", "per-003", "per-004", "per-005"]
            assert self.ids(book, [["bob", "rob"], ["sample"]]) == ["per-001", "per-002", "per-005"]
            assert self.ids(book, [["nobody", "bob"]], limit=2) == ["per-001", "per-003"]
            assert self.ids(book, [["bob"], []]) == []

    def test_search_looks_in_each_text_of_a_tuple(self, a, b):
        with a.transaction():
            a.add(person(1, "Ada", other_names=("Bo Former", "Cy"), other_keys=("4035550102",)), person(2, "Bo"))
        for book in (a, b):
            assert self.ids(book, "former") == self.ids(book, "ada cy 403555") == ["per-001"]
            assert self.ids(book, "bo") == ["per-001", "per-002"]

    def test_signs_that_are_not_searched_find_nobody_when_they_are_alone(self, a):
        with a.transaction():
            a.add(person(1, "Mary-Ann O'Sample"))
        assert self.ids(a, "-") == self.ids(a, "'") == []
        assert self.ids(a, "mary - ann") == ["per-001"]

    def test_the_vocabulary_is_the_folded_words_of_letters(self, a, b):
        with a.transaction():
            a.add(person(1, "Zoë O'Sample 2nd", phone_key="7805550101", email="zoe@example.org"))
        assert a.vocabulary(Person) == b.vocabulary(Person) == {"zoe", "osample"}
        with a.transaction():
            a.add(person(2, "Mary-Ann"))
        for book in (a, b):
            assert {"zoe", "osample", "maryann"} <= book.vocabulary(Person)

    # Transactions

    def test_a_transaction_sees_its_own_changes(self, a):
        with a.transaction():
            a.add(person(1, "Ada"), enrolment(1))
            assert a.get(Person, "per-001") == person(1, "Ada")
            assert a.search(Person, "ada") == [person(1, "Ada")]
            assert a.count(Enrolment, offering="evt-1") == 1
            a.delete(person(1))
            assert a.get(Person, "per-001") is None

    @pytest.mark.parametrize("failure", [KeyError, KeyboardInterrupt])
    def test_a_transaction_that_fails_leaves_everything_as_it_was(self, a, b, make_book, failure):
        with a.transaction():
            a.add(person(1, "Ada"), enrolment(1))
        state = a.find(Person), a.find(Enrolment, status="enrolled"), a.search(Person, "ada")
        with pytest.raises(failure), a.transaction():
            a.put(person(1, "Bo"), enrolment(1, status="cancelled"))
            a.add(person(2, "Ada"))
            a.delete(person(1))
            raise failure
        for book in (a, b, make_book()):
            assert (
                book.find(Person),
                book.find(Enrolment, status="enrolled"),
                book.search(Person, "ada"),
            ) == state

    def test_a_nested_transaction_is_part_of_the_outer_one(self, a, b):
        with pytest.raises(KeyError), a.transaction():
            with a.transaction():
                a.add(person(1))
            raise KeyError
        assert b.count(Person) == 0
        with a.transaction():
            with a.transaction():
                a.add(person(1), person(2))
            assert b.count(Person) == 0
            a.delete(person(2))
        assert b.find(Person) == [person(1)]

    def test_a_nested_transaction_that_fails_leaves_nothing_of_itself(self, a, b):
        with a.transaction():
            a.add(person(1, "Ada"))
            with pytest.raises(KeyError), a.transaction():
                a.put(person(1, "Bo"), person(2))
                raise KeyError
            assert a.find(Person) == [person(1, "Ada")]
        assert b.find(Person) == [person(1, "Ada")]

    def test_nobody_sees_or_overtakes_a_transaction_under_way(self, a, b):
        with a.transaction():
            a.add(person(1))
        assert b.count(Person) == 1
        inside = threading.Event()

        def follow() -> int:
            inside.set()
            with b.transaction():
                seen = b.count(Person)
                b.add(person(seen + 1))
            return seen

        with ThreadPoolExecutor(1) as pool:
            with a.transaction():
                a.add(person(2))
                assert b.count(Person) == 1
                later = pool.submit(follow)
                inside.wait(5)
                assert b.count(Person) == 1
                assert not later.done()
            assert later.result(5) == 2

    def test_threads_of_one_desk_take_turns(self, a):
        with a.transaction():
            a.add(Series(id="ser-1", title="0", created=NOW))

        def count_up(_: int) -> None:
            with a.transaction():
                series = a.get(Series, "ser-1")
                a.put(replace(series, title=str(int(series.title) + 1)))

        with ThreadPoolExecutor(6) as pool:
            list(pool.map(count_up, range(120)))
        assert a.get(Series, "ser-1").title == "120"

    def test_the_last_seats_are_never_given_twice(self, a, url):
        with a.transaction():
            a.add(*(event(number, capacity=5) for number in range(4)))
        with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
            given = sum(pool.map(take_seats, [url] * 4, range(4)))
        assert [a.count(Enrolment, offering=f"evt-{number}") for number in range(4)] == [5] * 4
        assert given == a.count(Enrolment) == a.count(Act) == 20

    # The history

    def test_each_transaction_has_a_head_that_all_desks_know_from_then_on(self, a, b):
        heads = []
        for number in (1, 2, 3):
            with a.transaction():
                a.add(person(number))
            heads.append(a.chain_head)
        assert b.settle(30.0)
        assert b.chain_head == heads[-1]
        assert len(set(heads)) == 3 and all(len(head) == 64 for head in heads)
        for book in (a, b):
            assert book.find_head(heads[-1]) is HeadFound.NOW
            assert {book.find_head(head) for head in heads[:-1]} <= {HeadFound.PROVEN, HeadFound.KEPT}
            assert book.find_head("0" * 64) is HeadFound.UNKNOWN

    def test_a_transaction_that_fails_leaves_the_head_as_it_was(self, a):
        with a.transaction():
            a.add(person(1))
        before = a.chain_head
        with pytest.raises(KeyError), a.transaction():
            a.add(person(2))
            raise KeyError
        assert a.chain_head == before

    def test_a_book_that_gets_the_records_of_another_knows_its_heads(self, a, b):
        old = "9f86d081884c7d65" + "0" * 48
        with a.transaction():
            a.descend(History("other", old, bytes.fromhex(old[:16])))
        assert b.settle(30.0)
        assert b.find_head(old) is HeadFound.KEPT
        assert b.changed() <= {"person"}

    # Knowing that something changed

    def test_changed_tells_each_kind_once_whoever_changed_it(self, a, b):
        assert a.changed() == b.changed() == frozenset()
        with a.transaction():
            a.add(person(1), act(1))
        with b.transaction():
            b.add(person(2))
        for book in (a, b):
            assert book.changed() == {"person", "act"}
            assert book.changed() == frozenset()

    def test_changed_tells_also_what_was_read_meanwhile(self, a, b):
        with a.transaction():
            a.add(person(1))
        assert b.get(Person, "per-001")
        assert b.changed() == {"person"}

    def test_changed_does_not_tell_of_what_did_not_happen(self, a, b, make_book):
        with pytest.raises(KeyError), a.transaction():
            a.add(person(1))
            raise KeyError
        with a.transaction():
            a.find(Person)
        assert a.changed() == b.changed() == frozenset()
        with a.transaction():
            a.add(person(1))
        assert make_book().changed() == frozenset()


def take_seats(url: str, worker: int) -> int:
    """Enrol people wherever there is room until all is full; returns how many found a seat."""
    book, given = open_book(url), 0
    for number in range(40):
        offering = f"evt-{(number + worker) % 4}"
        with book.transaction():
            if book.count(Enrolment, offering=offering) < book.get(Event, offering).capacity:
                book.add(
                    enrolment(worker * 100 + number, offering, at=datetime.now(UTC)), act(worker * 100 + number)
                )
                given += 1
    book.close()
    return given
