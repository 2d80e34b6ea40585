"""Encrypted books: nothing in plain text, nothing moved or cut, and clear words for every wrong key."""

import shutil
import unicodedata
from pathlib import Path

import pytest
from msgspec.structs import replace

from atma_tui.desk import encryption
from atma_tui.desk.whole_books import move
from atma_tui.domain.errors import Damaged, InputError, Locked, NotFound, TooNew, WrongKey
from atma_tui.domain.records import KINDS
from atma_tui.store import open_book
from atma_tui.store.chain import HeadFound
from atma_tui.store.copying import backup, read_copy, restore
from atma_tui.store.sealing import cipher, known_keys, slots
from atma_tui.store.tiny import migrations
from atma_tui.store.tiny.files import digest, journal, snapshot
from atma_tui.store.tiny.mending import mend
from atma_tui.store.tiny.storage import JournalStorage
from tests.store.samples import ONE_OF_EACH
from tests.store.tiny.raw_book import commit, contents, numbers, written
from tests.store.tiny.sealed import PASSPHRASE, forget_all, key_file, new_keys

JOURNAL = "book.0000001.journal"
SECRET = b'"n":'


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """A weak Argon2id: what it costs is not what is tested."""
    monkeypatch.setattr(slots, "_MEMORY", 64)
    monkeypatch.setattr(slots, "_PASSES", 1)
    monkeypatch.delenv(known_keys.KEY_FILE, raising=False)
    yield
    forget_all()


@pytest.fixture
def keys():
    return new_keys()[0]


@pytest.fixture
def six(tmp_path, keys):
    """A journal of six sealed transactions."""
    return written(tmp_path / "book", 6, keys=keys) / JOURNAL


def encrypted(folder):
    """Encrypt a book; return its recovery code."""
    return encryption.encrypt(str(folder), PASSPHRASE, keyring=False, operator="Ada").recovery_code


def refused(folder, match, error=Damaged):
    before = contents(folder)
    with pytest.raises(error, match=match):
        JournalStorage(folder)
    assert contents(folder) == before


def unlock(folder, secret):
    with pytest.raises(Locked) as locked:
        JournalStorage(folder)
    locked.value.unlock(secret)


def holds(folder, text):
    return [path.name for path in Path(folder).rglob("*") if path.is_file() and text in path.read_bytes()]


# What the files hold


def test_no_file_of_an_encrypted_book_or_its_backup_names_anybody(tmp_path, keys):
    book = open_book(str(tmp_path / "book"), keys=keys)
    with book.transaction():
        book.add(*ONE_OF_EACH)
    backup(book, tmp_path / "copy.json")
    book.close()
    JournalStorage(tmp_path / "book", compact_at=1).close()
    words = {record.id.encode() for record in ONE_OF_EACH} | {kind.encode() for kind in KINDS if len(kind) > 5}
    assert not [word for word in words | {b"Ada Sample", b"780-555"} if holds(tmp_path, word)]
    assert set(map(repr, read_copy(tmp_path / "copy.json").records)) == set(map(repr, ONE_OF_EACH))


def test_a_backup_is_plain_only_when_told(tmp_path, keys):
    book = open_book(str(tmp_path / "book"), keys=keys)
    backup(book, tmp_path / "sealed.json")
    backup(book, tmp_path / "plain.json", plain=True)
    book.close()
    assert [snapshot.read_meta(tmp_path / f"{name}.json").keys for name in ("sealed", "plain")] == [keys, None]


def test_a_restored_book_is_encrypted_with_the_keys_of_the_backup(tmp_path, keys):
    book = open_book(str(tmp_path / "book"), keys=keys)
    with book.transaction():
        book.add(*ONE_OF_EACH)
    backup(book, tmp_path / "copy.json")
    book.close()
    forget_all()
    with pytest.raises(Locked):
        restore(tmp_path / "copy.json", str(tmp_path / "new"))
    assert not (tmp_path / "new").exists()


