"""Files of the book that somebody removes or replaces while desks have it open."""

import shutil
from pathlib import Path

import pytest
from msgspec import Raw
from msgspec.structs import replace

from atma_tui.domain.errors import BookError, Busy, Damaged, Unreachable
from atma_tui.store.copying import backup
from atma_tui.store.tiny.files import disk, journal_file
from atma_tui.store.tiny.files.journal import Op
from atma_tui.store.tiny.files.known_files import KnownFiles
from atma_tui.store.tiny.mending import mend
from atma_tui.store.tiny.storage import JournalStorage
from atma_tui.store.tiny.tinybook import TinyBook
from tests.store.samples import person
from tests.store.tiny.raw_book import commit, contents, numbers, written

JOURNAL = "book.0000001.journal"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "book"


@pytest.fixture
def open_desk(folder):
    opened = []

    def open_one(**options):
        opened.append(JournalStorage(folder, patience=0.05, **options))
        return opened[-1]

    yield open_one
    for desk in opened:
        desk.close()


@pytest.fixture
def desk(folder, open_desk):
    """A desk that knows three transactions."""
    written(folder, 3)
    desk = open_desk()
    assert numbers(desk) == [1, 2, 3]
    return desk


def put_in_place(copy: Path, original: Path) -> None:
    """Give `original` the content of `copy`, as a file or folder of its own."""
    if original.is_dir():
        shutil.rmtree(original)
        shutil.copytree(copy, original)
    else:
        shutil.copy(copy, copy.with_name("moved"))
        copy.with_name("moved").rename(original)


def all_read(open_desk, *desks, numbers_wanted):
    assert [numbers(desk) for desk in (*desks, open_desk())] == [numbers_wanted] * (len(desks) + 1)


def test_nothing_is_committed_without_a_lock_that_others_see(desk, folder, open_desk):
    (folder / "book.lock").unlink()
    with pytest.raises(Unreachable, match=r"removed.*open it again"):
        commit(desk, 4)
    other = open_desk()
    commit(other, 4)
    commit(desk, 5)
    commit(other, 6)
    all_read(open_desk, desk, other, numbers_wanted=[1, 2, 3, 4, 5, 6])


def test_a_lock_that_was_replaced_is_taken_in_place_of_the_old_one(desk, folder, open_desk):
    put_in_place(folder / "book.lock", folder / "book.lock")
    other = open_desk()
    with other.transaction(), pytest.raises(Busy):
        commit(desk, 4)
    commit(desk, 4)
    commit(other, 5)
    all_read(open_desk, desk, other, numbers_wanted=[1, 2, 3, 4, 5])


def test_of_two_desks_that_both_hold_a_lock_only_one_commits(desk, folder, open_desk):
    with pytest.raises(Busy, match="replaced"), desk.transaction():
        desk.put("docs", "d9", b"{}")
        (folder / "book.lock").unlink()
        other = open_desk()
        commit(other, 4)
    all_read(open_desk, desk, other, numbers_wanted=[1, 2, 3, 4])
    commit(desk, 5)
    all_read(open_desk, desk, other, numbers_wanted=[1, 2, 3, 4, 5])


@pytest.mark.parametrize("step", ["append", "sync"])
def test_two_desks_that_write_at_the_same_instant_do_not_mix_their_lines(
    desk, folder, open_desk, monkeypatch, step
):
    real, refused = getattr(disk, step), []

    def meanwhile(*given):
        monkeypatch.undo()
        (folder / "book.lock").unlink()
        other = open_desk(compact_at=1)
        for attempt in (lambda: commit(other, 5), other._mirror.compact):
            with pytest.raises(Busy) if attempt != other._mirror.compact else other._alone(0):
                attempt()
            refused.append(attempt)
        real(*given)

    monkeypatch.setattr(disk, step, meanwhile)
    commit(desk, 4)
    assert len(refused) == 2
    all_read(open_desk, desk, numbers_wanted=[1, 2, 3, 4])


def test_a_folder_that_was_restored_in_place_is_read_anew_by_open_desks(desk, folder, tmp_path, open_desk):
    shutil.copytree(folder, tmp_path / "yesterday")
    other = open_desk()
    commit(desk, 4)
    assert numbers(other) == [1, 2, 3, 4]
    put_in_place(tmp_path / "yesterday", folder)
    assert numbers(desk) == [1, 2, 3]
    assert desk.take_committed() == {"docs", "last"}
    for number, one in enumerate((desk, other, desk, other), 4):
        commit(one, number)
    all_read(open_desk, desk, other, numbers_wanted=[1, 2, 3, 4, 5, 6, 7])


