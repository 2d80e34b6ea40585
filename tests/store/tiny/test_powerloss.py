import shutil

import msgspec
import pytest
from msgspec import Raw

from atma_tui.domain.errors import BookError
from atma_tui.store.tiny.files import book_files, disk, journal
from atma_tui.store.tiny.storage import JournalStorage
from tests.store.tiny.powerloss import ForgetfulDisk, Killed, Recorder, fates
from tests.store.tiny.sealed import new_keys

TRANSACTIONS = 26
KILL_AT = 15


def state_after(count):
    state = {}
    for number in range(1, count + 1):
        state.update({("docs", f"d{number % 7}"): number, ("log", f"l{number}"): number})
        state.pop(("docs", f"d{(number + 3) % 7}"), None)
    return state


def commit(book, number):
    with book.transaction():
        book.put("docs", f"d{number % 7}", Raw(msgspec.json.encode({"n": number, "fill": "x" * 90})))
        book.put("log", f"l{number}", Raw(msgspec.json.encode({"n": number})))
        book.put("docs", f"d{(number + 3) % 7}", None)


def state_of(book):
    with book.reading():
        return {(table, id): doc["n"] for table, docs in book.read().items() for id, doc in docs.items()}


def write_history(folder, recorder, keys):
    """Two desks take turns, with a compaction every few transactions; one desk dies in the middle of one."""
    desks = [JournalStorage(folder, compact_at=900, keys=keys) for _ in range(2)]
    for number in range(1, TRANSACTIONS + 1):
        recorder.die_at_rename = number > KILL_AT and len(desks) == 2
        desk = desks[number % len(desks)]
        try:
            commit(desk, number)
        except Killed:
            desk._files.close()
            desks.remove(desk)
        recorder.events.append(("acknowledged", number))
    desks[0].close()
    assert len(desks) == 1


@pytest.fixture
def record(tmp_path, monkeypatch):
    """Write the history and return its file operations, with the changes that `patch` makes to the store."""

    def recorded(patch=lambda patch: None, keys=None):
        recorder = Recorder()
        with monkeypatch.context() as patched:
            recorder.record(patched)
            patch(patched)
            write_history(tmp_path / "book", recorder, keys)
        return recorder.events

    return recorded


def reopen(folder, left, acknowledged):
    """Open what a power cut left, look at it, go on with it; returns what is wrong."""
    folder.mkdir()
    for name, data in left.items():
        (folder / name).write_bytes(data)
    try:
        book = JournalStorage(folder)
        found = state_of(book)
        kept = next((n for n in (acknowledged, acknowledged + 1) if found == state_after(n)), None)
        if kept is None:
            return f"{acknowledged} were acknowledged, found {found}"
        commit(book, kept + 1)
        again = JournalStorage(folder)
        if state_of(again) != state_after(kept + 1):
            return "what was committed after the power cut is not there"
        book._files.close()
        again._files.close()
    except BookError as error:
        return repr(error)
    finally:
        shutil.rmtree(folder)
    return ""


def losses(events, folder, chances):
    """Cut the power after every file operation, in several ways; yields what was lost."""
    model, acknowledged = ForgetfulDisk(), 0
    for number, event in enumerate(events):
        if event[0] == "acknowledged":
            acknowledged = event[1]
        model.apply(event)
        for luck in fates(number, chances):
            if lost := reopen(folder / "left", model.after_power_cut(luck), acknowledged):
                yield f"after operation {number} {event[:2]}: {lost}"
    assert len(events) > 150


@pytest.fixture(autouse=True)
def fast(monkeypatch):
    monkeypatch.setattr(disk, "sync", lambda fd: None)
    monkeypatch.setattr(disk, "sync_folder", lambda path: None)


@pytest.mark.parametrize("codec", ["plain", "sealed"])
def test_a_power_cut_after_any_file_operation_loses_nothing_acknowledged(record, tmp_path, codec):
    events = record(keys=new_keys()[0] if codec == "sealed" else None)
    assert list(losses(events, tmp_path, chances=6)) == []


def skip_sync(patch):
    patch.setattr(disk, "sync", lambda fd: None)


def skip_sync_of_folder(patch):
    patch.setattr(disk, "sync_folder", lambda path: None)


def skip_sync_of_snapshot(patch):
    def write_new(path, parts):
        fd = disk.open_new(path)
        for part in parts:
            disk.append(fd, part)
        disk.os.close(fd)

    patch.setattr(disk, "write_new", write_new)


def trust_the_rename_of_others(patch):
    always = property(lambda self: True, lambda self, value: None)
    patch.setattr(book_files.BookFiles, "_renamed_durably", always, raising=False)


@pytest.mark.parametrize(
    "mutant", [skip_sync, skip_sync_of_folder, skip_sync_of_snapshot, trust_the_rename_of_others]
)
def test_the_model_notices_a_missing_sync(record, tmp_path, mutant):
    assert next(losses(record(mutant), tmp_path, chances=6), "")


def test_the_model_notices_a_missing_checksum(record, tmp_path, monkeypatch):
    events = record()
    monkeypatch.setattr(journal, "_is_whole", lambda line: len(line) > 9)
    assert next(losses(events, tmp_path, chances=6), "")


def test_the_model_notices_a_missing_repair(record, tmp_path, monkeypatch):
    events = record()
    monkeypatch.setattr(disk, "cut", lambda fd, length: None)
    assert next(losses(events, tmp_path, chances=6), "")
