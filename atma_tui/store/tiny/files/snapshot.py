"""The snapshot: a whole book in one JSON file that people can read and plain TinyDB can open.

    {"_meta": {"1": {"format":1,"generation":7,"seq":1234}}
    ,
    "person": {
    "per-1": {...},
    "per-2": {...}
    }}

The shape (tables of documents by id, one document a line, `_meta` first and alone on the first line) holds for all
formats; the format number says what the documents mean. Documents stay JSON text (`Raw`) until somebody looks:
reading 200,000 of them took 0.14 s, against 0.85 s for a plain `json.loads` (measured).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec
from msgspec import Raw, Struct

from atma_tui.domain.errors import Damaged, TooNew
from atma_tui.store.tiny import migrations
from atma_tui.store.tiny.files import disk

Tables = dict[str, dict[str, Raw]]
"""Documents as JSON text, by table and id."""

_META = "_meta"
_PART = 1000


class Meta(Struct, frozen=True):
    """What a snapshot says of itself."""

    format: int
    """What its documents mean; see `migrations`."""
    generation: int
    """Counts the snapshots of a book; the journal file that follows this one has the same number."""
    seq: int
    """Number of the last transaction in it."""


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Tables)
_meta_decoder = msgspec.json.Decoder(Meta)
_first_line_decoder = msgspec.json.Decoder(dict[str, dict[str, Meta]])


def parts(meta: Meta, tables: Tables) -> Iterator[bytes]:
    """Return the file's content, in parts of at most a thousand documents; empty tables are left out."""
    yield b'{"%b": {"1": %b}\n' % (_META.encode(), _encoder.encode(meta))
    for name, documents in tables.items():
        lines = (b"%b: %b" % (_encoder.encode(id), document) for id, document in documents.items())
        start = b",\n%b: {\n" % _encoder.encode(name)
        while some := list(islice(lines, _PART)):
            yield start + b",\n".join(some)
            start = b",\n"
        if documents:
            yield b"\n}"
    yield b"}\n"


def parse(data: bytes, path: Path) -> tuple[Meta, Tables]:
    """Return what the content of a snapshot holds. Raises `Damaged` or `TooNew`, naming `path`."""
    try:
        tables = _decoder.decode(data)
        meta = _meta_decoder.decode(tables.pop(_META)["1"])
    except (msgspec.DecodeError, KeyError) as error:
        raise Damaged(
            f"{path} cannot be read as a book ({error}). It was left untouched; restore a backup."
        ) from error
    _refuse_unknown(meta, path)
    return meta, tables


def read_meta(path: Path) -> Meta | None:
    """Return what the first line says, without reading more; None when it is not as `parts` writes it."""
    line = disk.first_line(path)
    try:
        meta = _first_line_decoder.decode(line.rstrip(b"\n}") + b"}}}")[_META]["1"]
    except (msgspec.DecodeError, KeyError):
        return None
    _refuse_unknown(meta, path)
    return meta


def identity(path: Path) -> tuple[int, int, int]:
    """Return what differs as soon as another file has taken the snapshot's place (inode, mtime, size)."""
    found = os.stat(path)  # noqa: PTH116 - on the path of every read: half the time of Path.stat
    return found.st_ino, found.st_mtime_ns, found.st_size


def _refuse_unknown(meta: Meta, path: Path) -> None:
    if meta.format < 1:
        raise Damaged(f"{path} says it has the format {meta.format}, which never was. It was left untouched.")
    if meta.format > migrations.FORMAT:
        raise TooNew(
            f"{path} was written by a newer atma-tui (format {meta.format}; this one reads up to "
            f"{migrations.FORMAT}). It was left untouched; update this atma-tui."
        )
