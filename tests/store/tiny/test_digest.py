"""The last line of a snapshot: that of a replica shows damage, that of a book is a link of its history as well."""

from pathlib import Path

import pytest
from msgspec import Raw
from msgspec.structs import replace

from atma_tui.domain.errors import BookError, Damaged, TooNew
from atma_tui.store.tiny.files import digest, snapshot
from tests.store.tiny.raw_book import written

BOOK, HEAD = "ab" * 16, "cd" * 32
TABLES = {"docs": {f"d{number}": Raw(b'{"n":%d}' % number) for number in range(6)}}


def written_by(meta: snapshot.Meta) -> bytes:
    return b"".join(snapshot.parts(meta, TABLES))


def replica(**changes) -> snapshot.Meta:
    return replace(snapshot.meta_of(BOOK, 7, 42, HEAD, replica=True), **changes)


def parsed(data: bytes) -> snapshot.Snapshot:
    return snapshot.parse(data, Path("book.json"))


def with_last_line(data: bytes, *, only_damage: bool) -> bytes:
    body, checksum = data[: -digest.LAST_LENGTH], digest.begin(only_damage=only_damage)
    checksum.update(body)
    return body + checksum.last_line()


@pytest.mark.parametrize("bit", [0x01, 0x02, 0x04, 0x20])
def test_a_damaged_byte_in_the_snapshot_of_a_replica_is_always_noticed(bit):
    data = written_by(replica())
    for at in range(len(data)):
        with pytest.raises(BookError):
            parsed(data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :])


def test_the_snapshot_of_a_replica_that_was_cut_short_is_noticed():
    data = written_by(replica())
    for length in range(len(data)):
        with pytest.raises(BookError):
            parsed(data[:length])


@pytest.mark.parametrize("format", [4, 5])
def test_replicas_of_today_and_of_before_can_be_read(format):
    found = parsed(written_by(replica(format=format)))
    assert {name: {**table} for name, table in found.tables.items()} == TABLES
    assert found.head == HEAD


def test_a_replica_of_before_has_the_digest_of_a_book():
    before = written_by(replica(format=4))
    assert before == with_last_line(before, only_damage=False)
    with pytest.raises(Damaged):
        parsed(with_last_line(before, only_damage=True))


def test_a_program_from_before_is_told_that_a_replica_is_newer(monkeypatch):
    data = written_by(replica())
    monkeypatch.setattr(snapshot.migrations, "REPLICA", 4)
    with pytest.raises(TooNew, match="newer version"):
        parsed(data)


def test_a_book_whose_digest_shows_only_damage_is_refused(tmp_path):
    file = written(tmp_path, 4, compact_at=1) / "book.json"
    with pytest.raises(Damaged, match="its digest does not fit"):
        parsed(with_last_line(file.read_bytes(), only_damage=True))
