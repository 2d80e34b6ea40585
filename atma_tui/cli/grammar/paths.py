"""`path`: a client's way through a program, step by step; and `clinician`: who sees clients."""

from __future__ import annotations

from atma_tui.cli.grammar.words import handled, site
from atma_tui.cli.parser import Parser, number, one_of

WORDS = ("cleared", "not-yet", "on-hold")
ENDS = ("completed", "withdrawn")
_PERSON = "client: id, beginning of it, or whole name; or the id of a path"
_STEP = "step of the program, or the beginning of its name, such as sess"


def add_to(root: Parser) -> None:
    """Add both groups."""
    root.command("path", "take a client along a program: clear, plan, book, mark, pause, end", _path)
    root.command("clinician", "who sees clients, when and where", _clinician)


def _path(path: Parser) -> None:
    path.command(
        "begin",
        "give somebody a place in a program at a site, or in its line; they become a client",
        _begin,
        examples=(
            'path begin ketamine-therapy@edmonton --person "Ada Sample"',
            'path begin ketamine-therapy@calgary --name "Bo Sample" --phone 403-555-0102',
        ),
    )
    path.command(
        "clear",
        "note what a clinician says of readiness: never why",
        _clear,
        description="Says which sessions that are booked already it stops.",
        examples=(
            'path clear "Ada Sample" cleared --by chen --until +90',
            "path clear per-77aa on-hold --by chen",
        ),
    )
    path.command(
        "plan",
        "note the treatment plan",
        _plan,
        examples=('path plan "Ada Sample" --by chen --sessions 6 --kind psychedelic',),
    )
    path.command(
        "slots",
        "list the next free times for a step, or why there are none",
        _slots,
        examples=('path slots "Ada Sample" session', "path slots per-77aa integration --site calgary --from +14"),
    )
    path.command(
        "book",
        "book one appointment; room and clinicians that are not named are filled with the first that is free",
        _book,
        examples=(
            'path book "Ada Sample" session --at "tue 9:00"',
            "path book per-77aa session --at 2027-01-12T13:00 --site calgary --room room-1 --supervisor chen",
        ),
    )
    path.command(
        "run",
        "show a run of appointments with all that stands in their way; --yes books what is possible",
        _run,
        examples=(
            'path run "Ada Sample" session --first "tue 9:00" --times 6',
            'path run per-77aa session --first "tue 9:00" --times 6 --every 14 --yes',
        ),
    )
    path.command(
        "done", "note that the client is here for an appointment", _done, examples=("path done enr-09bd",)
    )
    path.command(
        "noshow",
        "note that the client did not come to an appointment",
        _noshow,
        examples=("path noshow enr-09bd", "path noshow enr-09bd --undo"),
    )
    path.command(
        "pause",
        "pause a program: nothing more is booked until it goes on",
        _pause,
        examples=('path pause "Ada Sample" --reason travels',),
    )
    path.command("resume", "go on with a paused program", _resume, examples=('path resume "Ada Sample"',))
    path.command(
        "end",
        "end a program; the place is free again and what is booked is withdrawn",
        _end,
        examples=('path end "Ada Sample" completed', 'path end per-77aa withdrawn --reason "moves away"'),
    )
    path.command(
        "owed",
        "list what is owed to clients and not booked: nobody forgotten",
        _owed,
        examples=("path owed --site edmonton",),
    )


def _whose(parser: Parser) -> None:
    parser.add_argument("person", metavar="PERSON", help=_PERSON)
    parser.add_argument(
        "--program", metavar="PROGRAM", default="", help="which one, for somebody who is in several programs"
    )


def _begin(begin: Parser) -> None:
    begin.add_argument("places", metavar="PROGRAM@SITE", help="as `atma-tui programs` shows it")
    begin.add_argument(
        "--person", metavar="PERSON", default="", help="somebody in the book: id, beginning of it, or whole name"
    )
    begin.add_argument("--name", metavar="NAME", default="", help="somebody new")
    begin.add_argument("--phone", metavar="PHONE", default="", help="of somebody new")
    begin.add_argument("--email", metavar="EMAIL", default="", help="of somebody new")
    begin.add_argument("--known-as", metavar="NAME", default="", help="what somebody new is called")
    begin.add_argument("--no-wait", action="store_true", help="refuse rather than put on the waiting list")
    handled(begin, "paths:begin")


def _by(parser: Parser) -> None:
    parser.add_argument(
        "--by", metavar="CLINICIAN", required=True, help="who says so: id, beginning of it, or part of the name"
    )


def _clear(clear: Parser) -> None:
    _whose(clear)
    clear.add_argument("word", metavar="WORD", help=", ".join(WORDS), **one_of("WORD", WORDS))
    _by(clear)
    clear.add_argument("--until", metavar="DAY", default="", help="last day it holds")
    handled(clear, "paths:clear")


def _plan(plan: Parser) -> None:
    _whose(plan)
    _by(plan)
    plan.add_argument(
        "--sessions", metavar="N", type=number("--sessions", 1, 100), required=True, help="how many sessions"
    )
    plan.add_argument("--kind", metavar="KIND", default="", help="of which kind, such as psychedelic")
    handled(plan, "paths:plan")


