"""Repairing a book whose journal is damaged: what cannot be read is set aside, never thrown away."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from atma_tui.domain.errors import Damaged
from atma_tui.store.tiny.files import disk, generation, journal, journal_file, location_checks, snapshot
from atma_tui.store.tiny.files.journal_file import PUT_BACK
from atma_tui.store.tiny.files.lock import Lock
from atma_tui.store.tiny.files.signatures import Reached
from atma_tui.store.tiny.files.snapshot import Meta, Snapshot


def mend(folder: Path, *, desk: str = "", patience: float = 10.0) -> str:
    """Move what follows the last good act of the journal into a file of its own, and go on from there.

    For a journal that is gone a new one is begun, and one of a later snapshot that is not there is moved as well.
    Returns what was done in sentences; empty when nothing is damaged. Open desks notice. Raises `BookError` when
    the snapshot is missing or not whole, or its journal is another book's or day's: then only a backup helps.
    """
    with disk.OsErrors(folder):
        location_checks.refuse_shared(folder)
        lock = Lock(folder / "book.lock", desk)
        try:
            with lock.hold(exclusive=True, patience=patience):
                return _mend(folder / "book.json", lock)
        finally:
            lock.close()


def _mend(file: Path, lock: Lock) -> str:
    found = _snapshot(file)
    meta = found.meta
    path = journal_file.path_of(file.parent, meta.generation)
    data = disk.read(path)[1] if os.path.lexists(path) else None
    is_gone = data is None or bool(meta.book and not data)
    head, good, bad, seq = _divided(data or b"", path, found)
    reached = lock.reached if lock.reached and lock.reached.book == meta.book else None
    known = reached.length if reached and reached.generation == meta.generation else 0
    saved = max(reached.seq if reached else 0, generation.saved(file.parent, meta))
    missing = max(saved - seq, 0)
    strays = [_put_aside(one, meta) for one in generation.stray(file.parent, meta)]
    told = [sentence for sentence, _ in strays]
    if not (is_gone or head or missing) and (not bad or (len(good) >= known and journal.may_be_torn(bad))):
        return " ".join(told)
    aside = _beside(path)
    if head or bad:
        disk.write_new(aside, [head, bad])
        disk.sync_folder(path.parent)
    generation.forget_later(file.parent, meta)
    with disk.replacing(path, [good]):
        pass
    lock.note(Reached(meta.book, meta.generation, seq, len(good)))
    lost = max(missing - sum(number for _, number in strays), _lines(bad))
    if is_gone or head or bad or lost:
        told.append(_sentence(path, lost, len(head) + len(bad), aside))
    return " ".join(told)


def _put_aside(path: Path, meta: Meta) -> tuple[str, int]:
    """Move a journal whose snapshot is not there out of the way; return that in a sentence, and the acts lost."""
    data, aside = disk.read(path)[1], _beside(path)
    header, length = journal.read_header(data)
    number, is_ours = _lines(data[length:]), header is None or header.book == meta.book
    path.rename(aside)
    disk.sync_folder(path.parent)
    whose = "saved after a snapshot that is not there" if is_ours else "of another book"
    summary = f"{path}, which held {_acts(number)} {whose}, was moved to {aside}; the book goes on without it."
    return summary, number if is_ours else 0


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.{secrets.token_hex(4)}.damaged")


def _snapshot(file: Path) -> Snapshot:
    try:
        return snapshot.parse(disk.read(file)[1], file)
    except FileNotFoundError:
        raise Damaged(f"{file} is missing. {PUT_BACK}") from None


def _divided(data: bytes, path: Path, found: Snapshot) -> tuple[bytes, bytes, bytes, int]:
    """Return a header that is broken, the good part with a good header, what follows, and the last good number."""
    meta, head = found.meta, found.head
    header, start = journal.read_header(data)
    if header:
        journal_file.check(header, meta, path, head)
    elif meta.book:
        start = data.find(b"\n") + 1
    codec = snapshot.codec_of(meta, path.parent / "book.json")
    entries, _, _ = journal.read_lines(data[start:], codec)
    end, seq, chained = start, meta.seq, meta.format >= snapshot.FIRST_WITH_CHAIN
    for line, _ in entries:
        if line.wrong_after(seq, head, chained=chained):
            break
        end, seq, head = data.index(b"\n", end) + 1, line.seq, line.chain
    if header or not meta.book:
        return b"", data[:end], data[end:], seq
    header_line = journal.encode_header(journal_file.header_of(meta, found.head))
    return data[:start], header_line + data[start:end], data[end:], seq


def _lines(bad: bytes) -> int:
    return len([line for line in bad.split(b"\n") if line])


def _acts(number: int) -> str:
    return "1 act" if number == 1 else f"{number} acts"


def _sentence(path: Path, lost: int, size: int, aside: Path) -> str:
    acts = _acts(lost)
    if not size and not lost:
        return f"{path} was missing or empty; the book goes on from its snapshot, and nothing is known to be lost."
    if not size:
        return f"{path} lacked {acts} at its end that the book had saved; the book goes on without them."
    return (
        f"{path} was damaged: {size} bytes, which held {acts}, were moved to {aside}. The book goes on from the "
        "act before them."
    )