def test_one_transaction_of_a_large_book_and_many_snapshots_come_back(tmp_path, keys):
    for number in range(1, 40):
        commit(book := JournalStorage(tmp_path, keys=keys, compact_at=2000), number)
        book.close()
    book = JournalStorage(tmp_path)
    with book.transaction():
        for number in range(2500):
            book.put("many", f"m{number}", journal.Raw(b'{"n":%d}' % number))
    book.rewrite(lambda keys: keys)
    book.close()
    again = JournalStorage(tmp_path)
    with again.reading():
        assert len(again.read()["many"]) == 2500
    again.close()
    assert not holds(tmp_path, SECRET)


def test_an_encrypted_book_is_moved_into_an_encrypted_folder(tmp_path, keys):
    book = open_book(str(tmp_path / "book"), keys=keys)
    with book.transaction():
        book.add(*ONE_OF_EACH)
    head = book.chain_head
    book.close()
    assert move(str(tmp_path / "book"), str(tmp_path / "new"), operator="Ada") == len(ONE_OF_EACH)
    moved = open_book(str(tmp_path / "new"))
    assert (moved.keys, moved.find_head(head)) == (keys, HeadFound.KEPT)
    moved.close()
    assert not holds(tmp_path, ONE_OF_EACH[0].id.encode())


# What was done to the files


@pytest.mark.parametrize("lock", ["kept", "removed"])
def test_lines_that_were_moved_or_cut_in_the_middle_are_refused(six, lock):
    header, *lines = six.read_bytes().splitlines(keepends=True)
    if lock == "removed":
        (six.parent / "book.lock").unlink()
    for wrong in (
        [*lines[:2], lines[3], lines[2], *lines[4:]],
        [*lines[:2], *lines[3:]],
        lines[1:],
        [*lines, lines[5]],
        [*lines[:3], lines[1], *lines[4:]],
    ):
        six.write_bytes(b"".join([header, *wrong]))
        refused(six.parent, "stands where")


def test_a_line_with_another_number_or_of_another_day_is_refused(six, keys):
    header, *lines = six.read_bytes().splitlines(keepends=True)
    renumbered = journal._framed(lines[3][9:-1].replace(b'"seq":4', b'"seq":3'))
    elsewhere = written(six.parent.parent / "other", 6, keys=keys) / JOURNAL
    for third in (renumbered, elsewhere.read_bytes().splitlines(keepends=True)[3]):
        six.write_bytes(b"".join([header, *lines[:2], third, *lines[3:]]))
        refused(six.parent, "the line after transaction 2 was changed or put there")


def test_a_line_of_the_snapshot_before_is_refused_after_the_next(tmp_path, keys):
    book = JournalStorage(tmp_path, keys=keys)
    commit(book, 1)
    before = (tmp_path / JOURNAL).read_bytes().splitlines(keepends=True)[1]
    book.rewrite(lambda keys: keys)
    commit(book, 2)
    book._files.close()
    path = tmp_path / "book.0000002.journal"
    header, _ = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(header + journal._framed(before[9:-1].replace(b'"seq":1', b'"seq":2')))
    refused(tmp_path, "was changed or put there")


def test_every_damaged_byte_of_a_snapshot_is_noticed(tmp_path, keys):
    folder = written(tmp_path / "book", 3, keys=keys, compact_at=1)
    data = (folder / "book.json").read_bytes()
    for at in range(0, len(data), 7):
        (folder / "book.json").write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises((Damaged, TooNew)):
            JournalStorage(folder)


def test_a_snapshot_without_some_of_its_blocks_is_refused_although_its_digest_fits(tmp_path, keys):
    folder = written(tmp_path / "book", 3, keys=keys, compact_at=1)
    meta = snapshot.read_meta(folder / "book.json")
    sealed = [*snapshot.parts(meta, {"docs": {f"d{n}": journal.Raw(b"{}") for n in range(3000)}})]
    for left in ([*sealed[:2], *sealed[3:]], [*sealed[:3], *sealed[4:]], [*sealed[:-2], sealed[-1]]):
        body = b"".join(left[:-1])
        checksum = digest.begin(only_damage=False)
        checksum.update(body)
        (folder / "book.json").write_bytes(body + checksum.last_line())
        with pytest.raises(Damaged, match="damaged, cut short or edited"):
            snapshot.parse((folder / "book.json").read_bytes(), folder / "book.json")


