"""Writing files so that a reader finds the old one or the new one, never a half."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from atma_tui.files.disk_words import written
from atma_tui.files.fresh_files import replace_all
from atma_tui.files.ordinary import ordinary

JOINT = "all"
"""Stem of the file that holds every site."""

PRIVATE = "private-"
"""How the names of files begin that are not for the public."""

_RESERVED = re.compile(rf"con|prn|aux|nul|com\d|lpt\d|all|{PRIVATE}.*")
"""Stems that are devices on Windows, the joint calendar's own, and those of files that are not for the public."""

_PUBLIC = 0o666
"""Permissions of new files that are published: everybody may read them, as far as the umask allows."""

_OTHERS = 0o066
"""That other logins may read and write a file."""

Outcome = Literal["written", "unchanged"]


def file_names(site_ids: Iterable[str]) -> dict[str, str]:
    """Return the file name of each site's calendar, such as `edmonton.ics`.

    Only a-z, 0-9 and hyphens are kept, so that no id becomes a path or a device; names that would be the same are
    numbered. `all.ics` stays free for the joint calendar.
    """
    names: dict[str, str] = {}
    for site_id in sorted(set(site_ids)):
        stem = _washed(site_id)
        stem = f"site-{stem}" if _RESERVED.fullmatch(stem) else stem
        name, number = f"{stem}.ics", 2
        while name in names.values():
            name, number = f"{stem}-{number}.ics", number + 1
        names[site_id] = name
    return names


def _washed(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60] or "site"


def publish(folder: Path, files: Mapping[str, bytes], *, mode: int = _PUBLIC) -> dict[str, Outcome]:
    """Write the files into the folder, all or none, and return what became of each name.

    A file whose bytes are already there is left alone: its time stays, so web servers keep answering "not
    modified". A link or a pipe of its name is replaced. Names are washed as in `file_names` (the ending stays).
    `mode` is for new files, as in `os.open`.

    Raises `Unreachable` when the disk is full or the folder cannot be written; the files of before are then
    as they were.
    """
    targets = {name: folder / _safe(name) for name in files}
    safe = "Those published before are unchanged; free some space or choose another folder."
    with written(f"The calendars in {folder}", safe):
        folder.mkdir(parents=True, exist_ok=True)
        changed = {targets[name]: data for name, data in files.items() if not _stands(targets[name], data, mode)}
        replace_all(changed, mode)
    return {name: "written" if target in changed else "unchanged" for name, target in targets.items()}


def would_publish(folder: Path, files: Mapping[str, bytes]) -> dict[str, Outcome]:
    """Return what would become of each file; nothing is written."""
    return {
        name: "unchanged" if _stands(folder / _safe(name), data, _PUBLIC) else "written"
        for name, data in files.items()
    }


def _safe(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{_washed(stem)}.{_washed(ending)}" if dot else _washed(name)


def _stands(path: Path, data: bytes, mode: int) -> bool:
    """Whether an ordinary file with these bytes is there, open to no other logins than `mode` says."""
    try:
        with open(path, "rb", opener=ordinary) as file:
            return not os.fstat(file.fileno()).st_mode & _OTHERS & ~mode and file.read() == data
    except OSError:
        return False
