import json
import os
import shutil
import stat
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest
from tinydb import TinyDB
from tinydb.table import Table

from atma_tui.domain.errors import BookError, Damaged, Exists, InputError, NotFound, TooNew, Unreachable
from atma_tui.domain.records import KINDS, Person
from atma_tui.store import open_book
from atma_tui.store.copying import backup, read_copy, restore
from atma_tui.store.tiny.files import disk
from tests.store.samples import ONE_OF_EACH, filled, person
from tests.store.tiny.raw_book import contents, rewrite
from tests.store.tiny.test_disk_trouble import failing

FORMAT_1 = Path(__file__).parent / "tiny" / "format_1"


@pytest.fixture
def book(tmp_path):
    opened = open_book(str(tmp_path / "book"))
    with opened.transaction():
        opened.add(*ONE_OF_EACH)
    yield opened
    opened.close()


@pytest.fixture
def file(book, tmp_path):
    assert backup(book, tmp_path / "copy.json").records == len(ONE_OF_EACH)
    return tmp_path / "copy.json"


def everything(url):
    book = open_book(url)
    try:
        return {record for kind in ONE_OF_EACH for record in map(repr, book.find(type(kind)))}
    finally:
        book.close()


def test_a_backup_restored_elsewhere_is_the_same_book(file, tmp_path):
    assert restore(file, str(tmp_path / "new")) == len(ONE_OF_EACH)
    assert everything(str(tmp_path / "new")) == set(map(repr, ONE_OF_EACH))


@pytest.mark.parametrize("where", ["book", "book/book.json", "link", "link.json"])
def test_a_book_that_is_open_is_restored_whole_with_its_journal(book, tmp_path, where):
    (tmp_path / "link").symlink_to(tmp_path / "book")
    (tmp_path / "link.json").symlink_to(tmp_path / "book" / "book.json")
    with book._storage._alone(1):
        book._storage._mirror.compact()
    with book.transaction():
        book.add(person(9))
    before = contents(tmp_path / "book")
    assert restore(tmp_path / where, str(tmp_path / "new")) == len(ONE_OF_EACH) + 1
    assert everything(str(tmp_path / "new")) == set(map(repr, [*ONE_OF_EACH, person(9)]))
    assert contents(tmp_path / "book") == before


def test_the_copy_of_a_folder_is_restored_without_touching_it(book, tmp_path):
    shutil.copytree(tmp_path / "book", tmp_path / "copy")
    (tmp_path / "copy" / "book.lock").unlink()
    before = contents(tmp_path / "copy")
    restore(tmp_path / "copy", str(tmp_path / "new"))
    assert everything(str(tmp_path / "new")) == set(map(repr, ONE_OF_EACH))
    assert contents(tmp_path / "copy") == before


@pytest.mark.parametrize("format", ["today", "before the first release"])
def test_a_snapshot_without_its_journal_is_refused(book, file, tmp_path, format):
    source = tmp_path / "book" if format == "today" else FORMAT_1
    for name in ("book.json", "monday.json"):
        shutil.copy(source / "book.json", tmp_path / name)
        with pytest.raises(Damaged, match=rf"{name} is not a backup.*without the journal.*whole folder"):
            restore(tmp_path / name, str(tmp_path / "new"))
        (tmp_path / name).unlink()
    assert not (tmp_path / "new").exists()


def test_a_book_and_a_backup_of_an_older_format_are_restored(tmp_path):
    assert restore(FORMAT_1, str(tmp_path / "new")) == 45
    tables = json.loads((FORMAT_1 / "book.json").read_text())
    tables["site"] = {"s": {"id": "s", "name": "Here", "zone": "America/Edmonton", "places": ["Edmonton"]}}
    (tmp_path / "old.json").write_text(json.dumps(tables))
    assert restore(tmp_path / "old.json", str(tmp_path / "newer")) == 1


