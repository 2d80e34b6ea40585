"""Folders that are published: which book writes there, and which files must never be there.

A folder of public calendars holds a file `.atma-tui-book` with the id of the book that writes there. Folders of
earlier versions have none; the usual book of the machine takes them over.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from atma_tui.calendars.writing.events import PRODID
from atma_tui.calendars.writing.jcal_csv import COLUMNS
from atma_tui.calendars.writing.publish import PRIVATE
from atma_tui.domain.errors import Blocked
from atma_tui.files.disk_words import written
from atma_tui.files.fresh_files import replace_all
from atma_tui.files.ordinary import real

MARK = ".atma-tui-book"
_HEAD = 2000
_TAKE_OVER = "If it is to be this book's from now on: atma-tui export --take-over."
_ABOUT_PEOPLE = ("report-*-to-*.csv", "invitation-*.ics", f"{PRIVATE}*.ics", "reminder-*.eml", "mail-merge.csv")
_BOOK = b'{"_meta": {"1": {'
"""How the file of a book begins, and a backup."""
_PRODID, _COLUMNS = PRODID.encode(), ",".join(COLUMNS).encode()


def claim(out: Path, book: str, names: Iterable[str], *, adopt: bool = False, take_over: bool = False) -> None:
    """Note that this book, given by its id, publishes in a folder, which is created if missing.

    Args:
        out: the folder.
        book: id of the book; empty for one without, which marks nothing.
        names: names of the files that it is about to write.
        adopt: also accept a folder with files of an earlier version, which did not say which book they belong to.
        take_over: accept a folder whatever it holds.

    Raises:
        Blocked: another book publishes there or may do so, or there are other files of these names.
        Unreachable: the folder cannot be written.
    """
    if not take_over:
        _refuse_others(out, book, names, adopt=adopt)
    if not book or _book_of(out) == book:
        return
    with written(str(out), "Nothing was published."):
        out.mkdir(parents=True, exist_ok=True)
        words = f"{book}\nThe calendars here are written by this book of atma-tui. No other book writes here.\n"
        replace_all({out / MARK: words.encode()})


def _refuse_others(out: Path, book: str, names: Iterable[str], *, adopt: bool) -> None:
    owner = _book_of(out)
    if owner not in ("", book):
        raise Blocked(
            f"{out} holds the calendars of another book ({owner[:8]}). Nothing was written; choose another folder "
            f"with --out. {_TAKE_OVER}"
        )
    if owner:
        return
    calendars = {path for path in _files(out) if _is_calendar(path)}
    for path in sorted(calendars | {out / name for name in names}):
        if os.path.lexists(path) and not (adopt and path in calendars):
            whose = "may be another book's" if path in calendars else "was not written by atma-tui"
            raise Blocked(f"{path} {whose}. Nothing was written; choose another folder with --out. {_TAKE_OVER}")


def refuse_overlap(out: Path, unpublished: Iterable[Path]) -> None:
    """Raise `Blocked` for a folder that contains, or is inside, one that must not be published."""
    place = real(out)
    for own in unpublished:
        inner = real(own)
        if place.is_relative_to(inner) or (inner.is_relative_to(place) and inner.exists()):
            raise Blocked(f"{own} would be published with {out}. Nothing was written; choose another folder.")


def refuse_published(folder: Path) -> None:
    """Raise `Blocked` for a folder that is published or inside a published one: files about people must not be."""
    place = real(folder)
    public = [above for above in (place, *place.parents) if os.path.lexists(above / MARK)]
    if not public and any(map(_is_calendar, _files(place))):
        public = [place]
    if public:
        raise Blocked(
            f"What is written to {folder} would be published: public calendars go to {public[0]}. "
            "Nothing was written; choose another folder."
        )


def is_invitation(path: Path) -> bool:
    """Whether a file is one person's copy of an event: a calendar of ours without a name."""
    head = _head(path)
    return _PRODID in head and b"X-WR-CALNAME" not in head


def calendars_marked(folder: Path, pattern: str, mark: bytes) -> list[Path]:
    """Return the calendars of ours in a folder that have a line at their beginning."""
    return [file for file in sorted(folder.glob(pattern)) if _PRODID in (head := _head(file)) and mark in head]


def _is_calendar(path: Path) -> bool:
    """Whether a file is a public calendar of ours, in any format. The staff's is known by its file name."""
    head = _head(path)
    named = _PRODID in head and b"x-wr-calname" in head.lower() and b"STAFF ONLY" not in head
    return named or head.startswith((_COLUMNS, b"\xef\xbb\xbf" + _COLUMNS))


def about_people(out: Path) -> Iterator[Path]:
    """Return the files in a folder, or below it, that are about people or appointments."""
    for folder, _, names in os.walk(out):
        yield from (path for path in (Path(folder, name) for name in sorted(names)) if _is_about_people(path))


def _is_about_people(path: Path) -> bool:
    """Whether a file is the staff's calendar, an invitation, a report, a backup or a book."""
    if _is_calendar(path):
        return False
    head = _head(path)
    return _PRODID in head or head.startswith(_BOOK) or any(map(path.match, _ABOUT_PEOPLE))


def _files(folder: Path) -> list[Path]:
    with suppress(OSError):
        return [*folder.iterdir()]
    return []


def _book_of(out: Path) -> str:
    return _head(out / MARK).partition(b"\n")[0].decode("utf-8", errors="replace").strip()


def _head(path: Path) -> bytes:
    """Return the beginning of an ordinary file; empty if there is none, or it cannot be read."""
    with suppress(OSError):
        if path.is_file():
            with path.open("rb") as file:
                return file.read(_HEAD)
    return b""
