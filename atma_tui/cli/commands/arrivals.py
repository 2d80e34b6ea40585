"""Who is here, and who did not come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from atma_tui.cli.command import DeskCommand, Flag, Opt
from atma_tui.cli.commands.enrolments import reply
from atma_tui.cli.json_views import person_shape
from atma_tui.cli.reply import Reply
from atma_tui.cli.shared import EnrolmentArg
from atma_tui.cli.values import number
from atma_tui.domain.errors import InputError

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk


class CheckIn(DeskCommand):
    """Note that somebody is here; of a party, that all or some are.

    Some minutes after the start, whoever waits or was marked as a no-show gets a seat of those who are not there.
    """

    examples = ("checkin enr-09bd", "checkin enr-09bd --party 2", "checkin enr-09bd --undo")
    enrolment: EnrolmentArg
    party: Annotated[int, Opt("N", "how many of the party are here (all)", number(1, 200))] = 0
    override: Annotated[str, Opt("REASON", "although no seat is left, or over a clash; it is marked")] = ""
    undo: Annotated[bool, Flag("not here after all")] = False

    def run(self, desk: Desk) -> Reply:
        if self.undo and (self.party or self.override):
            raise InputError("--party and --override are for who is here; they do not go with --undo.")
        return check_in(desk, self.enrolment, undo=self.undo, party=self.party, override=self.override)


class NoShow(DeskCommand):
    """Note that somebody, or all who are missing, did not come."""

    examples = ("noshow enr-09bd", "noshow enr-09bd --undo", "noshow --event evt-5f0c")
    enrolment: EnrolmentArg = ""
    event: Annotated[str, Opt("EVENT", "all of this event who are not checked in")] = ""
    undo: Annotated[bool, Flag("expected again")] = False

    def run(self, desk: Desk) -> Reply:
        if bool(self.enrolment) == bool(self.event):
            raise InputError("Say who did not come: an ENROLMENT, or --event EVENT for all who are missing.")
        return self._missing(desk) if self.event else no_show(desk, self.enrolment, undo=self.undo)

    def _missing(self, desk: Desk) -> Reply:
        if self.undo:
            raise InputError("`atma-tui undo` takes back what was noted for a whole event; nothing was changed.")
        event = desk.agenda.card(self.event).event
        done = desk.book.do(desk.arrivals.no_shows, event.id)
        people = done.value
        return Reply(
            shape={"event": event.id, "people": [person_shape(person) for person in people]},
            parts=[f"{done.summary}.", *(person.name for person in people)],
        )


def check_in(desk: Desk, enrolment: str, *, undo: bool, party: int = 0, override: str = "") -> Reply:
    """Note that somebody, or so many of a party, are here, or take it back."""
    if undo:
        return reply(desk.arrivals.undo_check_in(enrolment))
    return reply(desk.arrivals.check_in(enrolment, came=party, override=override))


def no_show(desk: Desk, enrolment: str, *, undo: bool) -> Reply:
    """Note that somebody did not come, or take it back."""
    act = desk.arrivals.undo_no_show if undo else desk.arrivals.no_show
    return reply(act(enrolment))
