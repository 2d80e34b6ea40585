"""Whom to call, and what came of it."""

from __future__ import annotations

from argparse import Namespace

from atma_tui.cli.json_views import call_shape, offer_shape
from atma_tui.cli.lookup import short_ids, site_id
from atma_tui.cli.reply import Reply, Table
from atma_tui.desk.calls.calls import CallRow, OfferRow
from atma_tui.desk.desk import Desk
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Call, Enrolment
from atma_tui.domain.when import ALBERTA, wall


def listing(desk: Desk, args: Namespace) -> Reply:
    """List seats on offer, soonest deadline first, then the calls owed, longest owed first."""
    sheet = desk.calls.sheet(site_id(desk, args))
    now = desk.now()
    parts: list[str | Table] = []
    if sheet.offers:
        parts += ["Seats on offer:", _offers(desk, sheet.offers)]
    if sheet.owed:
        parts += ["To be told:", _owed(desk, sheet.owed)]
    parts += [f"Reached {one.reached} of {one.total}: {one.why}" for one in sheet.progress]
    return Reply(
        shape=[
            *(offer_shape(one, (), now) for one in sheet.offers),
            *(call_shape(one) for one in sheet.owed),
        ],
        parts=parts,
        notes=[] if parts else ["Nobody is to be called."],
    )


def _offers(desk: Desk, offers: tuple[OfferRow, ...]) -> Table:
    ids = short_ids(desk, Enrolment, (one.enrolment.id for one in offers))
    return Table(
        ("ENROLMENT", "UNTIL", "NAME", "PHONE", "FOR"),
        [(ids[one.enrolment.id], _until(one), one.person.name, one.person.phone, one.title) for one in offers],
        frozenset({0, 1, 3}),
    )


def _until(one: OfferRow) -> str:
    until = one.enrolment.offered_until
    return f"{wall(until, ALBERTA):%a %d %b %H:%M}" if until else ""


def _owed(desk: Desk, owed: tuple[CallRow, ...]) -> Table:
    ids = short_ids(desk, Call, (one.call.id for one in owed))
    return Table(
        ("CALL", "STATE", "NAME", "PHONE", "WHY"),
        [
            (ids[one.call.id], one.call.state.replace("_", "-"), one.person.name, one.person.phone, one.call.why)
            for one in owed
        ],
        frozenset({0, 1, 3}),
        wraps=True,
    )


def note(desk: Desk, args: Namespace) -> Reply:
    """Note what came of a call, or of a try to reach somebody about a seat on offer."""
    result = args.result.replace("-", "_")
    if args.call.startswith("enr-"):
        if result not in ("voicemail", "no_answer"):
            raise InputError(
                "A seat on offer is taken with `atma-tui accept` or given on with `atma-tui decline`."
            )
        done = desk.book.do(desk.waiting.tried, args.call, result)
    else:
        done = desk.book.do(desk.calls.note, args.call, result, remark=args.note)
    call, person = done.value, desk.book.person(done.value.person)
    return Reply(shape=call_shape(CallRow(call=call, person=person)), parts=[f"{done.summary}.", call.id])
