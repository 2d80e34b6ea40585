"""Calendars out and in: the public files, the staff's file, one person's copy, somebody else's file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from atma_tui.cli.files import read, write
from atma_tui.cli.progress import busy
from atma_tui.cli.reply import Reply, Table
from atma_tui.desk.desk import Desk
from atma_tui.domain.errors import InputError
from atma_tui.settings import settings


def export(desk: Desk, args: Namespace) -> Reply:
    """Write the calendar files."""
    if args.private:
        return _export_private(desk, args)
    out = Path(args.out).expanduser() if args.out else _usual_folder(args)
    sites = [desk.site(words).id for words in args.sites]
    with busy("Writing the calendars"):
        files = desk.exports.write(out, sites, form=args.form)
    return Reply(
        shape={"out": str(out), "files": files, "private": False},
        parts=[f"Calendars in {out}:", Table((), list(files.items()))],
    )


def _export_private(desk: Desk, args: Namespace) -> Reply:
    """Write the staff's calendar of one site, only where it was asked for by name."""
    if len(args.sites) != 1 or not args.out or args.form != "ics":
        raise InputError(
            "The staff's calendar needs one --site and a folder --out of its own, and is written as ics. "
            "Nothing was written."
        )
    out = Path(args.out).expanduser()
    if out.absolute() == _usual_folder(args).absolute():
        raise InputError(f"{out} is where the public calendars go; choose another folder. Nothing was written.")
    files = desk.exports.write_private(out, args.sites[0])
    return Reply(
        shape={"out": str(out), "files": files, "private": True},
        parts=[f"Calendar in {out}:", Table((), list(files.items()))],
        notes=["For the staff only: it holds private appointments with initials. Do not publish it."],
    )


def _usual_folder(args: Namespace) -> Path:
    return settings(book=args.book, operator=args.operator, config=args.config).out


def take_in(desk: Desk, args: Namespace) -> Reply:
    """Read a calendar file, show what would change, and apply it when that is wanted."""
    from atma_tui.cli.plans import confirm, reply

    file = Path(args.file)
    data = read(file)
    chosen = {"site": args.site, "clock": args.clock, "force": args.force}
    with busy(f"Reading {file.name}"):
        looked = desk.imports.plan(data, file.name, **chosen)
    if not args.dry_run and looked.result == "planned":
        if not args.yes:
            confirm([looked])
        looked = desk.imports.apply(data, file.name, **chosen)
    answer = reply([looked])
    return answer._replace(shape={**answer.shape[0], "file": str(file)})


def invite(desk: Desk, args: Namespace) -> Reply:
    """Make a person's own copy of one event, or of a series."""
    calendar = desk.exports.invitation(args.enrolment, series=args.series, rule=args.rule)
    if not args.out:
        return Reply(raw=calendar)
    file = write(Path(args.out), calendar)
    return Reply(shape={"file": str(file)}, parts=[f"Wrote {file}."])
