"""At the door: people counted without a name, and who has left again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from atma_tui.cli.command import Arg, DeskCommand, Flag, Opt
from atma_tui.cli.json_views import enrolment_shape, seats_shape
from atma_tui.cli.lookup import short_ids, site_id
from atma_tui.cli.reply import Reply, Table, listing
from atma_tui.cli.shared import EventArg, OnlySite
from atma_tui.domain.errors import InputError
from atma_tui.domain.text import clean

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.door.counting import Counted


class Door(DeskCommand):
    """Count people at the door who give no name, or show how many were counted.

    Each takes a seat as a walk-in does. After the event, =N says how many there were.
    """

    examples = ("door evt-5f0c", "door evt-5f0c +3", "door evt-5f0c -1", "door evt-5f0c =42")
    event: EventArg
    people: Annotated[str, Arg("+N|-N|=N", "so many came in, went out again, or came in all")] = ""
    override: Annotated[str, Opt("REASON", "over capacity or past those waiting; it is marked")] = ""

    def run(self, desk: Desk) -> Reply:
        from atma_tui.domain.seat_words import counted_words, sum_words

        summary = self._counted(desk).summary if self.people else ""
        card = desk.agenda.card(self.event)
        words = counted_words(card.seats) or "nobody was counted at the door"
        return Reply(
            shape={"event": card.offering.id, "title": card.title, "seats": seats_shape(card.seats)},
            parts=[f"{summary or f'{card.title}: {words}'}.", sum_words(card.seats)],
        )

    def _counted(self, desk: Desk) -> Counted:
        typed = re.fullmatch(r"([+=-])\s*([0-9]{1,6})", self.people.strip())
        if typed is None:
            raise InputError(
                f"Say +3 when three came in, -1 when one went out, =42 when 42 came in all; not "
                f"{clean(self.people, 40)!r}. Nobody was counted."
            )
        number, counts = int(typed[2]), desk.door_counts
        if typed[1] == "-":
            return counts.count_out(self.event, number)
        count = counts.set_total if typed[1] == "=" else counts.count_in
        return count(self.event, number, override=self.override)


class CheckOut(DeskCommand):
    """Note that somebody has left, or all who are still at an event; they have attended anyway.

    Of a party all leave together.
    """

    examples = ("checkout enr-09bd", "checkout enr-09bd --undo", "checkout --event evt-5f0c")
    enrolments: Annotated[
        Sequence[str], Arg("ENROLMENT", "ids of enrolments, as `atma-tui here` shows them", many=True)
    ] = ()
    event: Annotated[str, Opt("EVENT", "all who are still at this event")] = ""
    undo: Annotated[bool, Flag("still here after all")] = False

    def run(self, desk: Desk) -> Reply:
        if bool(self.enrolments) == bool(self.event) or (self.event and self.undo):
            raise InputError("Say who has left: an ENROLMENT, or --event EVENT for all who are still there.")
        change = desk.leaving.undo_check_out if self.undo else desk.leaving.check_out
        done = desk.book.do(change, self._of_event(desk) if self.event else self.enrolments)
        return Reply(
            shape=[enrolment_shape(one.enrolment, one.person, None) for one in done.value],
            parts=[f"{done.summary or 'Nobody is still there'}."],
        )

    def _of_event(self, desk: Desk) -> list[str]:
        event = desk.agenda.card(self.event).offering.id
        return [one.enrolment.id for one in desk.leaving.still_here() if one.event.id == event]


class Here(DeskCommand):
    """List who is still here: checked in today, and not checked out.

    Whoever was at an event has left when it is over; whoever was in a session is here until they are checked out.
    """

    only_looks = True
    examples = ("here", "here --site edmonton")
    site: OnlySite = ""

    def run(self, desk: Desk) -> Reply:
        from atma_tui.domain.when import wall

        found = desk.leaving.still_here(site=site_id(desk, self.site))
        ids, sites = short_ids(desk, (one.enrolment for one in found)), {one.id: one.name for one in desk.sites()}
        rows = [
            (
                ids[one.enrolment.id],
                one.person.name,
                one.enrolment.here,
                f"{wall(one.enrolment.arrived, one.event.zone):%H:%M}" if one.enrolment.arrived else "",
                f"{one.event.ends:%H:%M}",
                sites[one.event.site],
                one.event.title,
            )
            for one in found
        ]
        return listing(
            [{**enrolment_shape(one.enrolment, one.person, None), "site": one.event.site} for one in found],
            Table(
                ("ENROLMENT", "NAME", "PEOPLE", "CAME", "UNTIL", "SITE", "EVENT"), rows, frozenset({0, 2, 3, 4})
            ),
            "Nobody is here.",
        )