def test_a_snapshot_of_other_acts_than_a_desk_knows_is_read_anew(desk, folder, tmp_path, open_desk):
    shutil.copytree(folder, tmp_path / "yesterday")
    commit(desk, 4)
    put_in_place(tmp_path / "yesterday", folder)
    commit(open_desk(compact_at=1), 5)
    all_read(open_desk, desk, numbers_wanted=[1, 2, 3, 5])


def test_a_snapshot_after_mending_is_read_anew(desk, folder, open_desk):
    commit(desk, 4)
    damaged = (folder / JOURNAL).read_bytes()[:-3] + b"!" + (folder / JOURNAL).read_bytes()[-2:]
    (folder / JOURNAL).write_bytes(damaged)
    mend(folder)
    commit(open_desk(compact_at=1), 5)
    all_read(open_desk, desk, numbers_wanted=[1, 2, 3, 5])


@pytest.mark.parametrize("compact_at", [1, 1 << 20])
@pytest.mark.parametrize("acts", [[], [5], [5, 6]])
def test_a_folder_that_was_copied_over_is_read_anew_by_open_desks(
    desk, folder, tmp_path, open_desk, acts, compact_at
):
    """The copies keep the inodes, and later acts may bring the journal to the length that was known."""
    shutil.copytree(folder, tmp_path / "yesterday")
    commit(desk, 4)
    shutil.copytree(tmp_path / "yesterday", folder, dirs_exist_ok=True)
    other = open_desk(compact_at=compact_at)
    for number in acts:
        commit(other, number)
    commit(desk, 7)
    all_read(open_desk, desk, other, numbers_wanted=[1, 2, 3, *acts, 7])


def test_the_journal_of_another_book_that_was_copied_over_is_refused(folder, tmp_path, open_desk):
    desk = open_desk()
    shutil.copy(written(tmp_path / "other", 2) / JOURNAL, folder / JOURNAL)
    for use in (lambda: numbers(desk), lambda: commit(desk, 3), open_desk):
        with pytest.raises(Damaged, match="belongs to another book"):
            use()


def test_another_book_in_the_same_folder_is_read_anew_by_open_desks(desk, folder, tmp_path, open_desk):
    put_in_place(written(tmp_path / "other", 5), folder)
    commit(desk, 6)
    all_read(open_desk, desk, numbers_wanted=[1, 2, 3, 4, 5, 6])


@pytest.mark.parametrize("name", [JOURNAL, "book.json"])
def test_nothing_is_committed_when_a_file_is_gone(desk, folder, open_desk, name):
    (folder / name).rename(folder / "elsewhere")
    before = contents(folder)
    for use in (lambda: numbers(desk), lambda: commit(desk, 4)):
        with pytest.raises(Damaged, match=f"{name} is missing.*put the right files back"):
            use()
    assert contents(folder) == before
    (folder / "elsewhere").rename(folder / name)
    commit(desk, 4)
    all_read(open_desk, desk, numbers_wanted=[1, 2, 3, 4])


@pytest.mark.parametrize(
    ("left", "content"),
    [
        ("book.lock", None),
        ("book.lock", bytes(4096)),
        ("book.0000001.journal.1f2e3d4c.damaged", b"whatever"),
        ("book.json.1f2e3d4c5b6a7980.tmp", None),
        ("copy of book.json", None),
        ("yesterday.backup", None),
    ],
)
def test_no_empty_book_is_made_where_a_book_was(tmp_path, folder, left, content):
    book = TinyBook(folder, compact_at=1)
    with book.transaction():
        book.add(person(1))
    backup(book, tmp_path / "backup")
    book.close()
    files = {"book.lock": "book.lock", "yesterday.backup": "../backup"}
    there = (folder / files.get(left, "book.json")).read_bytes()
    shutil.rmtree(folder)
    folder.mkdir(mode=0o700)
    (folder / left).write_bytes(there if content is None else content)
    before = contents(folder)
    with pytest.raises(
        Damaged, match=f"book.json is missing, and {left} shows.*put the right files back.*another"
    ):
        TinyBook(folder)
    assert contents(folder) == before


