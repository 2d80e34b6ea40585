import errno
import shutil
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from msgspec import Raw

from atma_tui.desk.desk import Desk
from atma_tui.domain.errors import TooNew, Unreachable
from atma_tui.domain.records import KINDS, Act, Clinic, Enrolment, Operator, Pathway, Person, Program, Site
from atma_tui.store import copying, open_book
from atma_tui.store.tiny import checking, migrations
from atma_tui.store.tiny.files import snapshot
from atma_tui.store.tiny.files.book_files import BookFiles
from atma_tui.store.tiny.files.locked_files import LockedFiles
from atma_tui.store.tiny.storage import JournalStorage
from tests.store.tiny.raw_book import commit, contents, numbers, written
from tests.store.tiny.test_disk_trouble import failing


def duplicate(tables):
    for doc in [*tables["docs"].values(), *tables["last"].values()]:
        doc["n"] *= 2


TODAY = migrations.FORMAT


@pytest.fixture
def next_format(monkeypatch):
    """A program whose next format doubles all numbers of today's."""

    def begin(step=duplicate):
        monkeypatch.setattr(migrations, "FORMAT", TODAY + 1)
        monkeypatch.setattr(migrations, "MIGRATIONS", {TODAY: step})

    return begin


def test_an_older_book_is_brought_to_todays_format_once(tmp_path, next_format):
    written(tmp_path, 3)
    next_format()
    for _ in range(2):
        book = JournalStorage(tmp_path)
        assert numbers(book) == [2, 4, 6]
        book.close()
    assert f'"format":{TODAY + 1}' in (tmp_path / "book.json").read_text()


def test_formats_are_walked_one_by_one(tmp_path, monkeypatch):
    written(tmp_path, 2)
    monkeypatch.setattr(migrations, "FORMAT", TODAY + 3)
    monkeypatch.setattr(migrations, "MIGRATIONS", {TODAY + n: duplicate for n in range(3)})
    book = JournalStorage(tmp_path)
    assert numbers(book) == [8, 16]
    book.close()


def test_a_migration_that_fails_leaves_the_book_as_it_was(tmp_path, next_format):
    written(tmp_path, 3)
    before = contents(tmp_path)
    next_format(lambda tables: tables["docs"].clear() or tables["nothing"])
    with pytest.raises(KeyError):
        JournalStorage(tmp_path)
    assert contents(tmp_path) == before


def test_a_desk_of_the_older_program_that_is_still_open_writes_nothing_more(tmp_path, next_format, monkeypatch):
    old = JournalStorage(written(tmp_path, 3))
    next_format()
    JournalStorage(tmp_path).close()
    monkeypatch.setattr(migrations, "FORMAT", TODAY)
    for use in (lambda: numbers(old), lambda: commit(old, 4)):
        with pytest.raises(TooNew):
            use()
    old.close()


def test_a_desk_that_another_one_overtakes_with_the_migration_reads_its_result(tmp_path, next_format, monkeypatch):
    written(tmp_path, 3)
    next_format()
    alone, overtaken = JournalStorage._alone, []

    def late(storage, patience):
        if not overtaken:
            overtaken.append(storage)
            JournalStorage(tmp_path).close()
        return alone(storage, patience)

    monkeypatch.setattr(JournalStorage, "_alone", late)
    compactions = []
    monkeypatch.setattr(
        BookFiles,
        "compact",
        lambda *given, real=BookFiles.compact, **how: compactions.append(1) or real(*given, **how),
    )
    book = JournalStorage(tmp_path)
    assert numbers(book) == [2, 4, 6]
    assert len(compactions) == 1
    book.close()


def test_an_older_backup_is_migrated_when_it_is_restored(tmp_path, next_format):
    file = tmp_path / "old.json"
    old = Raw(b'{"id":"p","name":"Ada","created":"2026-12-01T16:00:00Z"}')
    file.write_bytes(b"".join(snapshot.parts(snapshot.meta_of("b", snapshot.BACKUP, 0), {"person": {"p": old}})))
    next_format(lambda tables: tables["person"]["p"].update(known_as="Bo"))
    assert [record.known_as for record in copying.read_copy(file).records] == ["Bo"]


def test_keys_and_withdrawals_of_format_2_are_made_anew_also_for_undo():
    ended = {"at": "2026-12-01T16:00:00Z", "by": "Ada"}
    tables = {
        "person": {
            "a": {"phone": "780-555-0101 x22", "phone_key": "780555010122"},
            "b": {"phone": "", "merged_into": "a"},
        },
        "enrolment": {
            "gave back": {"cancelled": {**ended, "why": "ill"}},
            "late": {"position": 3, "cancelled": {**ended, "late": True}},
            "moved": {"cancelled": {**ended, "why": "went to Talk"}},
            "waited": {"position": 1, "cancelled": {**ended, "why": "no longer"}},
            "live": {"status": "enrolled"},
        },
        "act": {
            "1": {
                "changes": [["person", "a", {"phone": "1 780 555 0101 ext 3", "phone_key": "x"}], ["person", "c"]]
            }
        },
    }
    migrations.MIGRATIONS[2](tables)
    assert [one.get("phone_key") for one in tables["person"].values()] == ["7805550101", None]
    assert tables["act"]["1"]["changes"][0][2]["phone_key"] == "7805550101"
    withdrew = {id: bool(one.get("cancelled", {}).get("withdrew")) for id, one in tables["enrolment"].items()}
    assert withdrew == {"gave back": True, "late": True, "moved": False, "waited": False, "live": False}