@pytest.mark.parametrize("bit", [0x01, 0x04, 0x20])
def test_a_backup_with_any_byte_damaged_is_refused_by_name(tmp_path, bit):
    book = open_book(str(tmp_path / "small"))
    with book.transaction():
        book.add(person(1))
    backup(book, tmp_path / "copy.json")
    book.close()
    data = (tmp_path / "copy.json").read_bytes()
    for at in range(len(data)):
        (tmp_path / "copy.json").write_bytes(data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :])
        with pytest.raises(BookError, match=r"copy\.json"):
            read_copy(tmp_path / "copy.json")
    for length in range(len(data)):
        (tmp_path / "copy.json").write_bytes(data[:length])
        with pytest.raises(Damaged, match=r"copy\.json"):
            read_copy(tmp_path / "copy.json")


def test_an_edited_backup_is_refused(file, tmp_path):
    file.write_text(file.read_text().replace("Zoë", "Zoe"))
    with pytest.raises(Damaged, match=r"copy\.json.*edited"):
        restore(file, str(tmp_path / "new"))
    assert not (tmp_path / "new").exists()


def test_a_backup_is_read_again_before_it_takes_its_place(book, file, monkeypatch):
    before = file.read_bytes()

    def append_wrongly(fd, data, real=disk.append):
        real(fd, data.replace(b"person-1", b"person-2"))

    monkeypatch.setattr(disk, "append", append_wrongly)
    with pytest.raises(Damaged):
        backup(book, file)
    assert file.read_bytes() == before


STEPS = ("open_shared", "open_new", "append", "sync", "sync_folder", "replace", "write_at")


@pytest.mark.parametrize("failure", [OSError(28, "full"), KeyboardInterrupt()], ids=["full", "interrupted"])
@pytest.mark.parametrize("step", STEPS)
def test_a_restore_that_fails_at_any_step_does_not_block_the_next(file, tmp_path, monkeypatch, step, failure):
    real, left = getattr(disk, step), 0

    def fail_after_some(*given):
        nonlocal left
        left -= 1
        if left == 0:
            raise failure
        return real(*given)

    for left in range(1, 40):
        url = str(tmp_path / f"new-{left}")
        with monkeypatch.context() as patch:
            patch.setattr(disk, step, fail_after_some)
            try:
                restore(file, url)
            except (BookError, KeyboardInterrupt):
                pass
            else:
                break
        with suppress(Exists):  # an interrupt may come after the restore
            restore(file, url)
        assert everything(url) == set(map(repr, ONE_OF_EACH))
    assert left < 39


def test_a_restore_into_an_empty_book_that_desks_have_open_is_noticed(file, tmp_path):
    desk = open_book(str(tmp_path / "new"))
    assert desk.find(Person) == []
    restore(file, str(tmp_path / "new"))
    assert desk.find(Person) == [filled(Person)]
    assert desk.changed() == set(KINDS)
    desk.close()


def test_a_backup_is_an_ordinary_tinydb_file_for_the_owner_only(file):
    class TextIdTable(Table):
        document_id_class = str

    plain = TinyDB(file, encoding="utf-8")
    assert TextIdTable(plain.storage, "person").get(doc_id="person-1")["name"] == filled(Person).name
    plain.close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_backup_replaces_an_older_one_as_a_whole_or_not_at_all(book, file, monkeypatch, tmp_path):
    before = file.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(disk, "replace", failing(28))
        with pytest.raises(Unreachable, match="full"):
            backup(book, file)
    assert file.read_bytes() == before
    with book.transaction():
        book.add(person(9))
    backup(book, file)
    assert file.read_bytes() != before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book", "copy.json"]


def test_a_backup_into_a_folder_that_is_not_there_says_so(book, tmp_path):
    with pytest.raises(Unreachable, match=r"The backup .*copy\.json cannot be used: its folder, .* is not there"):
        backup(book, tmp_path / "nowhere" / "copy.json")


def test_restoring_into_a_book_with_records_is_refused(file, tmp_path):
    with pytest.raises(Exists, match="holds a book already"):
        restore(file, str(tmp_path / "book"))
    assert everything(str(tmp_path / "book")) == set(map(repr, ONE_OF_EACH))


def test_restoring_into_an_empty_book_is_fine(file, tmp_path):
    open_book(str(tmp_path / "new")).close()
    restore(file, str(tmp_path / "new"))
    assert len(everything(str(tmp_path / "new"))) == len(ONE_OF_EACH)