def test_a_changed_line_is_put_aside_sealed_and_the_book_goes_on(six):
    header, *lines = six.read_bytes().splitlines(keepends=True)
    six.write_bytes(b"".join([header, *lines[:2], lines[3], lines[2], *lines[4:]]))
    assert "4 acts" in mend(six.parent)
    book = JournalStorage(six.parent)
    assert numbers(book) == [1, 2]
    commit(book, 3)
    book.close()
    assert not holds(six.parent, SECRET)


def test_slots_that_are_damaged_are_told_before_anybody_is_asked(six):
    path = six.parent / "book.json"
    data = path.read_bytes()
    at = data.index(b'"locked":"') + 12
    path.write_bytes(data[:at] + (b"A" if data[at : at + 1] != b"A" else b"B") + data[at + 1 :])
    forget_all()
    refused(six.parent, "damaged, cut short or edited")


# What opens it


@pytest.mark.parametrize(
    "edit",
    [
        {"passes": 0},
        {"passes": 99_999_999},
        {"lanes": 0},
        {"lanes": 99_999},
        {"memory": 1},
        {"memory": 1 << 30},
        {"salt": b""},
    ],
)
def test_a_slot_that_no_atma_tui_made_is_refused_at_once(edit):
    keys = slots.with_passphrase(*slots.new_keys(), PASSPHRASE)
    with pytest.raises(Damaged, match="no atma-tui made them so"):
        slots.unlocked(slots.Keys(keys.id, (replace(keys.slots[0], **edit),)), PASSPHRASE)


def test_a_recovery_code_opens_the_book_however_its_letters_are_read():
    keys, data_key = slots.new_keys()
    for _ in range(20):
        keys, code = slots.with_recovery_code(slots.Keys(keys.id), data_key)
        misread = code.replace("O", "0").replace("B", "8").replace("I", "1").lower().replace("-", " ")
        assert slots.unlocked(keys, f" {misread} ") == data_key
    with pytest.raises(WrongKey, match="letter of that recovery code is wrong"):
        slots.unlocked(keys, "9" + code[1:])


@pytest.mark.parametrize(
    "passphrase",
    ["thequickbrownfoxjumpsoverthelazydogagain", "d2" * 20, "émile  zoë ǆ 東京の桜", "x" * 10_000],
)
def test_every_passphrase_that_a_book_takes_opens_it(passphrase):
    keys = slots.with_passphrase(*slots.new_keys(), passphrase)
    keys, _ = slots.with_recovery_code(keys, slots.unlocked(keys, passphrase))
    assert slots.unlocked(keys, passphrase) == slots.unlocked(keys, unicodedata.normalize("NFD", passphrase))


def test_the_passphrase_and_the_recovery_code_open_the_book_and_nothing_else_does(tmp_path):
    code = encrypted(written(tmp_path / "book", 3))
    for secret in (PASSPHRASE, code, code.lower().replace("-", " ")):
        forget_all()
        unlock(tmp_path / "book", secret)
        book = JournalStorage(tmp_path / "book")
        assert numbers(book) == [1, 2, 3]
        book.close()
    forget_all()
    slip = ("B" if code[0] == "A" else "A") + code[1:]
    _, other = new_keys()
    for secret, words in (
        ("another passphrase", "not the passphrase of this book"),
        (other, "the recovery code of another book"),
        (slip, "letter of that recovery code is wrong"),
    ):
        with pytest.raises(WrongKey, match=words):
            unlock(tmp_path / "book", secret)
        refused(tmp_path / "book", "is encrypted; it opens with its passphrase or its recovery code", Locked)


def test_a_passphrase_with_accents_opens_the_book_whichever_way_they_are_written():
    keys, data_key = slots.new_keys()
    keys = slots.with_passphrase(keys, data_key, "trois mots Zoë née")
    assert slots.unlocked(keys, unicodedata.normalize("NFD", "trois mots Zoë née")) == data_key


