"""`enrol`, `withdraw`, `accept`, `decline`, `waiting`, `checkin`, `noshow`, `calls`, `call`."""

from __future__ import annotations

from atma_tui.cli.grammar.words import handled, site
from atma_tui.cli.parser import Parser, number, one_of

RESULTS = ("reached", "voicemail", "no-answer", "dropped")
_ENROLMENT = "id of the enrolment, as `atma-tui roster` shows it"


def add_to(root: Parser) -> None:
    """Add the commands around enrolments."""
    root.command(
        "enrol",
        "enrol a person or a party, or put them on the waiting list",
        _enrol,
        description="When it is full, or others wait already, the person is put on the list and told the place.",
        examples=(
            "enrol evt-5f0c --person per-77aa",
            'enrol evt-5f0c --person "Ada Sample" --party 3',
            'enrol evt-5f0c --name "Ada Sample" --phone 780-555-0101 --no-wait',
            "enrol evt-5f0c --or evt-91d3 --person per-77aa",
        ),
    )
    root.command(
        "withdraw",
        "end an enrolment; the seat is offered to the next in line",
        _withdraw,
        examples=('withdraw enr-09bd --reason "ill"', 'withdraw enr-09bd --reason "ill" --waive "first time"'),
    )
    root.command(
        "accept",
        "take the seat that is held for somebody from the waiting list",
        _accept,
        examples=("accept enr-09bd",),
    )
    root.command(
        "decline",
        "note that somebody does not want the seat held for them; it is offered on",
        _decline,
        examples=('decline enr-09bd --reason "away that week"',),
    )
    root.command(
        "waiting",
        "list who waits, in order, with the reason for each who cannot take what is free",
        _waiting,
        examples=("waiting evt-5f0c",),
    )
    root.command(
        "checkin", "note that somebody is here", _checkin, examples=("checkin enr-09bd", "checkin enr-09bd --undo")
    )
    root.command(
        "noshow",
        "note that somebody, or all who are missing, did not come",
        _noshow,
        examples=("noshow enr-09bd", "noshow enr-09bd --undo", "noshow --event evt-5f0c"),
    )
    root.command(
        "calls",
        "list whom to call: seats on offer, and what people must be told",
        _calls,
        examples=("calls --site edmonton",),
    )
    root.command(
        "call",
        "note what came of a call",
        _call,
        examples=(
            "call call-3c1e reached",
            "call enr-09bd voicemail",
            'call call-3c1e voicemail --note "asked to call back"',
        ),
    )


def _enrol(enrol: Parser) -> None:
    enrol.add_argument("offering", metavar="OFFERING", help="id of an event, or PROGRAM@SITE")
    enrol.add_argument(
        "--person", metavar="PERSON", default="", help="somebody in the book: id, beginning of it, or whole name"
    )
    enrol.add_argument("--name", metavar="NAME", default="", help="somebody new")
    enrol.add_argument("--known-as", metavar="NAME", default="", help="what the new person is called")
    enrol.add_argument("--phone", metavar="PHONE", default="", help="phone of the new person")
    enrol.add_argument("--email", metavar="EMAIL", default="", help="e-mail of the new person")
    enrol.add_argument(
        "--party", metavar="N", type=number("--party", 1, 200), default=1, help="seats, the person included"
    )
    enrol.add_argument("--no-wait", action="store_true", help="rather not at all than on the waiting list")
    enrol.add_argument(
        "--or",
        dest="other",
        metavar="OFFERING",
        default="",
        help="wait for either: the first with a seat, such as the other city",
    )
    enrol.add_argument("--here", action="store_true", help="a walk-in: enrol and check in at once")
    enrol.add_argument(
        "--override",
        metavar="REASON",
        default="",
        help="over capacity, past those waiting or over a clash; it shows",
    )
    enrol.add_argument(
        "--clash-why", metavar="REASON", default="", help="over a clash alone; a seat must still be free"
    )
    handled(enrol, "enrolments:enrol")


def _withdraw(withdraw: Parser) -> None:
    withdraw.add_argument("enrolment", metavar="ENROLMENT", help=_ENROLMENT)
    withdraw.add_argument("--reason", metavar="REASON", default="", help="kept with it")
    withdraw.add_argument("--waive", metavar="REASON", default="", help="why a late cancel does not count")
    handled(withdraw, "enrolments:withdraw")


def _accept(accept: Parser) -> None:
    accept.add_argument("enrolment", metavar="ENROLMENT", help=_ENROLMENT)
    accept.add_argument("--override", metavar="REASON", default="", help="take it over a clash")
    handled(accept, "enrolments:accept")


def _decline(decline: Parser) -> None:
    decline.add_argument("enrolment", metavar="ENROLMENT", help=_ENROLMENT)
    decline.add_argument("--reason", metavar="REASON", default="declined the offer", help="kept with it")
    handled(decline, "enrolments:decline")


def _waiting(waiting: Parser) -> None:
    waiting.add_argument("offering", metavar="OFFERING", help="id of an event, or PROGRAM@SITE")
    handled(waiting, "offerings:waiting")


def _checkin(checkin: Parser) -> None:
    checkin.add_argument("enrolment", metavar="ENROLMENT", help=_ENROLMENT)
    checkin.add_argument("--undo", action="store_true", help="not here after all")
    handled(checkin, "enrolments:checkin")


def _noshow(noshow: Parser) -> None:
    noshow.add_argument("enrolment", metavar="ENROLMENT", nargs="?", default="", help=_ENROLMENT)
    noshow.add_argument("--event", metavar="EVENT", default="", help="all of this event who are not checked in")
    noshow.add_argument("--undo", action="store_true", help="expected again")
    handled(noshow, "enrolments:noshow")


def _calls(calls: Parser) -> None:
    site(calls)
    handled(calls, "calls:listing")


def _call(call: Parser) -> None:
    call.add_argument(
        "call", metavar="CALL", help="id of the call, or of the enrolment with a seat on offer, see `calls`"
    )
    call.add_argument("result", metavar="RESULT", help=", ".join(RESULTS), **one_of("RESULT", RESULTS))
    call.add_argument("--note", metavar="TEXT", default="", help="kept with the try")
    handled(call, "calls:note")
