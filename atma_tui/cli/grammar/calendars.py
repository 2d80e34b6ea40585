"""`export`, `import`, `invite`, `check`: calendar files out and in."""

from __future__ import annotations

from atma_tui.cli.grammar.words import common, handled, site
from atma_tui.cli.parser import Parser, one_of

FORMS = ("ics", "jcal", "csv")
CLOCKS = ("ask", "wall", "instant")


def add_to(root: Parser) -> None:
    """Add the commands around calendar files."""
    root.command(
        "export",
        "write a calendar file for each site, and one of all",
        _export,
        description="Nobody's name is in them. --private writes the staff's calendar of one site instead: private "
        "appointments too, by their kind and with initials. It is not for the public.",
        examples=(
            "export",
            "export --site edmonton --out public/calendars",
            "export --format csv --out tables",
            "export --private --site edmonton --out staff",
        ),
    )
    root.command(
        "import",
        "take the events of a calendar file in",
        _import,
        description="Shows what would change and asks before anything is applied, unless --yes is given. Events "
        "that the book has already are changed, not doubled; nothing is removed. `atma-tui undo` takes it back.",
        examples=("import talks.ics --dry-run", "import talks.ics --site edmonton --yes"),
    )
    root.command(
        "invite",
        "make a person's own calendar copy of one event, or of a series",
        _invite,
        description="Nobody's name is in it; a private appointment is told as an appointment, nothing more.",
        examples=(
            "invite enr-09bd --out open-house.ics",
            "invite enr-09bd --series --out circle.ics",
            "invite enr-09bd | mail -a -",
        ),
    )
    root.command(
        "check",
        "say what is wrong here, if anything: time data, book, permissions, clock",
        _check,
        description="With a calendar file: what a strict reader would object to in it, in plain words.",
        examples=("check", "check edmonton.ics"),
    )


def _export(export: Parser) -> None:
    export.add_argument(
        "--site", dest="sites", metavar="SITE", action="append", default=[], help="only this site; may be repeated"
    )
    export.add_argument("--out", metavar="DIR", default="", help="folder for the files")
    export.add_argument(
        "--format",
        dest="form",
        metavar="FORMAT",
        default="ics",
        help="ics (iCalendar), jcal (the same in JSON) or csv (a table)",
        **one_of("--format", FORMS),
    )
    export.add_argument(
        "--private", action="store_true", help="the staff's calendar of one --site, in a folder --out of its own"
    )
    handled(export, "calendars:export")


def _import(command: Parser) -> None:
    command.add_argument("file", metavar="FILE", help="calendar file (.ics)")
    site(command, "site of events whose place names none")
    command.add_argument("--dry-run", action="store_true", help="only show what would change")
    command.add_argument("--yes", action="store_true", help="apply without asking")
    command.add_argument("--force", action="store_true", help="apply also what a guard holds back")
    command.add_argument(
        "--clock",
        metavar="CLOCK",
        default="ask",
        help="times an hour off Alberta's: by the wall clock, or the instant (ask: wall clock, with a remark)",
        **one_of("--clock", CLOCKS),
    )
    handled(command, "calendars:take_in")


def _invite(invite: Parser) -> None:
    invite.add_argument(
        "enrolment", metavar="ENROLMENT", help="id of the enrolment, as `atma-tui roster` shows it"
    )
    invite.add_argument(
        "--series", action="store_true", help="all dates of the event's series on which the person has a seat"
    )
    invite.add_argument(
        "--rule",
        action="store_true",
        help="tell the series as one repeating event; programs with old time data may be an hour off",
    )
    invite.add_argument("--out", metavar="FILE", default="", help="file to write; stdout without it")
    handled(invite, "calendars:invite")


def _check(check: Parser) -> None:
    check.add_argument("file", metavar="FILE", nargs="?", default="", help="check this calendar file instead")
    check.set_defaults(handler="check:here", needs="nothing")
    common(check)