def test_a_slot_that_a_book_does_not_have_is_named(six):
    forget_all()
    with pytest.raises(WrongKey, match="has no passphrase; it opens with: its recovery code"):
        unlock(six.parent, PASSPHRASE)


def test_slots_come_and_go_while_the_key_and_open_desks_stay(tmp_path):
    folder = written(tmp_path / "book", 3)
    code = encrypted(folder)
    desk = JournalStorage(folder)
    encryption.add_passphrase(str(folder), "another four words", operator="Ada")
    newer = encryption.add_recovery_code(str(folder), operator="Ada")
    assert encryption.slots_of(str(folder), operator="Ada") == ["passphrase", "recovery", "passphrase", "recovery"]
    for number in (2, 1):
        encryption.remove_slot(str(folder), number, operator="Ada")
    commit(desk, 4)
    desk.close()
    for secret, opens in (("another four words", True), (newer, True), (PASSPHRASE, False), (code, False)):
        forget_all()
        if opens:
            unlock(folder, secret)
        else:
            with pytest.raises(WrongKey):
                unlock(folder, secret)
    unlock(folder, newer)
    with pytest.raises(InputError, match="no slot 3"):
        encryption.remove_slot(str(folder), 3, operator="Ada")
    encryption.remove_slot(str(folder), 1, operator="Ada")
    with pytest.raises(InputError, match="Nobody could open the book"):
        encryption.remove_slot(str(folder), 1, operator="Ada")


def test_a_rotated_book_opens_with_the_new_key_only_and_open_desks_are_told(tmp_path):
    folder = written(tmp_path / "book", 3)
    code = encrypted(folder)
    desk = JournalStorage(folder)
    sealed = encryption.rotate(str(folder), "another four words", keyring=False, operator="Ada")
    forget_all()
    with pytest.raises(Locked, match="close the desk, and open it again"):
        numbers(desk)
    desk.close()
    for secret in (PASSPHRASE, code):
        with pytest.raises(WrongKey):
            unlock(folder, secret)
    unlock(folder, sealed.recovery_code)
    book = JournalStorage(folder)
    assert numbers(book) == [1, 2, 3]
    book.close()


def test_a_key_file_opens_it_for_scripts_unless_others_can_read_it(six, tmp_path, monkeypatch):
    keys, code = new_keys()
    written(tmp_path / "mine", 2, keys=keys)
    forget_all()
    path = key_file(tmp_path, code)
    monkeypatch.setenv(known_keys.KEY_FILE, str(path))
    book = JournalStorage(tmp_path / "mine")
    assert numbers(book) == [1, 2]
    book.close()
    forget_all()
    with pytest.raises(WrongKey, match=f"another book.*It was taken from {path}"):
        JournalStorage(six.parent)
    path.write_text("\n")
    with pytest.raises(InputError, match="is empty"):
        JournalStorage(tmp_path / "mine")
    path.chmod(0o640)
    with pytest.raises(InputError, match="chmod 600"):
        JournalStorage(tmp_path / "mine")
    path.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        JournalStorage(tmp_path / "mine")


def test_a_keyring_opens_it_and_one_that_is_locked_or_missing_does_not(tmp_path, monkeypatch):
    kept: dict[str, bytes] = {}
    monkeypatch.setattr(slots.keyring_keys, "keep", kept.__setitem__)
    monkeypatch.setattr(slots.keyring_keys, "find", kept.get)
    folder = written(tmp_path / "book", 3)
    encryption.encrypt(str(folder), PASSPHRASE, keyring=True, operator="Ada")
    forget_all()
    JournalStorage(folder).close()
    forget_all()
    kept.clear()
    refused(folder, "or the keyring of a login", Locked)


