"""The same jobs as on the screen, without it: parse, do one thing at the desk, print, end with an exit code.

Exit codes: 0 done, 1 a rule said no, 2 the command or its input was wrong, 3 the book or a remote could not be
reached, 130 stopped by Ctrl+C. Nothing heavy is imported before the command is known: `--help` needs argparse.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn

from atma_tui.domain.errors import AtmaError

if TYPE_CHECKING:
    from argparse import Namespace

    from atma_tui.cli.reply import Reply

STOPPED = 130
"""Exit code after Ctrl+C, as shells know it (128 + SIGINT)."""


def run() -> NoReturn:
    """Run the program; the entry point of `atma-tui`."""
    sys.exit(main())


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the words of a command line say; returns the exit code.

    Every refusal is one sentence on stderr, with `--json` also an object on stdout. Only a bug leaves a traceback.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    _forgive_encodings()
    try:
        code = _do(words)
        sys.stdout.flush()
        return code
    except AtmaError as error:
        return _refused(error, as_json="--json" in words)
    except BrokenPipeError:
        _mute_stdout()
        return 0
    except KeyboardInterrupt:
        print("\nStopped. What was said to be done is done; nothing else was changed.", file=sys.stderr)
        return STOPPED


def _do(words: Sequence[str]) -> int:
    args = _only_the_desk(words)
    if args is None:
        from atma_tui.cli.grammar import read

        args = read(words)
    if args is None:
        return 0
    reply = _reply(args)

    from atma_tui.cli.output import show

    show(reply, as_json=getattr(args, "json", False), as_csv=getattr(args, "csv", False))
    return reply.exit_code


def _only_the_desk(words: Sequence[str]) -> Any:  # noqa: ANN401
    """Return what the grammar would, for a desk that is opened with nothing but where and who; else None.

    It is opened many times a day, and reading the whole grammar would be a tenth of its start.
    """
    said = {"book": "", "operator": "", "config": ""}
    options, values = words[::2], words[1::2]
    names = [option.removeprefix("--") for option in options]
    if len(options) != len(values) or any(
        f"--{name}" != option or name not in said for name, option in zip(names, options, strict=True)
    ):
        return None
    if any(not value or value.startswith("-") for value in values):
        return None
    return SimpleNamespace(**said | dict(zip(names, values, strict=True)), handler="screen:desk", needs="settings")


def _reply(args: Namespace) -> Reply:
    module, _, name = args.handler.partition(":")
    handler: Callable[[Any, Namespace], Reply] = getattr(import_module(f"atma_tui.cli.commands.{module}"), name)
    if args.needs == "nothing":
        return handler(None, args)

    from atma_tui.settings import settings

    found = settings(book=args.book, operator=args.operator, config=args.config)
    if args.needs == "settings":
        return handler(found, args)

    from atma_tui.cli.progress import busy
    from atma_tui.desk.opening import open_store

    with busy("Opening the book"):
        desk = open_store(found)
    try:
        desk.poll()
        return handler(desk, args)
    finally:
        desk.close()


def _refused(error: AtmaError, *, as_json: bool) -> int:
    from atma_tui.cli.output import show_error

    show_error(error, as_json=as_json)
    return error.exit_code


def _forgive_encodings() -> None:
    """Let a character that the terminal's encoding lacks become `?` instead of an end with a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _mute_stdout() -> None:
    """Send what is left in the buffer nowhere: whoever read the pipe has gone (`atma-tui events | head -1`)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
