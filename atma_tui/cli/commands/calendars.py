"""Calendars out: the public files, one person's copy."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from atma_tui.cli.files import write
from atma_tui.cli.progress import busy
from atma_tui.cli.reply import Reply, Table
from atma_tui.desk.desk import Desk
from atma_tui.settings import settings


def export(desk: Desk, args: Namespace) -> Reply:
    """Write the calendar files."""
    out = Path(args.out).expanduser() if args.out else _usual_folder(args)
    sites = [desk.site(words).id for words in args.sites]
    with busy("Writing the calendars"):
        files = desk.exports.write(out, sites)
    return Reply(
        shape={"out": str(out), "files": files},
        parts=[f"Calendars in {out}:", Table((), list(files.items()))],
    )


def _usual_folder(args: Namespace) -> Path:
    return settings(book=args.book, operator=args.operator, config=args.config).out


def invite(desk: Desk, args: Namespace) -> Reply:
    """Make a person's own copy of one event."""
    calendar = desk.exports.invitation(args.enrolment)
    if not args.out:
        return Reply(raw=calendar)
    file = write(Path(args.out), calendar)
    return Reply(shape={"file": str(file)}, parts=[f"Wrote {file}."])
