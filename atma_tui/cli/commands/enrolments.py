"""Enrol, withdraw, accept an offer, arrivals."""

from __future__ import annotations

from argparse import Namespace

from atma_tui.cli import lookup
from atma_tui.cli.json_views import enrolment_shape, person_shape
from atma_tui.cli.reply import Reply
from atma_tui.desk.desk import Desk
from atma_tui.desk.people.people import NewPerson
from atma_tui.desk.seats.enrolments import Outcome
from atma_tui.domain.errors import InputError


def enrol(desk: Desk, args: Namespace) -> Reply:
    """Enrol a person of the book or somebody new."""
    if bool(args.person) == bool(args.name):
        raise InputError("Say who: --person for somebody in the book, or --name for somebody new, not both.")
    if args.person and (args.phone or args.email or args.known_as):
        raise InputError("--phone, --email and --known-as go with --name, for somebody new; nobody was enrolled.")
    new = lookup.new_person(args) if args.name else None
    notes = _duplicates(desk, new) if new else []
    if args.other:
        return _reply(_either(desk, args, new), notes)
    outcome = desk.enrolments.enrol(
        args.offering,
        person_id=lookup.person(desk, args.person).id if args.person else "",
        new=new,
        party=args.party,
        wait=not args.no_wait,
        override=args.override,
        clash_why=args.clash_why,
        arrived=args.here,
    )
    return _reply(outcome, notes)


def _either(desk: Desk, args: Namespace, new: NewPerson | None) -> Outcome:
    if args.no_wait or args.here or args.override:
        raise InputError("--or waits for either; --no-wait, --here and --override do not go with it.")
    return desk.waiting.either(
        (desk.agenda.card(args.offering).offering.id, desk.agenda.card(args.other).offering.id),
        person_id=lookup.person(desk, args.person).id if args.person else "",
        new=new,
        party=args.party,
        clash_why=args.clash_why,
    )


def _duplicates(desk: Desk, new: NewPerson) -> list[str]:
    return [
        f"{new.name} may be in the book already as {person.name} ({why}): {person.id}."
        for person, why in desk.people.duplicates(new)
    ]


def withdraw(desk: Desk, args: Namespace) -> Reply:
    """End an enrolment."""
    return _reply(desk.enrolments.withdraw(args.enrolment, why=args.reason, waive=args.waive))


def accept(desk: Desk, args: Namespace) -> Reply:
    """Take an offered seat."""
    return _reply(desk.enrolments.take_offer(args.enrolment, override=args.override))


def decline(desk: Desk, args: Namespace) -> Reply:
    """Give an offered seat on."""
    return _reply(desk.waiting.decline(args.enrolment, why=args.reason))


def checkin(desk: Desk, args: Namespace) -> Reply:
    """Note that somebody is here, or take that back."""
    act = desk.arrivals.undo_check_in if args.undo else desk.arrivals.check_in
    return _reply(act(args.enrolment))


def noshow(desk: Desk, args: Namespace) -> Reply:
    """Note that somebody did not come, or all who are missing; or take one back."""
    if bool(args.enrolment) == bool(args.event):
        raise InputError("Say who did not come: an ENROLMENT, or --event EVENT for all who are missing.")
    if args.event:
        return _missing(desk, args)
    act = desk.arrivals.undo_no_show if args.undo else desk.arrivals.no_show
    return _reply(act(args.enrolment))


def _missing(desk: Desk, args: Namespace) -> Reply:
    if args.undo:
        raise InputError("`atma-tui undo` takes back what was noted for a whole event; nothing was changed.")
    event = desk.agenda.card(args.event).event
    people = desk.arrivals.no_shows(event.id)
    names = ": " + ", ".join(person.name for person in people) if people else ""
    return Reply(
        shape={"event": event.id, "people": [person_shape(person) for person in people]},
        parts=[f"{len(people)} did not come to {event.title}{names}."],
    )


def _reply(outcome: Outcome, notes: list[str] | None = None) -> Reply:
    return Reply(
        shape=enrolment_shape(outcome.enrolment, outcome.person, outcome.rank),
        parts=[f"{outcome.summary}.", outcome.enrolment.id],
        notes=notes or [],
    )
