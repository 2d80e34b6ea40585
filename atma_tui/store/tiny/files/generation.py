"""A generation of a book: a snapshot and the journal that follows it."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain
from pathlib import Path

from atma_tui.domain.errors import BookError, Damaged
from atma_tui.store.tiny.files import digest, disk, journal_file, snapshot
from atma_tui.store.tiny.files.journal_file import PUT_BACK
from atma_tui.store.tiny.files.snapshot import Meta, Tables

_DAMAGED = "book.*.damaged"
_WRITTEN_BY_EARLIER_VERSIONS = "book.*.tmp"


def write(folder: Path, meta: Meta, tables: Tables, heads: bytes = b"") -> None:
    """Write a snapshot and the empty journal that follows it; the rename is the moment it counts.

    The journal before is kept for desks that have not caught up, unless the snapshot is to stand alone; older ones
    are removed, and what a desk was writing when it was killed.
    """
    with disk.replacing(folder / "book.json", snapshot.parts(meta, tables, heads)) as written:
        journal_file.create(folder, meta, snapshot.head_of(meta, disk.last_bytes(written, digest.LAST_LENGTH)))
        disk.sync_folder(folder)
    if meta.alone:
        leave_alone(folder, meta)
    else:
        _remove(_before(folder, meta.generation - 1))


def leave_alone(folder: Path, meta: Meta) -> None:
    """Remove all files from before a snapshot, also what was put aside as damaged. Other desks load it anew."""
    _remove([*_before(folder, meta.generation), *folder.glob(_DAMAGED)])
    disk.sync_folder(folder)


def _before(folder: Path, generation: int) -> list[Path]:
    old = [path for number, path in journal_file.all_in(folder).items() if number < generation]
    return [*old, *folder.glob(_WRITTEN_BY_EARLIER_VERSIONS)]


def _remove(paths: list[Path]) -> None:
    for path in paths:
        with suppress(OSError):  # Windows refuses while another desk has it open; the next time will do
            disk.remove(path)


def left_in(folder: Path) -> Path | None:
    """Return a file that tells of a book whose snapshot is gone; None where at most its making was cut short.

    Such a file is a journal, what was put aside as damaged, a backup, or another copy of a snapshot.
    """
    journals = journal_file.all_in(folder).items()
    used = [path for number, path in journals if number > 1 or journal_file.holds_anything(path)]
    return next(chain(used, folder.glob(_DAMAGED), filter(_holds_book, folder.iterdir())), None)


def _holds_book(path: Path) -> bool:
    """Whether a file says that it is a backup, or a snapshot in which something was saved."""
    try:
        meta = snapshot.read_meta(path)
    except OSError:
        return False
    except BookError:
        return True
    return meta is not None and (meta.seq > 0 or meta.generation == snapshot.BACKUP)


def saved(folder: Path, meta: Meta) -> int:
    """Return how many changes were saved in a book when a later journal than that of this snapshot was begun.

    One that holds nothing is left when writing a snapshot fails, or when an older snapshot is put back.
    """
    headers = (journal_file.header_in(path) for path in _later(folder, meta))
    return max((one.seq for one in headers if one and one.book == meta.book), default=0)


def forget_later(folder: Path, meta: Meta) -> None:
    """Remove the later journals, which hold nothing: the book goes on without what they were begun after."""
    for path in _later(folder, meta):
        disk.remove(path)
    disk.sync_folder(folder)


def check_newest(folder: Path, meta: Meta) -> None:
    """Raise `Damaged` when a later journal than the one that follows that snapshot holds anything."""
    for path in stray(folder, meta):
        header = journal_file.header_in(path)
        if header and header.book != meta.book:
            wrong = f"{path} belongs to another book than the snapshot beside it."
        else:
            wrong = f"{folder / 'book.json'} is an older copy: {path} holds what was saved later."
        raise Damaged(
            f"{wrong} {PUT_BACK} To go on without {path.name}, which is kept under another name: "
            "atma-tui check --mend."
        )


def stray(folder: Path, meta: Meta) -> list[Path]:
    """Return the later journals that hold anything: their snapshot is not there, and nothing leads up to them."""
    return [path for path in _later(folder, meta) if journal_file.holds_anything(path)]


def _later(folder: Path, meta: Meta) -> list[Path]:
    return [path for number, path in journal_file.all_in(folder).items() if number > meta.generation]
