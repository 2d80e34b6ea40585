"""The same jobs as on the screen, without it: parse, do one thing at the desk, print, end with an exit code.

Exit codes: 0 done, 1 a rule said no, 2 the command or its input was wrong, 3 the book or a remote could not be
reached, 130 stopped by Ctrl+C. Nothing heavy is imported before the command is known: `--help` needs argparse.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from atma_tui.domain.errors import AtmaError

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
        print("\nStopped. What was already reported as done is saved; nothing else was changed.", file=sys.stderr)
        return STOPPED


def _do(words: Sequence[str]) -> int:
    from atma_tui.cli.parser import read

    command = read(words)
    if command is None:
        return 0
    reply = command.reply()

    from atma_tui.cli.output import show

    show(reply, as_json=command.json, as_csv=command.csv)
    return reply.exit_code


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
