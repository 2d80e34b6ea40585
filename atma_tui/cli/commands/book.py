"""The book as a whole: backup, restore. And the shell's completion."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from atma_tui.cli.parser import Parser
from atma_tui.cli.progress import busy
from atma_tui.cli.reply import Reply
from atma_tui.desk.desk import Desk
from atma_tui.domain.errors import InputError
from atma_tui.settings import Settings, settings


def backup(desk: Desk, args: Namespace) -> Reply:
    """Write the whole book into one file."""
    from atma_tui.store.tiny.copying import backup as copy_out

    file = Path(args.file).expanduser().absolute()
    book = _settings_of(args).book
    if "://" not in book and file.is_relative_to(Path(book).absolute()):
        raise InputError(f"{file} is inside the book itself; give a file somewhere else. Nothing was written.")
    with busy("Writing the backup"):
        number = copy_out(desk.book.store, file)
    return Reply(
        shape={"file": str(file), "records": number}, parts=[f"Wrote the whole book, {number} records, to {file}."]
    )


def restore(found: Settings, args: Namespace) -> Reply:
    """Put a backup into a book that is new."""
    from atma_tui.store.tiny.copying import restore as copy_in

    file = Path(args.file).expanduser().absolute()
    with busy("Reading the backup"):
        number = copy_in(file, found.book, operator=found.operator)
    return Reply(
        shape={"file": str(file), "book": found.book, "records": number},
        parts=[f"The new book at {found.book} holds the {number} records of {file}."],
    )


def _settings_of(args: Namespace) -> Settings:
    return settings(book=args.book, operator=args.operator, config=args.config)


def completion(_: None, args: Namespace) -> Reply:
    """Print the completion script of a shell."""
    import shtab

    from atma_tui.cli.grammar import build

    root = build()
    _complete_files(
        root, {"file": shtab.FILE, "config": shtab.FILE, "out": shtab.DIRECTORY, "book": shtab.DIRECTORY}
    )
    return Reply(raw=f"{shtab.complete(root, args.shell)}\n".encode())


def _complete_files(parser: Parser, kinds: dict[str, object]) -> None:
    for action in parser.arguments:
        if action.dest in kinds:
            setattr(action, "complete", kinds[action.dest])  # noqa: B010 -- shtab's own attribute
    for name in parser.commands:
        _complete_files(parser.below(name), kinds)
