"""A client's appointments: free times, book one or a run of them, note who came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from atma_tui.cli import lookup
from atma_tui.cli.command import Arg, DeskCommand, Flag, Opt
from atma_tui.cli.commands.arrivals import check_in, no_show
from atma_tui.cli.commands.enrolments import reply
from atma_tui.cli.json_views import Shape, enrolment_shape
from atma_tui.cli.reply import Reply, Table, listing
from atma_tui.cli.shared import OfClient
from atma_tui.cli.values import number
from atma_tui.domain.when import day_words, rfc3339

if TYPE_CHECKING:
    from atma_tui.desk.clients.booking import RunRow
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.seats.enrolments import Outcome
    from atma_tui.domain.paths.slots import Slot
    from atma_tui.domain.records import Pathway

_StepArg = Annotated[str, Arg("STEP", "step of the program, or the beginning of its name, such as sess")]
_ClientSite = Annotated[str, Opt("SITE", "at this site; the client's own when left out")]
_VisitArg = Annotated[str, Arg("ENROLMENT", "as `atma-tui pathway` shows it")]
_Undo = Annotated[bool, Flag("take it back")]


class Slots(OfClient):
    """List the next free times for a step, or why there are none."""

    only_looks = True
    examples = ('path slots "Ada Sample" session', "path slots per-77aa integration --site calgary --from +14")
    step: _StepArg
    site: _ClientSite = ""
    first: Annotated[str, Opt("DAY", "first day", flag="--from")] = ""
    count: Annotated[int, Opt("N", "how many at most (8)", number(1, 200))] = 8
    clinician: Annotated[str, Opt("CLINICIAN", "only with this clinician", flag="--with")] = ""

    def run(self, desk: Desk) -> Reply:
        found = desk.appointments.search(
            self.path(desk).id,
            self.step,
            site=lookup.site_id(desk, self.site),
            first=lookup.day(desk, self.first),
            count=self.count,
            clinician=lookup.clinician_id(desk, self.clinician),
        )
        shape = {"slots": [_slot_shape(desk, one) for one in found.slots], "why": list(found.why)}
        table = _slot_table(found.slots, lookup.clinician_names(desk))
        answer = listing(shape, table, f"No time is free: {'; '.join(found.why)}.")
        return answer._replace(exit_code=0 if found.slots else 1)


def _slot_table(found: Sequence[Slot], names: dict[str, str]) -> Table:
    rows = [
        (
            f"{day_words(one.starts.date())} {one.starts:%H:%M}",
            f"{one.ends:%H:%M}",
            one.site,
            one.room,
            names.get(one.clinician, ""),
            names.get(one.supervisor, ""),
        )
        for one in found
    ]
    return Table(("WHEN", "UNTIL", "SITE", "ROOM", "CLINICIAN", "SUPERVISOR"), rows, frozenset({0, 1}))


class _Appointment(OfClient):
    """A command that books a step, or several. What is not named is filled with the first that is free."""

    step: _StepArg
    site: _ClientSite = ""
    room: Annotated[str, Opt("ROOM", "id of the room")] = ""
    clinician: Annotated[str, Opt("CLINICIAN", "who sees the client")] = ""
    supervisor: Annotated[str, Opt("CLINICIAN", "who supervises a session")] = ""

    def slot(self, desk: Desk, path: Pathway, at: str) -> Slot:
        """Return the slot that was asked for."""
        return desk.appointments.at(
            path.id,
            self.step,
            lookup.wall(desk, at),
            site=lookup.site_id(desk, self.site),
            room=self.room,
            clinician=lookup.clinician_id(desk, self.clinician),
            supervisor=lookup.clinician_id(desk, self.supervisor),
        )


class BookStep(_Appointment):
    """Book one appointment; room and clinicians that are not named are filled with the first that is free."""

    examples = (
        'path book "Ada Sample" session --at "tue 9:00"',
        "path book per-77aa session --at 2027-01-12T13:00 --site calgary --room room-1 --supervisor chen",
    )
    at: Annotated[str, Opt("WHEN", "day and time")]
    clash_why: Annotated[str, Opt("REASON", "book although the client is elsewhere then")] = ""

    def run(self, desk: Desk) -> Reply:
        path = self.path(desk)
        slot = self.slot(desk, path, self.at)
        outcome = desk.bookings.book_step(path.id, self.step, slot, clash_why=self.clash_why)
        return Reply(
            shape={**enrolment_shape(outcome.enrolment, outcome.person, None), "slot": _slot_shape(desk, slot)},
            parts=[f"{outcome.summary}{_slot_words(slot, lookup.clinician_names(desk))}.", outcome.enrolment.id],
        )


def _slot_words(slot: Slot, names: dict[str, str]) -> str:
    parts = [f"room {slot.room}" if slot.room else "", names.get(slot.clinician, "")]
    parts.append(f"{names[slot.supervisor]} supervises" if slot.supervisor else "")
    said = ", ".join(filter(None, parts))
    return f" ({said})" if said else ""


class BookRun(_Appointment):
    """Show a run of appointments with all that stands in their way; --yes books what is possible."""

    examples = (
        'path run "Ada Sample" session --first "tue 9:00" --times 6',
        'path run per-77aa session --first "tue 9:00" --times 6 --every 14 --yes',
    )
    first: Annotated[str, Opt("WHEN", "day and time of the first one")]
    times: Annotated[int, Opt("N", "how many", number(1, 52))]
    every: Annotated[int, Opt("DAYS", "days apart (7)", number(1, 90))] = 7
    yes: Annotated[bool, Flag("book all that are possible")] = False

    def run(self, desk: Desk) -> Reply:
        path = self.path(desk)
        first = self.slot(desk, path, self.first)
        dates = desk.appointments.run(first, times=self.times, every_days=self.every)
        lines = desk.bookings.preview_run(path.id, self.step, dates)
        free = [line.slot for line in lines if not line.problem]
        booked = desk.bookings.book_run(path.id, self.step, free) if self.yes and free else []
        done = f"Booked {len(booked)} of {len(lines)}."
        looked = f"{len(free)} of {len(lines)} are possible."
        hint = "Nothing is booked yet; the same with --yes books what is possible."
        return Reply(
            shape=[_line_shape(desk, line, _enrolment_of(line, free, booked)) for line in lines],
            parts=[_run_table(lines), done if self.yes else looked],
            notes=[hint] if free and not self.yes else [],
            exit_code=0 if free else 1,
        )


def _run_table(lines: Sequence[RunRow]) -> Table:
    rows = [
        (f"{day_words(one.slot.starts.date())} {one.slot.starts:%H:%M}", one.slot.room, one.problem or "free")
        for one in lines
    ]
    return Table(("WHEN", "ROOM", ""), rows, wraps=True)


def _enrolment_of(line: RunRow, free: Sequence[Slot], booked: Sequence[Outcome]) -> str | None:
    return booked[free.index(line.slot)].enrolment.id if booked and not line.problem else None


def _line_shape(desk: Desk, line: RunRow, enrolment: str | None) -> Shape:
    return {**_slot_shape(desk, line.slot), "problem": line.problem or None, "enrolment": enrolment}


class Done(DeskCommand):
    """Note that the client is here for an appointment."""

    examples = ("path done enr-09bd",)
    enrolment: _VisitArg
    undo: _Undo = False

    def run(self, desk: Desk) -> Reply:
        return check_in(desk, self.enrolment, undo=self.undo)


class Missed(DeskCommand):
    """Note that the client did not come to an appointment."""

    examples = ("path noshow enr-09bd", "path noshow enr-09bd --undo")
    enrolment: _VisitArg
    undo: _Undo = False

    def run(self, desk: Desk) -> Reply:
        return no_show(desk, self.enrolment, undo=self.undo)


class Waive(DeskCommand):
    """Do not count a late cancel; without this it counts as missed."""

    examples = ('path waive enr-09bd --reason "snow storm"',)
    enrolment: _VisitArg
    reason: Annotated[str, Opt("REASON", "why it does not count")]

    def run(self, desk: Desk) -> Reply:
        return reply(desk.enrolments.waive(self.enrolment, self.reason))


def _slot_shape(desk: Desk, slot: Slot) -> Shape:
    zone = desk.site(slot.site).zone
    return {
        "site": slot.site,
        "starts": rfc3339(slot.starts, zone),
        "ends": rfc3339(slot.ends, zone),
        "room": slot.room or None,
        "clinician": slot.clinician or None,
        "supervisor": slot.supervisor or None,
    }
