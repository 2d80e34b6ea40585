"""Books of plain documents, for tests of the files: each transaction puts its number in two tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Raw
from msgspec.structs import replace

from atma_tui.store import chain
from atma_tui.store.tiny.files import digest, disk, journal, journal_file, snapshot
from atma_tui.store.tiny.files.journal import Header
from atma_tui.store.tiny.storage import JournalStorage


def commit(book: JournalStorage, number: int) -> None:
    with book.transaction():
        book.put("docs", f"d{number}", Raw(b'{"n":%d}' % number))
        book.put("last", "one", Raw(b'{"n":%d}' % number))


def numbers(book: JournalStorage) -> list[int]:
    """Return the numbers of the transactions in the book, in order."""
    with book.reading():
        tables = book.read()
    found = [doc["n"] for doc in tables.get("docs", {}).values()]
    assert tables.get("last", {}).get("one", {"n": 0})["n"] == max(found, default=0)
    return found


def written(folder: Path, count: int, **options: int) -> Path:
    """Write a book with that many transactions; returns its folder."""
    book = JournalStorage(folder, **options)
    for number in range(1, count + 1):
        commit(book, number)
    book.close()
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files of the book except its lock."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "book.lock"}


def rewrite(file: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the documents of a snapshot or backup, as a forger does it: with a digest and a journal that fit."""
    tables = json.loads(file.read_text())
    change(tables)
    meta = snapshot.Meta(**tables.pop("_meta")["1"])
    heads = bytes.fromhex(tables.pop("_heads", {"1": {"heads": ""}})["1"]["heads"])
    del tables["_digest"]
    raw = {
        name: {id: Raw(json.dumps(document).encode()) for id, document in documents.items()}
        for name, documents in tables.items()
    }
    file.write_bytes(b"".join(snapshot.parts(meta, raw, heads)))
    path = journal_file.path_of(file.parent, meta.generation)
    if path.exists():
        head = snapshot.head_of(meta, disk.last_bytes(file, digest.LAST_LENGTH))
        _chain_anew(path, journal_file.header_of(meta, head))


def _chain_anew(path: Path, header: Header) -> None:
    data, head = path.read_bytes(), header.chain
    lines = [journal.encode_header(header)]
    for line, _ in journal.read_lines(data[data.index(b"\n") + 1 :]).entries:
        head = chain.link(head, bytes(line.ops))
        lines.append(journal.encode_line(replace(line, chain=head)))
    path.write_bytes(b"".join(lines))
