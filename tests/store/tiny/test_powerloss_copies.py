"""The power cut in the middle of what is done to whole books: backup, restore, mending, forgetting."""

import shutil

import pytest

from atma_tui.desk import encryption
from atma_tui.domain.errors import BookError
from atma_tui.domain.records import Person
from atma_tui.store.copying import backup, read_copy, restore
from atma_tui.store.sealing import slots
from atma_tui.store.tiny.files import disk
from atma_tui.store.tiny.mending import mend
from atma_tui.store.tiny.storage import JournalStorage
from atma_tui.store.tiny.tinybook import TinyBook
from tests.memory import MemoryBook
from tests.store.samples import ONE_OF_EACH, person
from tests.store.test_copying import everything
from tests.store.tiny.powerloss import ForgetfulDisk, Recorder, fates
from tests.store.tiny.raw_book import commit, numbers, written
from tests.store.tiny.sealed import PASSPHRASE, forget_all
from tests.store.tiny.test_forgetting import bytes_of, remove_name

CHANCES = 6


@pytest.fixture(autouse=True)
def fast(monkeypatch):
    monkeypatch.setattr(disk, "sync", lambda fd: None)
    monkeypatch.setattr(disk, "sync_folder", lambda path: None)


@pytest.fixture
def after_each_operation(monkeypatch, tmp_path):
    """Do something; give what a power cut may leave after each file operation, as a folder."""

    def run(work, folder=None):
        recorder = Recorder()
        if folder:
            recorder.adopt(folder)
        adopted = len(recorder.events)
        with monkeypatch.context() as patch:
            recorder.record(patch)
            work()
        model, left = ForgetfulDisk(), tmp_path / "left"
        for number, event in enumerate(recorder.events):
            model.apply(event)
            for luck in fates(number, CHANCES) if number >= adopted else ():
                left.mkdir(mode=0o700)
                for name, data in model.after_power_cut(luck).items():
                    (left / name).write_bytes(data)
                yield left
                shutil.rmtree(left)
        assert len(recorder.events) > adopted + 5

    return run


def book_of(*records):
    book = MemoryBook()
    with book.transaction():
        book.add(*records)
    return book


def test_a_backup_is_the_old_one_or_the_new_one(after_each_operation, tmp_path):
    def back_up_twice():
        backup(book_of(person(1)), tmp_path / "copies" / "copy.json")
        backup(book_of(person(1), person(2)), tmp_path / "copies" / "copy.json", replace=True)

    (tmp_path / "copies").mkdir()
    seen = set()
    for left in after_each_operation(back_up_twice):
        if (left / "copy.json").exists():
            seen.add(len(read_copy(left / "copy.json").records))
    assert seen == {1, 2}


def test_a_restore_is_whole_or_can_be_done_again(after_each_operation, tmp_path):
    file = tmp_path / "copy.json"
    backup(book_of(*ONE_OF_EACH), file)
    whole, seen = set(map(repr, ONE_OF_EACH)), []
    for left in after_each_operation(lambda: restore(file, str(tmp_path / "new"))):
        try:
            restore(file, str(left))
        except BookError:
            seen.append("done before")
        else:
            seen.append("done again")
        assert everything(str(left)) == whole
    assert set(seen) == {"done before", "done again"}


def test_mending_keeps_every_byte_and_every_good_act(after_each_operation, tmp_path):
    folder = written(tmp_path / "book", 3)
    spoilt = b"spoilt\nspoilt\n"
    with (folder / "book.0000001.journal").open("ab") as file:
        file.write(spoilt)
    mended = 0
    for left in after_each_operation(lambda: mend(folder), folder):
        mended += not mend(left)
        assert any(path.read_bytes() == spoilt for path in left.glob("*.damaged"))
        book = JournalStorage(left)
        assert numbers(book) == [1, 2, 3]
        book.close()
    assert mended > CHANCES


@pytest.mark.parametrize("way", ["encrypt", "rotate", "decrypt", "slots"])
def test_a_conversion_is_done_or_not_and_the_book_is_whole(after_each_operation, tmp_path, monkeypatch, way):
    monkeypatch.setattr(slots, "_MEMORY", 64)
    folder = written(tmp_path / "book", 4, compact_at=300)
    options = {"keyring": False, "operator": "Ada"}
    if way != "encrypt":
        encryption.encrypt(str(folder), PASSPHRASE, **options)
    convert = {
        "encrypt": lambda: encryption.encrypt(str(folder), PASSPHRASE, **options),
        "rotate": lambda: encryption.rotate(str(folder), PASSPHRASE, **options),
        "decrypt": lambda: encryption.decrypt(str(folder), operator="Ada"),
        "slots": lambda: encryption.add_passphrase(str(folder), "another four words", operator="Ada"),
    }[way]
    seen = set()
    for left in after_each_operation(convert, folder):
        book = JournalStorage(left)
        assert numbers(book) == [1, 2, 3, 4]
        seen.add(book.keys)
        commit(book, 5)
        book.close()
        if book.keys:
            plain = [path.name for path in left.glob("book.*") if b'"n":' in path.read_bytes()]
            assert not [name for name in plain if not name.endswith(".tmp")]
    assert len(seen) == 2
    forget_all()


def test_a_book_opens_after_a_power_cut_without_its_lock(after_each_operation, tmp_path):
    """The lock's file is never made durable: what it says may be lost, and the book does not need it."""

    def write():
        book = JournalStorage(tmp_path / "book", compact_at=300)
        for number in range(1, 8):
            commit(book, number)
        book.close()

    for left in after_each_operation(write):
        (left / "book.lock").unlink(missing_ok=True)
        book = JournalStorage(left)
        found = numbers(book)
        assert found == list(range(1, len(found) + 1))
        book.close()


def test_names_are_there_as_before_or_nowhere_once_the_book_is_opened(after_each_operation, tmp_path):
    folder = tmp_path / "book"
    book = TinyBook(folder)
    with book.transaction():
        book.add(person(1, "Una Rare"))
    book.close()

    def forget():
        book = TinyBook(folder)
        remove_name(book)
        book.close()

    removed = 0
    for left in after_each_operation(forget, folder):
        opened = TinyBook(left)
        name = opened.get(Person, "per-001").name
        opened.close()
        assert name in ("Una Rare", "Name removed")
        if name == "Name removed":
            removed += 1
            assert b"Una Rare" not in bytes_of(left)
    assert removed