def test_a_removed_slot_takes_its_key_out_of_the_keyring(tmp_path, monkeypatch):
    kept: dict[str, bytes] = {}
    monkeypatch.setattr(slots.keyring_keys, "keep", kept.__setitem__)
    monkeypatch.setattr(slots.keyring_keys, "find", kept.get)
    monkeypatch.setattr(slots.keyring_keys, "forget", kept.pop)
    folder = str(written(tmp_path / "book", 3))
    encryption.encrypt(folder, PASSPHRASE, keyring=True, operator="Ada")
    encryption.add_keyring(folder, operator="Ada")
    [removed, stays] = kept
    encryption.remove_slot(folder, 1, operator="Ada")
    assert [*kept] == [removed, stays]
    encryption.remove_slot(folder, 2, operator="Ada")
    assert [*kept] == [stays]
    forget_all()
    JournalStorage(Path(folder)).close()


def test_without_the_library_the_cure_is_named(six, monkeypatch):
    monkeypatch.setattr(cipher, "find_spec", lambda name: None)
    refused(six.parent, r"pip install 'atma-tui\[encrypted\]'", InputError)
    with pytest.raises(InputError, match=r"atma-tui\[encrypted\]"):
        encrypted(six.parent)


def test_an_older_program_says_that_the_book_is_newer(six, monkeypatch):
    monkeypatch.setattr(migrations, "FORMAT", 3)
    refused(six.parent, "newer version", TooNew)


# Converting


def test_a_book_is_encrypted_and_decrypted_with_nothing_of_the_other_left(tmp_path):
    folder = written(tmp_path / "book", 5, compact_at=300)
    heads = JournalStorage(folder)
    encrypted(folder)
    assert not holds(folder, SECRET)
    with pytest.raises(InputError, match="encrypted already"):
        encrypted(folder)
    encryption.decrypt(str(folder), operator="Ada")
    assert not holds(folder, b"sealed") and not holds(folder, b"locked")
    assert numbers(heads) == [1, 2, 3, 4, 5]
    heads.close()
    for act in (encryption.decrypt, encryption.slots_of):
        with pytest.raises(InputError, match="is not encrypted"):
            act(str(folder), operator="Ada")


def test_what_a_killed_conversion_left_is_removed_when_the_book_is_opened(tmp_path):
    folder = written(tmp_path / "book", 3)
    plain = (folder / JOURNAL).read_bytes()
    encrypted(folder)
    (folder / JOURNAL).write_bytes(plain)
    JournalStorage(folder).close()
    assert not holds(folder, SECRET)


def test_what_was_put_aside_before_goes_with_the_plain_files(tmp_path):
    folder = written(tmp_path / "book", 3)
    with (folder / JOURNAL).open("ab") as file:
        file.write(b'spoilt {"seq":9,"ops":[["docs","d9",{"n":9}]]}\nspoilt\n')
    mend(folder)
    assert holds(folder, b"spoilt")
    encrypted(folder)
    assert not holds(folder, b"spoilt") and not holds(folder, SECRET)


def test_a_weak_passphrase_and_a_book_that_is_not_there_are_refused(tmp_path):
    with pytest.raises(InputError, match="fewer than 8 letters"):
        encryption.encrypt(str(tmp_path), "secret", keyring=False, operator="Ada")
    with pytest.raises(NotFound):
        encrypted(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_slots_of_a_hostile_file_cannot_take_all_memory():
    keys, data_key = slots.new_keys()
    keys = slots.with_passphrase(keys, data_key, PASSPHRASE)
    for memory in (0, 1 << 30):
        hostile = slots.Keys(keys.id, (replace(keys.slots[0], memory=memory),))
        with pytest.raises(Damaged, match="slots of the book are damaged"):
            slots.unlocked(hostile, PASSPHRASE)


def test_a_copied_folder_of_an_encrypted_book_is_restored_as_one(tmp_path):
    folder = written(tmp_path / "book", 3)
    encrypted(folder)
    shutil.copytree(folder, tmp_path / "copy")
    assert snapshot.read_meta(tmp_path / "copy" / "book.json").keys is not None
    book = JournalStorage(tmp_path / "copy")
    assert numbers(book) == [1, 2, 3]
    book.close()
