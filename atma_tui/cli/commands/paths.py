"""A client's path: begin, clear, plan, find times, book, pause, end; and what is owed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Literal, cast

from atma_tui.cli import lookup
from atma_tui.cli.commands.enrolments import enrol
from atma_tui.cli.commands.programs import path_parts, path_shape
from atma_tui.cli.json_views import Shape, enrolment_shape, moment_shape
from atma_tui.cli.reply import Reply, Table
from atma_tui.desk.clients.follow_ups import FollowUp
from atma_tui.desk.clients.pathways import RunRow
from atma_tui.desk.desk import Desk
from atma_tui.desk.seats.enrolments import Outcome
from atma_tui.domain.pathway import Visit
from atma_tui.domain.records import Clinician, Pathway
from atma_tui.domain.slots import Slot
from atma_tui.domain.when import day_words, read_day, rfc3339, today


def begin(desk: Desk, args: Namespace) -> Reply:
    """Give somebody a place in a program."""
    places = desk.programs.places(args.places).id
    given = Namespace(**vars(args), offering=places, other="", party=1, override="", clash_why="", here=False)
    return enrol(desk, given)


def clear(desk: Desk, args: Namespace) -> Reply:
    """Note a clinician's word; says which booked sessions it stops."""
    path, by = lookup.path(desk, args), lookup.clinician(desk, args.by)
    until = read_day(args.until, today(desk.now())) if args.until else None
    word = cast('Literal["cleared", "not_yet", "on_hold"]', args.word.replace("-", "_"))
    stopped = desk.pathways.clear(path.id, word, clinician=by.id, until=until)
    notes = [f"This stops {len(stopped)} booked already; withdraw them, or talk to the client:"] if stopped else []
    notes += [f"  {_visit_words(visit)}" for visit in stopped]
    reply = _path_reply(desk, path)
    return reply._replace(notes=notes, shape={**reply.shape, "stops": [one.enrolment.id for one in stopped]})


def _visit_words(visit: Visit) -> str:
    event = visit.event
    return f"{visit.enrolment.id}  {day_words(event.starts.date())} {event.starts:%H:%M}  {event.title}"


def plan(desk: Desk, args: Namespace) -> Reply:
    """Note the treatment plan."""
    path, by = lookup.path(desk, args), lookup.clinician(desk, args.by)
    desk.pathways.plan(path.id, clinician=by.id, sessions=args.sessions, kind=args.kind)
    return _path_reply(desk, path)


def slots(desk: Desk, args: Namespace) -> Reply:
    """List free times."""
    path = lookup.path(desk, args)
    found = desk.appointments.search(
        path.id,
        args.step,
        site=lookup.site_id(desk, args),
        first=read_day(args.first, today(desk.now())) if args.first else None,
        count=args.count,
        clinician=lookup.clinician(desk, args.clinician).id if args.clinician else "",
    )
    names = _names(desk)
    return Reply(
        shape={"slots": [_slot_shape(desk, one) for one in found.slots], "why": list(found.why)},
        parts=[_slot_table(found.slots, names)] if found.slots else [],
        notes=[] if found.slots else [f"No time is free: {'; '.join(found.why)}."],
        exit_code=0 if found.slots else 1,
    )


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


def book(desk: Desk, args: Namespace) -> Reply:
    """Book one appointment."""
    path = lookup.path(desk, args)
    slot = _slot(desk, path, args, args.at)
    outcome = desk.pathways.book_step(path.id, args.step, slot, clash_why=args.clash_why)
    shape = {**enrolment_shape(outcome.enrolment, outcome.person, None), "slot": _slot_shape(desk, slot)}
    return Reply(shape=shape, parts=[f"{outcome.summary}{_slot_words(slot, _names(desk))}.", outcome.enrolment.id])


def _slot(desk: Desk, path: Pathway, args: Namespace, at: str) -> Slot:
    """Return the slot that was asked for, what was not named filled with the first that is free."""
    return desk.appointments.at(
        path.id,
        args.step,
        lookup.wall(desk, at),
        site=lookup.site_id(desk, args),
        room=args.room,
        clinician=lookup.clinician(desk, args.clinician).id if args.clinician else "",
        supervisor=lookup.clinician(desk, args.supervisor).id if args.supervisor else "",
    )


