"""What is in an event or a program's places: the sum, the people, holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from atma_tui.cli.command import Arg, DeskCommand, Flag, Opt
from atma_tui.cli.commands.enrolments import reply
from atma_tui.cli.json_views import (
    enrolment_shape,
    event_shape,
    hold_shape,
    line_shape,
    pool_shape,
    roster_shape,
    seats_shape,
)
from atma_tui.cli.lookup import deadline, short_ids
from atma_tui.cli.reply import Reply, Table, listing
from atma_tui.cli.shared import AsCsv, EnrolmentArg, EventArg, OfferingArg
from atma_tui.cli.values import number
from atma_tui.domain.when import span_words

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.events.agenda import OfferingCard, RosterRow


class SeatSum(DeskCommand):
    """Show the sum: capacity - enrolled - held - offered - counted at the door = free."""

    only_looks = True
    examples = ("seats evt-5f0c", "seats ketamine@edmonton --json")
    offering: OfferingArg

    def run(self, desk: Desk) -> Reply:
        card = desk.agenda.card(self.offering)
        ids = short_ids(desk, card.seats.holds)
        rows = [(ids[hold.id], hold.seats, hold.name, hold.why) for hold in card.seats.holds]
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


class EventShow(DeskCommand):
    """Show what is known of an event: when and where, its seats, and when people may enrol."""

    only_looks = True
    examples = ("event show evt-5f0c", "event show evt-5f0c --json")
    event: EventArg

    def run(self, desk: Desk) -> Reply:
        from atma_tui.domain.records import Event
        from atma_tui.domain.timing.limits import limit_words

        event = desk.book.the(Event, self.event)
        card = desk.agenda.card(event.id)
        said = [f"{words[:1].upper()}{words[1:]}" for words in limit_words(event, desk.now())]
        return Reply(
            shape=event_shape(event, card.seats),
            parts=[_heading(card), *card.sum, *said, *filter(None, [event.description])],
        )


class Roster(DeskCommand):
    """List who is in an event or a program, and who waits."""

    only_looks = True
    examples = ("roster evt-5f0c", "roster evt-5f0c --csv > roster.csv")
    offering: OfferingArg
    csv: AsCsv = False

    def run(self, desk: Desk) -> Reply:
        card = desk.agenda.card(self.offering)
        lines = [*card.roster, *card.waiting, *card.ended]
        ids = short_ids(desk, (one.enrolment for one in lines))
        table = Table(
            ("ID", "STATUS", "NAME", "SEATS", "PHONE"),
            [
                (ids[one.enrolment.id], _status(one), one.person.name, one.enrolment.party, one.person.phone)
                for one in lines
            ],
            frozenset({0, 1, 3, 4}),
        )
        answer = listing(roster_shape(card), table, "Nobody is enrolled yet.", heading=_heading(card))
        return answer._replace(sheet=_sheet(lines))


def _status(one: RosterRow) -> str:
    words = one.enrolment.status.replace("_", "-")
    return f"{words} {one.rank}" if one.rank is not None else words


def _sheet(lines: list[RosterRow]) -> Table:
    columns = ("status", "position", "name", "party", "phone", "email", "id", "person")
    shapes = [line_shape(one) for one in lines]
    return Table(columns, [[shape[name] for name in columns] for shape in shapes])


class WaitingList(DeskCommand):
    """List who waits, in order, with the reason for each who cannot take what is free."""

    only_looks = True
    examples = ("waiting evt-5f0c",)
    offering: OfferingArg

    def run(self, desk: Desk) -> Reply:
        card = desk.agenda.card(self.offering)
        lines = desk.waiting.who_can(card.offering.id)
        ids = short_ids(desk, (one.enrolment for one in lines))
        table = Table(
            ("ID", "PLACE", "NAME", "SEATS", "PHONE", "CANNOT NOW"),
            [
                (ids[one.enrolment.id], one.rank, one.person.name, one.enrolment.party, one.person.phone, one.skip)
                for one in lines
            ],
            frozenset({0, 1, 3, 4}),
        )
        shape = [
            {**enrolment_shape(one.enrolment, one.person, one.rank), "skip": one.skip or None} for one in lines
        ]
        return listing(shape, table, "Nobody is waiting.", heading=_heading(card))


class Priority(DeskCommand):
    """Move somebody up the waiting list, or with --back to where they were without it."""

    examples = ('waiting priority enr-09bd --reason "referred by the physician"',)
    enrolment: EnrolmentArg
    reason: Annotated[str, Opt("REASON", "kept with their place in line")]
    level: Annotated[int, Opt("N", "higher is earlier (1)", number(1, 9))] = 1
    back: Annotated[bool, Flag("take the priority back")] = False

    def run(self, desk: Desk) -> Reply:
        return reply(desk.waiting.prioritise(self.enrolment, 0 if self.back else self.level, self.reason))


class LetIn(DeskCommand):
    """Let somebody in past those in line: offer them a free seat; those skipped keep their places."""

    examples = ('let-in enr-09bd --reason "comes from far"',)
    enrolment: EnrolmentArg
    reason: Annotated[str, Opt("REASON", "kept with everybody who is skipped")]
    override: Annotated[bool, Flag("for that reason also over capacity; it is marked")] = False
    clash_why: Annotated[str, Opt("REASON", "although they are elsewhere at that time")] = ""

    def run(self, desk: Desk) -> Reply:
        over = self.reason if self.override else ""
        return reply(desk.waiting.let_in(self.enrolment, self.reason, override=over, clash_why=self.clash_why))


class HoldSeats(DeskCommand):
    """Keep seats back, with a name and a reason."""

    examples = (
        'hold evt-5f0c --seats 2 --for physician --why "may bring a student"',
        'hold evt-5f0c --seats 4 --for "a school" --why "they call back" --until "fri 17:00"',
    )
    offering: OfferingArg
    seats: Annotated[int, Opt("N", "how many", number(1, 200))]
    name: Annotated[str, Opt("NAME", "for whom", flag="--for")]
    why: Annotated[str, Opt("REASON", "why; shown with the sum")]
    until: Annotated[str, Opt("WHEN", "a day (to its end), or a day and a time")] = ""

    def run(self, desk: Desk) -> Reply:
        until = None
        if self.until:
            until = deadline(desk, self.until, desk.agenda.card(self.offering).site.zone)
        done = desk.book.do(
            desk.holds.hold, self.offering, seats=self.seats, name=self.name, why=self.why, until=until
        )
        return Reply(shape=hold_shape(done.value), parts=[f"{done.summary}.", done.value.id])


class Release(DeskCommand):
    """Give held seats free; those who wait come first."""

    examples = ("release hold-1a2b",)
    hold: Annotated[str, Arg("HOLD", "id of the hold, as `atma-tui seats` shows it")]

    def run(self, desk: Desk) -> Reply:
        from atma_tui.domain.records import Hold

        held = desk.book.the(Hold, self.hold)
        done = desk.book.do(desk.holds.release, held.id)
        return Reply(shape=hold_shape(held), parts=[f"{done.summary}."])


def _heading(card: OfferingCard) -> str:
    from atma_tui.domain.records import Event

    event = card.offering
    if not isinstance(event, Event):
        return card.title
    off = "" if event.live else f" (cancelled: {event.why})"
    return f"{card.title}, {span_words(event.starts, event.ends, all_day=event.all_day)}{off}"
