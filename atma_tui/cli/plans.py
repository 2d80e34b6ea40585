"""What a website's answer or a file would change: shown, asked about, answered."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from atma_tui.cli.json_views import Shape
from atma_tui.cli.output import error_shape
from atma_tui.cli.reply import Reply
from atma_tui.cli.streams import tell
from atma_tui.desk.desk import Desk
from atma_tui.desk.websites.sync_results import SyncResult
from atma_tui.domain.errors import Guarded, InputError, RuleError
from atma_tui.domain.text import clean
from atma_tui.sync.planning.phrases import counts_words


def confirm(desk: Desk, command: str, results: Sequence[SyncResult]) -> None:
    """Show the plan and ask. Raises as `ask`."""
    people = [clash.person for one in results for clash in one.clashes]
    ask(desk, command, [line for one in results for line in _lines(one)], people)


def ask(desk: Desk, command: str, plan: Sequence[str], people: Iterable[str]) -> None:
    """Show the lines of a plan as an answer: masked clients hidden, and the look at `people` (ids) logged. Ask.

    Raises `InputError` when nobody is there to answer, `RuleError` when the answer is no.
    """
    desk.looks.saw(desk.book.people(people), command)
    for line in desk.masking.hide(plan):
        tell(clean(line, 500))
    if not sys.stdin.isatty():
        raise InputError("Nothing was applied; add --yes to apply it without being asked, or --dry-run to look.")
    tell("Apply it? [y/N] ", end="")
    if sys.stdin.readline().strip().casefold() not in ("y", "yes"):
        raise RuleError("Nothing was applied.")


def reply(results: Sequence[SyncResult]) -> Reply:
    """Return what came of it; the exit code is that of the worst refusal."""
    failed = [(one.source, one.error) for one in results if one.error is not None]
    return Reply(
        shape=[_shape(one) for one in results],
        parts=[line for one in results for line in _lines(one)],
        notes=[
            f"{source}: {error}{' --force does that.' if isinstance(error, Guarded) else ''}"
            for source, error in failed
        ],
        exit_code=max((error.exit_code for _, error in failed), default=0),
    )


def _shape(one: SyncResult) -> Shape:
    return {
        "source": one.source,
        "result": one.result,
        **one.counts,
        "applied": one.applied,
        "lines": one.lines,
        "clashes": [{"person": clash.person, "summary": clash.summary} for clash in one.clashes],
        "error": error_shape(one.error) if one.error is not None else None,
    }


def _lines(one: SyncResult) -> list[str]:
    counts = counts_words(one.counts)
    return [f"{one.source}: {one.result}{f', {counts}' if counts else ''}", *one.lines]