def _slot_words(slot: Slot, names: dict[str, str]) -> str:
    parts = [f"room {slot.room}" if slot.room else "", names.get(slot.clinician, "")]
    parts.append(f"{names[slot.supervisor]} supervises" if slot.supervisor else "")
    said = ", ".join(filter(None, parts))
    return f" ({said})" if said else ""


def run(desk: Desk, args: Namespace) -> Reply:
    """Show a run of appointments; with `--yes` book what is possible."""
    path = lookup.path(desk, args)
    first = _slot(desk, path, args, args.first)
    dates = desk.appointments.run(path.id, args.step, first, times=args.times, every_days=args.every)
    lines = desk.pathways.look_at_run(path.id, args.step, dates)
    free = [line.slot for line in lines if not line.problem]
    booked = desk.pathways.book_run(path.id, args.step, free) if args.yes and free else []
    summary = (
        f"Booked {len(booked)} of {len(lines)}." if args.yes else f"{len(free)} of {len(lines)} are possible."
    )
    return Reply(
        shape=[_line_shape(desk, line, _enrolment_of(line, free, booked)) for line in lines],
        parts=[_run_table(lines), summary],
        notes=[]
        if args.yes or not free
        else ["Nothing is booked yet; the same with --yes books what is possible."],
        exit_code=0 if free else 1,
    )


def _run_table(lines: Sequence[RunRow]) -> Table:
    rows = [
        (
            f"{day_words(one.slot.starts.date())} {one.slot.starts:%H:%M}",
            one.slot.room,
            one.problem or "free",
        )
        for one in lines
    ]
    return Table(("WHEN", "ROOM", ""), rows, frozenset({0}), wraps=True)


def _enrolment_of(line: RunRow, free: Sequence[Slot], booked: Sequence[Outcome]) -> str | None:
    return booked[free.index(line.slot)].enrolment.id if booked and not line.problem else None


def _line_shape(desk: Desk, line: RunRow, enrolment: str | None) -> Shape:
    return {**_slot_shape(desk, line.slot), "problem": line.problem or None, "enrolment": enrolment}


def pause(desk: Desk, args: Namespace) -> Reply:
    """Pause."""
    path = lookup.path(desk, args)
    desk.pathways.pause(path.id, args.reason)
    return _path_reply(desk, path)


def resume(desk: Desk, args: Namespace) -> Reply:
    """Go on."""
    path = lookup.path(desk, args)
    desk.pathways.go_on(path.id)
    return _path_reply(desk, path)


def end(desk: Desk, args: Namespace) -> Reply:
    """End, completed or withdrawn."""
    path = lookup.path(desk, args)
    desk.pathways.finish(path.id, completed=args.how == "completed", why=args.reason)
    return _path_reply(desk, path)


def owed(desk: Desk, args: Namespace) -> Reply:
    """List what is owed and not booked."""
    found = desk.follow_ups.list(site=lookup.site_id(desk, args))
    rows = [
        (
            one.reason.replace("_", " "),
            day_words(today(one.since)),
            _about(one),
            one.person.phone if one.person else "",
            one.summary,
        )
        for one in found
    ]
    return Reply(
        shape=[_owed_shape(one) for one in found],
        parts=[Table(("REASON", "SINCE", "WHO", "PHONE", "WHAT"), rows, frozenset({0, 1}), wraps=True)]
        if rows
        else [],
        notes=[] if rows else ["Nobody is forgotten: nothing is owed."],
    )


def _about(one: FollowUp) -> str:
    return one.person.name if one.person else one.event


def _owed_shape(one: FollowUp) -> Shape:
    return {
        "reason": one.reason,
        "says": one.summary,
        "since": moment_shape(one.since),
        "person": one.person.id if one.person else None,
        "name": one.person.name if one.person else None,
        "pathway": one.pathway or None,
        "step": one.step or None,
        "event": one.event or None,
        "call": one.call or None,
    }


def _path_reply(desk: Desk, path: Pathway) -> Reply:
    card = desk.pathways.card(path.id)
    return Reply(shape=path_shape(card), parts=list(path_parts(desk, card)))


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


def _names(desk: Desk) -> dict[str, str]:
    return {one.id: one.name for one in desk.book.store.find(Clinician)}
