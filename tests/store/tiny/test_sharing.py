import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from atma_tui.domain.errors import Busy
from atma_tui.domain.records import Person
from atma_tui.store.tiny import storage
from atma_tui.store.tiny.files.book_files import BookFiles
from atma_tui.store.tiny.tinybook import TinyBook
from tests.store.samples import person
from tests.store.tiny.raw_book import commit, numbers


@pytest.fixture
def open_desk(tmp_path):
    opened = []

    def open_one(operator="", **options):
        opened.append(TinyBook(tmp_path, operator=operator, **options))
        return opened[-1]

    yield open_one
    for desk in opened:
        desk.close()


def test_who_waits_in_vain_is_told_who_holds_the_book(open_desk):
    ada, bo = open_desk("Ada Sample"), open_desk("Bo", patience=0.02)
    with (
        ada.transaction(),
        pytest.raises(Busy, match=rf"Ada Sample \(computer .*, process {os.getpid()}\)"),
        bo.transaction(),
    ):
        pass
    with bo.transaction():
        bo.add(person(1))
    assert ada.get(Person, "per-001")


def test_a_name_cannot_smuggle_control_characters_into_the_sentence(open_desk):
    ada, bo = open_desk("\x1b[31mAda\r\n\u202e"), open_desk(patience=0.02)
    with ada.transaction(), pytest.raises(Busy) as raised, bo.transaction():
        pass
    assert str(raised.value).isprintable()
    assert "by Ada (" in str(raised.value)


@pytest.mark.parametrize("text", [b"", b"{}", b"\xff\xfe", b'{"desk":"","host":"h","process":1}'])
def test_an_unsigned_lock_is_held_by_another_desk(open_desk, tmp_path, text):
    ada, bo = open_desk(), open_desk(patience=0.02)
    with ada.transaction():
        (tmp_path / "book.lock").write_bytes(text)
        with pytest.raises(Busy, match="another desk"), bo.transaction():
            pass


def test_a_desk_that_waits_gets_its_turn(open_desk):
    ada, bo = open_desk(), open_desk()
    with ThreadPoolExecutor(1) as pool:
        with ada.transaction():
            ada.add(person(1))
            later = pool.submit(add, bo, person(2))
        later.result(5)
    assert ada.count(Person) == 2


def add(book, *records):
    with book.transaction():
        book.add(*records)


def test_a_read_that_meets_a_busy_writer_sees_what_is_committed_and_does_not_wait(open_desk):
    ada, bo = open_desk("Ada"), open_desk("Bo")
    add(ada, person(1))
    with ada.transaction():
        ada.add(person(2))
        assert bo.find(Person) == [person(1)]
        assert bo.changed() == {"person"}
    assert bo.count(Person) == 2


def test_threads_read_on_while_one_of_them_waits_for_another_desk(open_desk):
    ada, bo = open_desk(), open_desk()
    add(ada, person(1))
    assert bo.count(Person) == 1
    with ThreadPoolExecutor(2) as pool:
        with ada.transaction():
            later = pool.submit(add, bo, person(2))
            assert pool.submit(bo.get, Person, "per-001").result(5) == person(1)
            assert not later.done()
        later.result(5)


def test_a_thread_that_waits_too_long_for_another_of_its_desk_is_told_so(open_desk):
    ada = open_desk(patience=0.02)
    with ThreadPoolExecutor(1) as pool, ada.transaction(), pytest.raises(Busy, match="this desk"):
        pool.submit(add, ada, person(1)).result(5)
    assert ada.count(Person) == 0


def test_another_thread_cannot_write_into_a_transaction(open_desk):
    ada = open_desk()
    begun = threading.Event()

    def put_late():
        begun.set()
        ada.put(person(1))

    with ThreadPoolExecutor(1) as pool:
        with ada.transaction():
            late = pool.submit(put_late)
            begun.wait(5)
        with pytest.raises(RuntimeError):
            late.result(5)
    assert ada.count(Person) == 0


def test_a_forked_process_must_open_the_book_itself(open_desk):
    ada = open_desk()
    child = os.fork()
    if child == 0:
        try:
            add(ada, person(1))
        except RuntimeError:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    add(ada, person(1))


def test_opening_does_not_keep_a_writer_waiting(open_desk, monkeypatch):
    ada = open_desk(patience=0.02)
    load = BookFiles.load
    monkeypatch.setattr(BookFiles, "load", lambda files: (load(files), add(ada, person(1)))[0])
    assert open_desk().count(Person) == 1


def test_opening_while_others_compact_twice_finds_the_newest(tmp_path, monkeypatch):
    desk = storage.JournalStorage(tmp_path, compact_at=1)
    commit(desk, 1)
    real, left = BookFiles._follow, [1]

    def overtaken(files, *given):
        if left and left.pop():
            for number in range(2, 5):
                commit(desk, number)
        real(files, *given)

    monkeypatch.setattr(BookFiles, "_follow", overtaken)
    late = storage.JournalStorage(tmp_path)
    assert numbers(late) == [1, 2, 3, 4]
    late.close()
    desk.close()


def test_the_last_to_look_follows_any_number_of_compactions(tmp_path):
    busy, idle = storage.JournalStorage(tmp_path, compact_at=300), storage.JournalStorage(tmp_path)
    for number in range(1, 30):
        commit(busy, number)
        if number in (3, 4, 17, 29):
            assert numbers(idle) == list(range(1, number + 1))
            assert idle.take_committed() == {"docs", "last"}
            assert idle.take_committed() == frozenset()
    busy.close()
    idle.close()


def test_a_compaction_alone_is_not_a_change(tmp_path):
    busy, idle = storage.JournalStorage(tmp_path), storage.JournalStorage(tmp_path)
    commit(busy, 1)
    idle.take_committed()
    for _ in range(3):
        with busy._alone(1):
            busy._mirror.compact()
    assert idle.take_committed() == frozenset()
    assert len(list(tmp_path.glob("*.journal"))) == 2
    busy.close()
    idle.close()


def test_closing_makes_a_snapshot_of_a_long_journal_only(tmp_path):
    for compact_at, generation in ((1 << 20, 1), (1000, 2)):
        desk = storage.JournalStorage(tmp_path, compact_at=compact_at)
        commit(desk, 1)
        commit(desk, 2)
        commit(desk, 3)
        desk.close()
        desk.close()
        assert f'"generation":{generation},' in (tmp_path / "book.json").read_text()


def test_a_closed_book_refuses_to_be_used(open_desk):
    ada = open_desk()
    ada.close()
    for use in (lambda: ada.count(Person), lambda: add(ada, person(1))):
        with pytest.raises(RuntimeError, match="closed"):
            use()