@pytest.mark.parametrize(
    "spoil, error, words",
    [
        (lambda tables: tables["person"]["person-1"].pop("name"), Damaged, "person-1.*name"),
        (lambda tables: tables["person"]["person-1"].update(new=1), Damaged, "person-1.*new"),
        (lambda tables: tables["person"].update(x=tables["person"]["person-1"]), Damaged, "calls itself person-1"),
        (lambda tables: tables.update(dragons={"d": {"id": "d"}}), Damaged, "dragons"),
        (lambda tables: tables["_meta"]["1"].update(format=99), TooNew, "newer"),
        (lambda tables: tables["_meta"]["1"].update(format=-1), Damaged, "never was"),
    ],
    ids=["missing field", "unknown field", "wrong id", "unknown kind", "newer", "no format"],
)
def test_nothing_is_restored_from_a_file_that_is_not_right_throughout(file, tmp_path, spoil, error, words):
    rewrite(file, spoil)
    with pytest.raises(error, match=words):
        restore(file, str(tmp_path / "new"))
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("text", ["", "{", "hello", "[1]", '{"person": {}}'])
def test_a_file_that_is_no_backup_is_refused(file, tmp_path, text):
    file.write_text(text)
    with pytest.raises(Damaged):
        restore(file, str(tmp_path / "new"))
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(("module", "name"), [("gzip", "gzip"), ("bz2", "bzip2"), ("lzma", "xz")])
def test_a_packed_backup_is_named_as_such(file, tmp_path, module, name):
    file.write_bytes(import_module(module).compress(file.read_bytes()))
    with pytest.raises(Damaged, match=rf"is packed \({name}\)\. Nothing was changed; unpack it"):
        restore(file, str(tmp_path / "new"))
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["nowhere.json", "."])
def test_a_file_that_is_not_there_is_not_found(tmp_path, name):
    with pytest.raises(NotFound):
        restore(tmp_path / name, str(tmp_path / "new"))


def test_all_records_of_a_backup_are_of_one_moment_and_other_desks_go_on(book, tmp_path, monkeypatch):
    other = open_book(str(tmp_path / "book"))
    find = type(book).find

    def find_while_others_write(self, kind, /, **equal):
        with other.transaction():
            other.put(person(8))
        return find(self, kind, **equal)

    monkeypatch.setattr(type(book), "find", find_while_others_write)
    backup(book, tmp_path / "copy.json")
    other.close()
    assert "per-008" not in (tmp_path / "copy.json").read_text()
    assert book.get(Person, "per-008")


def test_a_backup_of_another_book_is_replaced_only_when_told(book, file, tmp_path):
    other = open_book(str(tmp_path / "other"))
    before = file.read_bytes()
    with pytest.raises(InputError, match=r"another book.*--replace"):
        backup(other, file)
    assert file.read_bytes() == before
    backup(book, file)
    backup(other, file, replace=True)
    assert read_copy(file).records == []
    other.close()


@pytest.mark.parametrize("name", ["letter.txt", "copied/book.json", "empty.json"])
def test_a_file_that_is_no_backup_is_replaced_only_when_told(book, tmp_path, name):
    shutil.copytree(tmp_path / "book", tmp_path / "copied", ignore=shutil.ignore_patterns("book.lock"))
    (tmp_path / "letter.txt").write_text("a letter")
    (tmp_path / "empty.json").touch()
    before = (tmp_path / name).read_bytes()
    with pytest.raises(InputError, match=r"not a backup.*--replace"):
        backup(book, tmp_path / name)
    assert (tmp_path / name).read_bytes() == before
    assert backup(book, tmp_path / name, replace=True).records == len(ONE_OF_EACH)


def test_what_is_no_file_is_never_replaced_by_a_backup(book, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", Path(os.devnull)):
        with pytest.raises(InputError, match="no ordinary file"):
            backup(book, path, replace=True)
    assert not Path(os.devnull).is_file()


def test_a_backup_of_an_earlier_version_is_replaced(book, tmp_path):
    shutil.copy(FORMAT_1 / "book.json", tmp_path / "old.json")
    assert backup(book, tmp_path / "old.json").records == len(ONE_OF_EACH)
