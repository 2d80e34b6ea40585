"""The history of a book in a folder: what a head on paper proves, and what the files prove of themselves."""

import shutil
from pathlib import Path

import pytest
from msgspec import Raw
from msgspec.structs import replace

from atma_tui.domain.errors import Damaged, InputError
from atma_tui.domain.records import Person
from atma_tui.store import chain, open_book
from atma_tui.store.chain import SHORT, HeadFound
from atma_tui.store.copying import backup, restore
from atma_tui.store.tiny import origins
from atma_tui.store.tiny.files import journal
from atma_tui.store.tiny.storage import JournalStorage
from atma_tui.store.tiny.tinybook import TinyBook
from tests.store.samples import person
from tests.store.tiny.raw_book import commit, contents, numbers, rewrite, written

FORMAT_3 = Path(__file__).parent / "format_3"


def add(book, *numbers):
    for number in numbers:
        with book.transaction():
            book.add(person(number))


def heads_of(folder, count, **options):
    """Write a book; return the head of its history after each transaction."""
    book, heads = JournalStorage(folder, **options), []
    for number in range(1, count + 1):
        commit(book, number)
        heads.append(book.position.chain)
    book._files.close()  # without a last snapshot
    return heads


def found(folder, head):
    book = JournalStorage(folder)
    try:
        return book.heads.find(head)
    finally:
        book.close()


def test_every_head_of_a_book_is_known_also_after_many_snapshots(tmp_path):
    heads = heads_of(tmp_path / "book", 30, compact_at=900)
    assert len(set(heads)) == 30
    known = [found(tmp_path / "book", head) for head in heads]
    assert set(known) == {HeadFound.KEPT, HeadFound.PROVEN, HeadFound.NOW}
    assert known == sorted(known, key=[HeadFound.KEPT, HeadFound.PROVEN, HeadFound.NOW].index)
    assert found(tmp_path / "book", heads[3][:SHORT]) is HeadFound.KEPT
    assert found(tmp_path / "book", "0" * 64) is HeadFound.UNKNOWN


def test_desks_of_one_book_agree_on_the_head_whoever_makes_snapshots(tmp_path):
    desks = [JournalStorage(tmp_path, compact_at=size) for size in (700, 1100, 1 << 20)]
    for number in range(1, 25):
        commit(desks[number % 3], number)
        for desk in desks:
            assert numbers(desk) == list(range(1, number + 1))
        assert len({desk.position.chain for desk in desks}) == 1
    late = JournalStorage(tmp_path)
    assert late.position.chain == desks[0].position.chain
    for desk in (*desks, late):
        desk.close()


def test_a_line_that_was_changed_with_its_checksum_is_refused_and_can_be_put_aside(tmp_path):
    from atma_tui.store.tiny.mending import mend

    path = written(tmp_path / "book", 4) / "book.0000001.journal"
    header, *lines = path.read_bytes().splitlines(keepends=True)
    [entry] = journal.read_lines(lines[1]).entries
    lines[1] = journal.encode_line(replace(entry.line, ops=type(entry.line.ops)(b'[["docs","d2",{"n":7}]]')))
    path.write_bytes(b"".join([header, *lines]))
    before = contents(path.parent)
    with pytest.raises(Damaged, match="transaction 2 is not as it was saved"):
        JournalStorage(path.parent)
    assert contents(path.parent) == before
    assert "3 acts" in mend(path.parent)
    book = JournalStorage(path.parent)
    assert numbers(book) == [1]
    book.close()


def test_a_snapshot_that_was_changed_with_its_digest_is_refused(tmp_path):
    folder = written(tmp_path / "book", 4, compact_at=1)
    journals = {path: path.read_bytes() for path in folder.glob("*.journal")}
    rewrite(folder / "book.json", lambda tables: tables["docs"]["d1"].update(n=7))
    for path, data in journals.items():
        path.write_bytes(data)
    with pytest.raises(Damaged, match="goes on from another history"):
        JournalStorage(folder)


def test_who_changes_all_files_is_found_out_by_the_head_on_paper(tmp_path):
    folder = written(tmp_path / "book", 4, compact_at=1)
    book = JournalStorage(folder)
    on_paper = book.position.chain
    book.close()
    assert found(folder, on_paper) is HeadFound.NOW
    rewrite(folder / "book.json", lambda tables: tables["docs"]["d1"].update(n=7))
    assert found(folder, on_paper) is HeadFound.UNKNOWN


def test_a_book_of_the_format_before_gets_its_chain_when_it_is_opened(tmp_path):
    shutil.copytree(FORMAT_3, tmp_path / "book")
    for path in (tmp_path / "book", *(tmp_path / "book").iterdir()):
        path.chmod(0o700 if path.is_dir() else 0o600)
    book = TinyBook(tmp_path / "book")
    assert [one.id for one in book.find(Person)] == [f"per-{number:03d}" for number in range(1, 6)]
    head = book.chain_head
    assert len(head) == 64
    add(book, 7)
    assert book.find_head(head) is HeadFound.PROVEN
    book.close()


def test_a_restored_book_knows_the_heads_of_the_one_that_was_backed_up(tmp_path):
    book, heads = open_book(str(tmp_path / "book")), []
    for number in (1, 2, 3):
        add(book, number)
        heads.append(book.chain_head)
    assert backup(book, tmp_path / "copy.json").head == heads[-1]
    book.close()
    for source, target in (
        (tmp_path / "copy.json", "new"),
        (tmp_path / "book", "newer"),
        (tmp_path / "new", "again"),
    ):
        restore(source, str(tmp_path / target))
        restored = open_book(str(tmp_path / target))
        assert [restored.find_head(head) for head in heads] == [HeadFound.KEPT] * 3
        assert restored.chain_head not in heads
        restored.close()


def test_a_head_is_read_as_it_is_printed(tmp_path):
    head = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    assert chain.readable(head) == "9f86 d081 884c 7d65"
    assert head.startswith(chain.read_head(" 9F86 d081 884c 7d65 "))
    assert chain.read_head(head) == head
    for words in ("", "9f86 d081", "9f86 d081 884c 7d6x", "nonsense"):
        with pytest.raises(InputError, match="at least its first 4 groups"):
            chain.read_head(words)


def test_an_earlier_history_that_cannot_be_read_is_damage_and_not_a_fault(tmp_path):
    book = JournalStorage(tmp_path)
    with book.transaction():
        book.put(origins.TABLE, "x", Raw(b'{"book":5}'))
    with pytest.raises(Damaged, match="earlier book"), book.reading():
        origins.history(book)
    book.close()