def _slots(slots: Parser) -> None:
    _whose(slots)
    slots.add_argument("step", metavar="STEP", help=_STEP)
    site(slots, "at this site; the client's own when left out")
    slots.add_argument("--from", dest="first", metavar="DAY", default="", help="first day")
    slots.add_argument(
        "--count", metavar="N", type=number("--count", 1, 200), default=8, help="how many at most (8)"
    )
    slots.add_argument(
        "--with", dest="clinician", metavar="CLINICIAN", default="", help="only with this clinician"
    )
    handled(slots, "paths:slots")


def _where(parser: Parser) -> None:
    site(parser, "at this site; the client's own when left out")
    parser.add_argument("--room", metavar="ROOM", default="", help="id of the room")
    parser.add_argument("--clinician", metavar="CLINICIAN", default="", help="who sees the client")
    parser.add_argument("--supervisor", metavar="CLINICIAN", default="", help="who supervises a session")


def _book(book: Parser) -> None:
    _whose(book)
    book.add_argument("step", metavar="STEP", help=_STEP)
    book.add_argument("--at", metavar="WHEN", required=True, help="day and time")
    _where(book)
    book.add_argument(
        "--clash-why", metavar="REASON", default="", help="book although the client is elsewhere then"
    )
    handled(book, "paths:book")


def _run(run: Parser) -> None:
    _whose(run)
    run.add_argument("step", metavar="STEP", help=_STEP)
    run.add_argument("--first", metavar="WHEN", required=True, help="day and time of the first one")
    run.add_argument("--times", metavar="N", type=number("--times", 1, 52), required=True, help="how many")
    run.add_argument("--every", metavar="DAYS", type=number("--every", 1, 90), default=7, help="days apart (7)")
    _where(run)
    run.add_argument("--yes", action="store_true", help="book all that are possible")
    handled(run, "paths:run")


def _enrolment(parser: Parser) -> None:
    parser.add_argument("enrolment", metavar="ENROLMENT", help="as `atma-tui pathway` shows it")
    parser.add_argument("--undo", action="store_true", help="take it back")


def _done(done: Parser) -> None:
    _enrolment(done)
    handled(done, "enrolments:checkin")


def _noshow(noshow: Parser) -> None:
    _enrolment(noshow)
    noshow.set_defaults(event="")
    handled(noshow, "enrolments:noshow")


def _pause(pause: Parser) -> None:
    _whose(pause)
    pause.add_argument("--reason", metavar="REASON", default="", help="kept, as far as the desk may know")
    handled(pause, "paths:pause")


def _resume(resume: Parser) -> None:
    _whose(resume)
    handled(resume, "paths:resume")


def _end(end: Parser) -> None:
    _whose(end)
    end.add_argument("how", metavar="HOW", help=", ".join(ENDS), **one_of("HOW", ENDS))
    end.add_argument("--reason", metavar="REASON", default="", help="kept, as far as the desk may know")
    handled(end, "paths:end")


def _owed(owed: Parser) -> None:
    site(owed)
    handled(owed, "paths:owed")


def _clinician(clinician: Parser) -> None:
    clinician.command("list", "list who sees clients", _listing, examples=("clinician list",))
    clinician.command(
        "add",
        "add a clinician",
        _add,
        examples=(
            'clinician add "Dr. Sample" --role physician --supervises --hours "mon-fri 9-17 edmonton"',
            'clinician add "Nurse Sample" --hours "mon,wed 9-12; fri 13-17 calgary"',
        ),
    )
    clinician.command(
        "edit",
        "change a clinician; what is not said stays as it is",
        _edit,
        examples=('clinician edit sample --hours "daily 8-12"', "clinician edit cli-3f --away"),
    )


def _listing(listing: Parser) -> None:
    handled(listing, "clinicians:listing")


def _add(add: Parser) -> None:
    add.add_argument("name", metavar="NAME", help="name, as clients know it")
    add.add_argument("--role", metavar="ROLE", default="", help="such as physician or nurse")
    add.add_argument("--supervises", action="store_true", help="may supervise a session")
    add.add_argument(
        "--hours", metavar="HOURS", default="", help="weekly hours; whenever a site is open when left out"
    )
    handled(add, "clinicians:add")


def _edit(edit: Parser) -> None:
    edit.add_argument("clinician", metavar="CLINICIAN", help="id, beginning of it, or part of the name")
    edit.add_argument("--name", metavar="NAME", default=None, help="another name")
    edit.add_argument("--role", metavar="ROLE", default=None, help="another role")
    edit.add_argument(
        "--hours", metavar="HOURS", default=None, help="other weekly hours, empty for none of their own"
    )
    edit.add_argument(
        "--supervises", metavar="YES", default=None, help="yes or no", **one_of("--supervises", ("yes", "no"))
    )
    edit.add_argument(
        "--away", action="store_const", const=False, dest="active", default=None, help="sees nobody any more"
    )
    edit.add_argument("--back", action="store_const", const=True, dest="active", help="sees clients again")
    handled(edit, "clinicians:edit")
