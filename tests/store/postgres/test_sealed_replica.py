"""The copy of a shared book on a desk's disk, encrypted."""

import pytest

from atma_tui.desk import encryption
from atma_tui.domain.errors import Damaged, InputError, Locked
from atma_tui.places import later_folder, replica_folder
from atma_tui.store import open_book
from atma_tui.store.sealing import slots
from atma_tui.store.tiny.files import snapshot
from tests.store.postgres.desks import add, names, wait_for, wait_until_live
from tests.store.samples import person
from tests.store.tiny.sealed import PASSPHRASE, forget_all


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(slots, "_MEMORY", 64)
    yield
    forget_all()


@pytest.fixture
def folder(url):
    """The encrypted replica of a book with one person."""
    desk = open_book(url)
    wait_until_live(desk)
    add(desk, 1)
    desk.close()
    encryption.encrypt(url, PASSPHRASE, keyring=False, operator="Ada")
    return replica_folder(url)


def plain(folder):
    return [path.name for path in folder.iterdir() if b"per-00" in path.read_bytes()]


def test_an_encrypted_replica_goes_on_encrypted(url, folder):
    desks = [open_book(url) for _ in range(2)]
    for number, desk in enumerate(desks, 2):
        wait_until_live(desk)
        add(desk, number)
    for desk in desks:
        wait_for(desk, lambda desk=desk: names(desk) == ["per-001", "per-002", "per-003"])
        desk.close()
    assert plain(folder) == []
    forget_all()
    with pytest.raises(Locked):
        open_book(url)


def test_what_waits_for_a_connection_is_sealed_too_and_saved_once(url, folder):
    desk = open_book(url)
    wait_until_live(desk)
    desk._later.send_soon = lambda: None
    desk.later(person(7))
    [file] = later_folder(folder).iterdir()
    assert b"per-007" not in file.read_bytes()
    assert [one.id for one in desk.waiting(type(person(7)))] == ["per-007"]
    with pytest.raises(InputError, match="still waits on this computer"):
        encryption.decrypt(url, operator="Ada")
    del desk._later.send_soon
    desk._later.send_soon()
    desk._later._sender.submit(lambda: None).result()
    assert names(desk) == ["per-001", "per-007"]
    desk.close()
    assert not [*later_folder(folder).iterdir()]


def test_a_replica_that_is_copied_anew_stays_encrypted(url, folder):
    for path in folder.glob("*.journal"):
        path.write_bytes(b"spoilt\n")
    desk = open_book(url)
    wait_until_live(desk)
    assert names(desk) == ["per-001"]
    desk.close()
    assert plain(folder) == []
    assert snapshot.read_meta(folder / "book.json").keys is not None


def spoil(path):
    path.write_bytes(b"spoilt" + path.read_bytes())


def spoil_all(folder):
    for path in [folder / "book.json", *folder.glob("*.journal")]:
        spoil(path)


def remove_snapshot(folder):
    (folder / "book.json").unlink()


def remove_journals(folder):
    spoil(folder / "book.json")
    for path in folder.glob("*.journal"):
        path.unlink()


@pytest.mark.parametrize(
    "damage", [lambda folder: spoil(folder / "book.json"), spoil_all, remove_snapshot, remove_journals]
)
def test_a_replica_whose_slots_are_lost_is_not_copied_anew_in_plain_text(url, folder, damage):
    damage(folder)
    with pytest.raises(Damaged, match="it was encrypted or may have been"):
        open_book(url)
    assert plain(folder) == []


def test_a_plain_replica_whose_snapshot_is_damaged_is_copied_anew(url):
    for _ in range(2):
        desk = open_book(url)
        wait_until_live(desk)
        desk.close()
        spoil(replica_folder(url) / "book.json")