@pytest.mark.parametrize("left", ["book.lock", "book.0000001.journal", "book.json.1f2e3d4c5b6a7980.tmp"])
def test_a_book_whose_making_was_cut_short_is_made(tmp_path, folder, open_desk, left):
    written(tmp_path / "other", 0)
    folder.mkdir(mode=0o700)
    there = tmp_path / "other" / ("book.json" if left.endswith(".tmp") else left)
    (folder / left).write_bytes(there.read_bytes()[: 1024 if left == "book.lock" else None])
    (folder / "letter.txt").write_text("Nothing of a book.")
    assert numbers(open_desk()) == []


@pytest.mark.parametrize("name", [JOURNAL, "book.json"])
def test_a_file_that_was_replaced_by_its_like_is_opened_anew(desk, folder, open_desk, name):
    put_in_place(folder / name, folder / name)
    commit(desk, 4)
    all_read(open_desk, desk, numbers_wanted=[1, 2, 3, 4])


@pytest.mark.parametrize("whose", ["yesterday", "other"])
@pytest.mark.parametrize("name", [JOURNAL, "book.json"])
def test_a_file_of_yesterday_or_of_another_book_is_refused(folder, tmp_path, open_desk, name, whose):
    shutil.copytree(written(folder, 3), tmp_path / "yesterday")
    written(tmp_path / "other", 3)
    desk = open_desk(compact_at=1 if name == "book.json" else 1 << 20)
    commit(desk, 4)
    commit(desk, 5)
    shutil.copytree(folder, tmp_path / "today")
    put_in_place(tmp_path / whose / name, folder / name)
    for use in (lambda: numbers(desk), lambda: commit(desk, 6), open_desk):
        with pytest.raises(Damaged, match="Nothing was touched"):
            use()
    put_in_place(tmp_path / "today", folder)
    assert numbers(desk) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("name", [JOURNAL, "book.json"])
def test_an_act_that_went_into_a_file_that_was_replaced_is_not_acknowledged(
    desk, folder, monkeypatch, open_desk, name
):
    shutil.copy(folder / name, folder / "copy")

    def replaced(fd, real=disk.sync):
        real(fd)
        monkeypatch.undo()
        (folder / "copy").rename(folder / name)

    monkeypatch.setattr(disk, "sync", replaced)
    with pytest.raises(Busy, match="Nothing was changed"):
        commit(desk, 4)
    all_read(open_desk, desk, numbers_wanted=[1, 2, 3])
    commit(desk, 4)
    all_read(open_desk, desk, numbers_wanted=[1, 2, 3, 4])


def test_every_removal_or_replacement_at_every_moment_is_refused_or_harmless(tmp_path):
    """Whatever happens to one file between two acts: an act that is acknowledged afterwards is in the book."""
    for name in ("book.lock", "book.json", JOURNAL):
        for happens in ("removed", "replaced", "truncated"):
            folder = written(tmp_path / f"{name}-{happens}", 3)
            desk, other = JournalStorage(folder), JournalStorage(folder)
            if happens == "replaced":
                put_in_place(folder / name, folder / name)
            elif happens == "removed":
                (folder / name).unlink()
            else:
                (folder / name).write_bytes(b"")
            acknowledged = [1, 2, 3]
            for one in (desk, other, desk):
                try:
                    commit(one, acknowledged[-1] + 1)
                    acknowledged.append(acknowledged[-1] + 1)
                except BookError:
                    pass
            if len(acknowledged) > 3:
                all_read(lambda folder=folder: JournalStorage(folder), desk, numbers_wanted=acknowledged)


@pytest.mark.parametrize("compacts", [False, True])
def test_a_writer_whose_lock_was_replaced_does_not_make_the_book_look_older(
    folder, open_desk, monkeypatch, compacts
):
    """It adds and begins a journal after another desk has read the files, and before that looks for later ones."""
    written(folder, 3)
    writer, late = open_desk()._files._files, []
    read_news = KnownFiles._read_news

    def then_written(self, reached, *, repair):
        news = read_news(self, reached, repair=repair)
        if not late:
            late.append(self)
            writer.commit([Op("docs", "d4", Raw(b'{"n":4}')), Op("last", "one", Raw(b'{"n":4}'))])
            if compacts:
                tables = {"docs": {f"d{n}": Raw(b'{"n":%d}' % n) for n in range(1, 5)}}
                writer.compact({**tables, "last": {"one": Raw(b'{"n":4}')}})
            else:
                meta = replace(writer.meta, generation=writer.meta.generation + 1, seq=4)
                journal_file.create(folder, meta, "")
        return news

    monkeypatch.setattr(KnownFiles, "_read_news", then_written)
    assert numbers(open_desk()) == [1, 2, 3, 4]
    assert late
