"""The same jobs as on the screen, without it: parse, do one thing at the desk, print, end with an exit code.

Exit codes: 0 done, 1 a rule said no, 2 the command or its input was wrong, 3 the book or a remote could not be
reached or a file could not be written, 4 done but the answer could not be written, 130 stopped by Ctrl+C. Nothing
heavy is imported before the command is known: `--help` needs argparse.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from atma_tui.cli import streams
from atma_tui.domain.errors import AtmaError, InputError, Locked
from atma_tui.domain.text import clean, is_text

if TYPE_CHECKING:
    from atma_tui.cli.command import Command
    from atma_tui.cli.reply import Reply

UNTOLD = 4
"""Exit code if it was done, but stdout is full or closed."""

STOPPED = 130
"""Exit code after Ctrl+C, as shells know it (128 + SIGINT)."""


def run() -> NoReturn:
    """Run the program; the entry point of `atma-tui`."""
    streams.run_in_utf8()
    sys.excepthook = _tell_fault
    sys.exit(main())


def _tell_fault(kind: type[BaseException], error: BaseException, trace: object) -> None:
    """Say on stderr where a fault of the program is; its message may name people, and cron sends it on."""
    from atma_tui.faults import fault_words

    streams.tell(f"{fault_words(error)}\nA fault in the program. What was confirmed before is in the book.")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line; returns the exit code.

    Every refusal is one sentence on stderr, with `--json` also an object on stdout. Only a bug comes through.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    streams.prepare()
    try:
        return _do(words)
    except AtmaError as error:
        return _refused(error, as_json="--json" in words)
    except KeyboardInterrupt:
        from atma_tui.desk.stopped import stopped_words

        streams.tell(f"\n{stopped_words()}")
        return STOPPED


def _do(words: Sequence[str]) -> int:
    _refuse_bytes(words)

    try:
        command = _read(words)  # prints help
        sys.stdout.flush()
    except OSError as error:
        return _untold(error, changed=False)
    if command is None:
        return 0
    reply = _answer(command)
    try:
        _show(reply, command)
    except OSError as error:
        code = _untold(error, changed=reply.changed)
        return reply.exit_code or code
    return reply.exit_code


def _read(words: Sequence[str]) -> Command | None:
    """Return the command that was typed. Without arguments it is the desk, which does not wait for argparse."""
    if not words:
        from atma_tui.cli.table import command

        return command("")()

    from atma_tui.cli.parser import read

    return read(words)


def _answer(command: Command) -> Reply:
    """Do it. A book that turns out to be encrypted was not opened: it is, with what somebody types."""
    try:
        return command.reply()
    except Locked as locked:
        from atma_tui.cli.secrets.passphrases import unlocking

        return unlocking(command.reply, locked)


def _refuse_bytes(words: Sequence[str]) -> None:
    """Raise `InputError` for words in another encoding: letters would be lost, in a name for example."""
    for word in words:
        if not is_text(word):
            raise InputError(
                f"{clean(streams.typed(word), 60)!r} is not UTF-8, so letters of it would be lost. "
                "Nothing was done; set the terminal or the script to UTF-8."
            )


def _show(reply: Reply, command: Command) -> None:
    from atma_tui.cli.output import show

    show(reply, as_json=command.json, as_csv=command.csv)
    sys.stdout.flush()


def _untold(error: OSError, *, changed: bool) -> int:
    """Say that the answer could not be written. For a read-only command that is fine: `atma-tui events | head`."""
    streams.mute(sys.stdout)
    if not changed and isinstance(error, BrokenPipeError):
        return 0
    lost = f"answer could not be written: {error.strerror}."
    streams.tell(
        f"It was done, but the {lost} `atma-tui log` shows what was done in the book."
        if changed
        else f"The {lost}"
    )
    return UNTOLD


def _refused(error: AtmaError, *, as_json: bool) -> int:
    from atma_tui.cli.output import show_error

    try:
        show_error(error, as_json=as_json)
        sys.stdout.flush()
    except OSError:  # the sentence is on stderr
        streams.mute(sys.stdout)
    return error.exit_code