def test_a_book_of_format_1_opens_with_nothing_lost(tmp_path):
    """`format_1` was written by the first release: an override, a hold, a series, a client, a look, an undo."""
    shutil.copytree(Path(__file__).parent / "format_1", tmp_path / "book")
    for path in (tmp_path / "book", *(tmp_path / "book").iterdir()):
        path.chmod(0o700 if path.is_dir() else 0o600)
    store = open_book(str(tmp_path / "book"))
    assert {kind.__name__: store.count(kind) for kind in KINDS.values() if store.count(kind)} == {
        "Site": 2, "Program": 2, "ProgramSeats": 4, "Event": 11, "Series": 1, "SeriesSubscription": 1,
        "Person": 3, "Enrolment": 7, "Hold": 1, "Pathway": 1, "Act": 12,
    }  # fmt: skip
    assert [one.override_reason for one in store.find(Enrolment) if one.override_reason] == ["family of a speaker"]
    assert [site.place_names for site in store.find(Site)] == [("Calgary",), ("Edmonton",)]
    assert store.find(Program)[1].steps[0].description.startswith("What the program is")
    [ada] = store.search(Person, "ada")
    assert [act.verb for act in store.find(Act, related_ids=ada.id)] == ["enrol", "hold series", "enrol", "viewed"]
    assert store.get(Act, "act-0000000002").summary == "Enrolled Ada Sample +1 in Open integration circle"
    assert checking.check(store) == []
    desk = Desk(store, "Ada", lambda: datetime(2026, 11, 29, 17, tzinfo=UTC))
    assert desk.history.undo("act-0000000009").verb == "enrol"
    assert store.find(Pathway) == [] and store.get(Person, ada.id).status == "guest"
    store.close()


FORMAT_1 = Path(__file__).parent / "format_1"


@pytest.fixture
def old(tmp_path):
    """A book of format 1."""
    return Path(shutil.copytree(FORMAT_1, tmp_path / "old"))


def everything(folder):
    book = open_book(str(folder))
    try:
        return {repr(record) for kind in KINDS.values() for record in book.find(kind)}
    finally:
        book.close()


def test_a_book_of_an_old_format_on_a_read_only_disk_is_read_as_it_will_be(old, tmp_path, read_only):
    shutil.copytree(old, tmp_path / "writable")
    expected, before = everything(tmp_path / "writable"), contents(old)
    read_only()
    book = open_book(str(old))
    assert {repr(record) for kind in KINDS.values() for record in book.find(kind)} == expected
    with pytest.raises(Unreachable, match="read-only"), book.transaction():
        book.add(Person(id="per-new", name="Ada Sample", created=datetime(2026, 12, 1, tzinfo=UTC)))
    assert book.get(Person, "per-new") is None
    assert [*checking.check(book)] != []
    book.close()
    assert contents(old) == before


def test_an_old_book_that_becomes_writable_is_brought_to_todays_format_before_the_first_change(
    tmp_path, next_format, monkeypatch
):
    written(tmp_path, 2)
    before = JournalStorage(tmp_path)
    next_format()
    with monkeypatch.context() as patch:
        patch.setattr(LockedFiles, "compact", failing(errno.EROFS))
        book = JournalStorage(tmp_path)
        assert numbers(book) == [2, 4]
        with pytest.raises(Unreachable, match="read-only"):
            commit(book, 6)
        assert numbers(book) == [2, 4]
        with monkeypatch.context() as older:
            older.setattr(migrations, "FORMAT", TODAY)
            commit(before, 3)
        assert numbers(book) == [2, 4, 6]
    commit(book, 8)
    reopened = JournalStorage(tmp_path)
    assert numbers(book) == numbers(reopened) == [2, 4, 6, 8]
    assert reopened.format == TODAY + 1
    for one in (before, book, reopened):
        one.close()


def test_who_works_at_the_desk_needs_no_new_format():
    """A book of today without them reads as it did; what is not said of somebody is not stored."""
    plain = Operator(id="opr-1", name="Ada Sample")
    assert msgspec.json.encode(plain) == b'{"id":"opr-1","name":"Ada Sample"}'
    assert msgspec.json.decode(b'{"id":"opr-1","name":"Ada Sample"}', type=Operator) == plain
    assert msgspec.json.decode(b'{"id":"clinic"}', type=Clinic).rights == ()
