"""`events`, `event add|edit|cancel|copy`, `seats`, `roster`, `hold`, `release`."""

from __future__ import annotations

from argparse import SUPPRESS

from atma_tui.cli.grammar.words import handled, site, span
from atma_tui.cli.parser import Parser, number, number_or_none, one_of

CATEGORIES = (
    "open_house",
    "talk",
    "workshop",
    "circle",
    "information_call",
    "assessment",
    "session",
    "follow_up",
    "other",
)
MAX_SEATS = 100_000


def add_to(root: Parser) -> None:
    """Add the commands around events."""
    root.command(
        "events",
        "list what is on, with free seats",
        _events,
        examples=(
            "events",
            "events --site edmonton --from fri --to +14",
            'events --search "open house" --json',
        ),
    )
    root.command("event", "make, change, cancel or copy an event", _event)
    root.command(
        "seats",
        "show the sum: capacity - enrolled - held - offered = free",
        _seats,
        examples=("seats evt-5f0c", "seats ketamine@edmonton --json"),
    )
    root.command(
        "roster",
        "list who is in an event or a program, and who waits",
        _roster,
        examples=("roster evt-5f0c", "roster evt-5f0c --csv > roster.csv"),
    )
    root.command(
        "hold",
        "keep seats back, with a name and a reason",
        _hold,
        examples=(
            'hold evt-5f0c --seats 2 --for physician --why "may bring a student"',
            'hold evt-5f0c --seats 4 --for "a school" --why "they call back" --until "fri 17:00"',
        ),
    )
    root.command(
        "release", "give held seats free; those who wait come first", _release, examples=("release hold-1a2b",)
    )


def _events(events: Parser) -> None:
    site(events)
    span(events)
    events.add_argument("--search", metavar="TEXT", default="", help="words of the title, kind, room or site")
    events.add_argument("--all", action="store_true", help="also what is over")
    handled(events, "events:listing")


def _event(event: Parser) -> None:
    event.command(
        "add",
        "make an event, or a weekly series",
        _event_add,
        examples=(
            'event add --site edm --title "Open house" --starts 2026-12-08T18:00 --minutes 120 --capacity 20',
            'event add --site cal --title "Integration circle" --starts "fri 18:30" --minutes 90 --weeks 8',
        ),
    )
    event.command(
        "edit",
        "change an event",
        _event_edit,
        description="A new time owes everybody in it a call; more seats go to those who wait.",
        examples=(
            'event edit evt-5f0c --starts "9 dec 18:00"',
            "event edit evt-5f0c --capacity 24 --room big",
            "event edit evt-5f0c --capacity none",
        ),
    )
    event.command(
        "cancel",
        "cancel an event; everybody in it is owed a call",
        _event_cancel,
        examples=('event cancel evt-5f0c --reason "Storm"',),
    )
    event.command(
        "copy",
        "make another event like one, without its people",
        _event_copy,
        examples=('event copy evt-5f0c --starts "15 dec 18:00"',),
    )


def _event_add(add: Parser) -> None:
    add.add_argument("--site", metavar="SITE", required=True, help="where: id, beginning or name of a site")
    add.add_argument("--title", metavar="TEXT", required=True, help="what it is called")
    add.add_argument("--starts", metavar="WHEN", required=True, help='2026-12-08T18:00, "8 dec 18:00", "fri 6pm"')
    _fields(add)
    add.add_argument(
        "--weeks", metavar="N", type=number("--weeks", 1, 104), default=1, help="repeat weekly, N times in all"
    )
    handled(add, "events:add")


def _event_edit(edit: Parser) -> None:
    edit.add_argument("event", metavar="EVENT", help="id of the event, or its beginning")
    edit.add_argument("--site", metavar="SITE", default=SUPPRESS, help="move it to another site")
    edit.add_argument("--title", metavar="TEXT", default=SUPPRESS, help="what it is called")
    edit.add_argument(
        "--starts", metavar="WHEN", default=SUPPRESS, help="the length stays unless --ends says otherwise"
    )
    _fields(edit)
    edit.add_argument(
        "--override",
        metavar="REASON",
        default="",
        help="do it though more people are in than fit, or the client is elsewhere",
    )
    handled(edit, "events:edit")


