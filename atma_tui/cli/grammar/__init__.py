"""The commands with their options, and the texts of `--help`. Nothing here does anything: see `commands`.

A command names its handler as `module:function` below `cli.commands`, which is imported only when it is run, and
what the handler needs: an open `desk`, the `settings`, or `nothing`.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from atma_tui import __version__
from atma_tui.cli.grammar import book, calendars, enrolments, events, looks, paths
from atma_tui.cli.grammar.words import common
from atma_tui.cli.parser import Parser

_ABOUT = """The front desk's book of in-person events and programs.

Without a command the desk opens on the screen. Wherever an id is asked for, its beginning will do as long as it is
the only one; a site can be named by id, beginning or name. Days: 2026-12-08, 8 dec, fri, tomorrow, +7."""

_END = """exit codes: 0 done, 1 a rule said no (full, clash, not allowed now), 2 the command or its input was
wrong, 3 the book or a website could not be reached.

examples:
  atma-tui                                   open the desk
  atma-tui demo                              try everything with made-up people
  atma-tui events --site calgary --to +14    what is on in Calgary in the next two weeks
  atma-tui enrol evt-5f0c --name "Ada Sample" --phone 780-555-0101
  atma-tui undo                              take back the last thing that was done"""


def build() -> Parser:
    """Return the whole command line."""
    root = Parser(prog="atma-tui", description=_ABOUT, epilog=_END)
    root.set_defaults(handler="screen:desk", needs="settings")
    root.add_argument("--version", action="version", version=f"atma-tui {__version__}")
    common(root, top=True)
    for part in (events, enrolments, looks, paths, calendars, book):
        part.add_to(root)
    return root


def read(words: Sequence[str]) -> Namespace | None:
    """Return what a command line says; None when it only asked for help or the version, which is printed.

    Raises `InputError`, one sentence, for anything that is misspelt or missing.
    """
    root = build()
    command = root.refuse_misspelt(words)
    args = Namespace()
    try:
        rest = root.parse_known_args(list(words), args)[1]
    except SystemExit:
        return None
    if rest:
        command.error(f"too many words: {' '.join(rest)}")
    return args
