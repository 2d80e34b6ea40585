"""Files outside the book, written before names were removed from it: only people can remove those."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from atma_tui.settings import Settings


def copies_words(settings: Settings) -> str:
    """Say which folders of this computer hold files that may still name people; empty if there are none."""
    held = {folder: len(list(_files(folder))) for folder in (settings.backups, settings.private)}
    found = [f"{number} in {folder}" for folder, number in held.items() if number]
    if not found:
        return ""
    return (
        f"Files that were written before may still name them: {' and '.join(found)}. Delete those that are not "
        "needed any more, and other backups and prints as well."
    )


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in folder.rglob("*") if path.is_file())