def _event_cancel(cancel: Parser) -> None:
    cancel.add_argument("event", metavar="EVENT", help="id of the event, or its beginning")
    cancel.add_argument("--reason", metavar="REASON", required=True, help="what people are told")
    handled(cancel, "events:cancel")


def _event_copy(copy: Parser) -> None:
    copy.add_argument("event", metavar="EVENT", help="id of the event, or its beginning")
    copy.add_argument("--starts", metavar="WHEN", required=True, help="when the copy starts")
    copy.add_argument("--site", metavar="SITE", default=SUPPRESS, help="at another site")
    copy.add_argument("--title", metavar="TEXT", default=SUPPRESS, help="what the copy is called")
    _fields(copy)
    handled(copy, "events:copy")


def _seats(seats: Parser) -> None:
    seats.add_argument("offering", metavar="OFFERING", help="id of an event, or PROGRAM@SITE")
    handled(seats, "offerings:seats")


def _roster(roster: Parser) -> None:
    roster.add_argument("offering", metavar="OFFERING", help="id of an event, or PROGRAM@SITE")
    roster.add_argument("--csv", action="store_true", help="answer as CSV for a spreadsheet")
    handled(roster, "offerings:roster")


def _hold(hold: Parser) -> None:
    hold.add_argument("offering", metavar="OFFERING", help="id of an event, or PROGRAM@SITE")
    hold.add_argument("--seats", metavar="N", type=number("--seats", 1, 200), required=True, help="how many")
    hold.add_argument("--for", dest="name", metavar="NAME", required=True, help="for whom")
    hold.add_argument("--why", metavar="REASON", required=True, help="why; shown with the sum")
    hold.add_argument("--until", metavar="WHEN", default="", help="a day (to its end), or a day and a time")
    handled(hold, "offerings:hold")


def _release(release: Parser) -> None:
    release.add_argument("hold", metavar="HOLD", help="id of the hold, as `atma-tui seats` shows it")
    handled(release, "offerings:release")


def _fields(parser: Parser) -> None:
    """Add what may be said of an event; what is not said is not in the namespace."""

    def field(name: str, metavar: str, help: str) -> None:
        parser.add_argument(name, metavar=metavar, default=SUPPRESS, help=help)

    field("--ends", "WHEN", "a time of the same day, or a day and a time")
    parser.add_argument(
        "--minutes",
        metavar="N",
        type=number("--minutes", 1, 100_000),
        default=SUPPRESS,
        help="length, instead of --ends",
    )
    parser.add_argument(
        "--all-day", action="store_true", default=SUPPRESS, help="days without hours; --ends is then the last day"
    )
    parser.add_argument(
        "--capacity",
        metavar="N",
        type=number_or_none("--capacity", 0, MAX_SEATS),
        default=SUPPRESS,
        help="number of seats; none: no limit",
    )
    field("--room", "ROOM", "id of a room of the site")
    field("--place", "TEXT", "where, when it is not simply the site")
    parser.add_argument(
        "--category",
        metavar="KIND",
        default=SUPPRESS,
        help=", ".join(CATEGORIES),
        **one_of("--category", CATEGORIES),
    )
    parser.add_argument(
        "--about", dest="description", metavar="TEXT", default=SUPPRESS, help="what calendars say about it"
    )
    field("--url", "URL", "page with more about it")
    field("--notes", "TEXT", "the desk's own remarks; never published")
    field("--program", "PROGRAM", "the group it is a meeting of; who has a place in the group is enrolled")
    parser.add_argument(
        "--minimum",
        metavar="N",
        type=number("--minimum", 0, MAX_SEATS),
        default=SUPPRESS,
        help="fewest people it needs",
    )
    for flag, value in (("--private", "private"), ("--public", "public")):
        parser.add_argument(
            flag,
            dest="visibility",
            action="store_const",
            const=value,
            default=SUPPRESS,
            help=f"{'not ' if value == 'private' else ''}in the published calendars",
        )
