"""What sheets are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from atma_tui.desk.calls.calling import Calling
    from atma_tui.desk.calls.calls import Calls
    from atma_tui.desk.clients.follow_ups import FollowUps
    from atma_tui.desk.clinicians.week import ClinicianWeeks
    from atma_tui.desk.events.agenda import Agenda
    from atma_tui.desk.events.day_board import DayBoards
    from atma_tui.desk.history.look_log import LookLog
    from atma_tui.desk.people.people import People
    from atma_tui.desk.reports.numbers import NumbersOfDays
    from atma_tui.desk.seats.arrivals import Arrivals
    from atma_tui.desk.seats.waiting import Waiting
    from atma_tui.desk.shift.handover import Handovers


class Views(NamedTuple):
    """Use cases of the desk that only look."""

    agenda: Agenda
    boards: DayBoards
    arrivals: Arrivals
    calls: Calls
    calling: Calling
    waiting: Waiting
    follow_ups: FollowUps
    people: People
    handovers: Handovers
    look_log: LookLog
    numbers: NumbersOfDays
    weeks: ClinicianWeeks
