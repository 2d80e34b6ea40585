"""What is in an event or a program's places: the sum, the people, holds."""

from __future__ import annotations

from argparse import Namespace

from atma_tui.cli.json_views import (
    Shape,
    enrolment_shape,
    line_shape,
    moment_shape,
    pool_shape,
    roster_shape,
    seats_shape,
)
from atma_tui.cli.lookup import deadline, short_ids
from atma_tui.cli.reply import Reply, Table
from atma_tui.desk.desk import Desk
from atma_tui.desk.events.agenda import OfferingCard, RosterRow
from atma_tui.domain.records import Enrolment, Event, Hold
from atma_tui.domain.when import span_words


def seats(desk: Desk, args: Namespace) -> Reply:
    """Show the sum of an offering."""
    card = desk.agenda.card(args.offering)
    holds = short_ids(desk, Hold, (hold.id for hold in card.seats.holds))
    rows = [(holds[hold.id], hold.seats, hold.name, hold.why) for hold in card.seats.holds]
    return Reply(
        shape={
            "offering": card.offering.id,
            "title": card.title,
            "capacity": card.offering.capacity,
            "seats": seats_shape(card.seats),
            "pools": [pool_shape(pool) for pool in card.seats.pools],
            "holds": [hold_shape(hold) for hold in card.seats.holds],
            "sum": list(card.sum),
        },
        parts=[_heading(card), *card.sum, *([Table(("HOLD", "SEATS", "FOR", "WHY"), rows)] if rows else [])],
    )


def roster(desk: Desk, args: Namespace) -> Reply:
    """List who has a seat, who waits, and who is out again."""
    card = desk.agenda.card(args.offering)
    lines = [*card.roster, *card.waiting, *card.ended]
    ids = short_ids(desk, Enrolment, (one.enrolment.id for one in lines))
    table = Table(
        ("ID", "STATUS", "NAME", "SEATS", "PHONE"),
        [
            (ids[one.enrolment.id], _status(one), one.person.name, one.enrolment.party, one.person.phone)
            for one in lines
        ],
        frozenset({0, 1, 3, 4}),
    )
    return Reply(
        shape=roster_shape(card),
        parts=[_heading(card), *([table] if lines else [])],
        sheet=_sheet(lines),
        notes=[] if lines else ["Nobody is enrolled yet."],
    )


def waiting(desk: Desk, args: Namespace) -> Reply:
    """List who waits, and who of them can be given what is free."""
    card = desk.agenda.card(args.offering)
    lines = desk.waiting.who_can(card.offering.id)
    ids = short_ids(desk, Enrolment, (one.enrolment.id for one in lines))
    table = Table(
        ("ID", "PLACE", "NAME", "SEATS", "PHONE", "CANNOT NOW"),
        [
            (ids[one.enrolment.id], one.rank, one.person.name, one.enrolment.party, one.person.phone, one.skip)
            for one in lines
        ],
        frozenset({0, 1, 3, 4}),
    )
    return Reply(
        shape=[
            {**enrolment_shape(one.enrolment, one.person, one.rank), "skip": one.skip or None} for one in lines
        ],
        parts=[_heading(card), *([table] if lines else [])],
        notes=[] if lines else ["Nobody waits."],
    )


def _status(one: RosterRow) -> str:
    words = one.enrolment.status.replace("_", "-")
    return f"{words} {one.rank}" if one.rank is not None else words


def _sheet(lines: list[RosterRow]) -> Table:
    columns = ("status", "position", "name", "party", "phone", "email", "id", "person")
    shapes = [line_shape(one) for one in lines]
    return Table(columns, [[shape[name] for name in columns] for shape in shapes])


def hold(desk: Desk, args: Namespace) -> Reply:
    """Keep seats back."""
    until = None
    if args.until:
        until = deadline(desk, args.until, desk.agenda.card(args.offering).site.zone)
    done = desk.book.do(
        desk.enrolments.hold, args.offering, seats=args.seats, name=args.name, why=args.why, until=until
    )
    return Reply(shape=hold_shape(done.value), parts=[f"{done.summary}.", done.value.id])


def release(desk: Desk, args: Namespace) -> Reply:
    """Give held seats free."""
    held = desk.book.the(Hold, args.hold)
    done = desk.book.do(desk.enrolments.release, held.id)
    return Reply(shape=hold_shape(held), parts=[f"{done.summary}."])


def hold_shape(hold: Hold) -> Shape:
    """Return a hold as scripts see it."""
    return {
        "id": hold.id,
        "offering": hold.offering,
        "seats": hold.seats,
        "name": hold.name,
        "why": hold.why,
        "until": moment_shape(hold.until),
        "by": hold.by,
    }


def _heading(card: OfferingCard) -> str:
    event = card.offering
    if not isinstance(event, Event):
        return card.title
    off = "" if event.live else f" (cancelled: {event.why})"
    return f"{card.title}, {span_words(event.starts, event.ends, all_day=event.all_day)}{off}"
