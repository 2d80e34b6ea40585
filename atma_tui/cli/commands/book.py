"""The book as a whole: backup, restore. And the shell's completion."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from atma_tui.cli.progress import busy
from atma_tui.cli.reply import Reply
from atma_tui.desk.desk import Desk
from atma_tui.settings import Settings


def backup(desk: Desk, args: Namespace) -> Reply:
    """Write the whole book into one file."""
    from atma_tui.store.copying import backup as copy_out

    file = Path(args.file).expanduser()
    with busy("Writing the backup"):
        copy_out(desk.book.store, file)
    return Reply(shape={"file": str(file)}, parts=[f"Wrote the whole book to {file}."])


def restore(settings: Settings, args: Namespace) -> Reply:
    """Make a book from a backup."""
    from atma_tui.store import open_book
    from atma_tui.store.copying import restore as copy_in

    file = Path(args.file).expanduser()
    store = open_book(settings.book, operator=settings.operator)
    try:
        with busy("Reading the backup"):
            copy_in(file, store)
    finally:
        store.close()
    return Reply(
        shape={"file": str(file), "book": settings.book}, parts=[f"The book at {settings.book} is as in {file}."]
    )


def completion(_: None, args: Namespace) -> Reply:
    """Print the completion script of a shell."""
    import shtab

    from atma_tui.cli.grammar import build

    return Reply(raw=f"{shtab.complete(build(), args.shell)}\n".encode())
