"""The JSON shapes that scripts rely on: fields may be added, none renamed or removed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from atma_tui.domain.when import rfc3339

if TYPE_CHECKING:
    from atma_tui.desk.calls.calls import OfferRow
    from atma_tui.desk.events.agenda import EventRow, OfferingCard, ProgramSeatsRow, RosterRow
    from atma_tui.domain.records import Act, Call, Enrolment, Event, Hold, Look, Person, Source
    from atma_tui.domain.seats import Pool, Seats

Shape = dict[str, Any]


def moment_shape(moment: datetime | None) -> str | None:
    """Return an instant as RFC 3339 in UTC."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds")


def seats_shape(seats: Seats) -> Shape:
    """Return the sum of an offering; `free` is null when unlimited."""
    return {
        "enrolled": seats.own.enrolled,
        "held": seats.own.held,
        "offered": seats.own.offered,
        "free": seats.free,
        "waiting": seats.waiting,
        "absent": seats.absent,
        "counted": seats.own.counted,
        "counted_in": seats.counted_in,
    }


def pool_shape(pool: Pool) -> Shape:
    """Return one pool of the sum."""
    names = ("name", "capacity", "enrolled", "held", "offered", "counted", "free")
    return {name: getattr(pool, name) for name in names}


def event_shape(event: Event, seats: Seats) -> Shape:
    """Return an event with its seats."""
    from atma_tui.domain.timing.minimum import decision_day

    return {
        "id": event.id,
        "uid": event.uid,
        "site": event.site,
        "title": event.title,
        "category": event.category,
        "starts": rfc3339(event.starts, event.zone),
        "ends": rfc3339(event.ends, event.zone),
        "all_day": event.all_day,
        "room": event.room or None,
        "place": event.place or None,
        "status": event.status,
        "why": event.why or None,
        "visibility": event.visibility,
        "capacity": event.capacity,
        "seats": seats_shape(seats),
        "source": event.source or None,
        "series": event.series or None,
        "starter": event.starter,
        "about": event.description,
        "url": event.url or None,
        "minimum": event.minimum,
        "decide_on": decision_day(event).isoformat() if event.minimum else None,
        "runs_anyway": event.runs_anyway or None,
        "waiting_limit": event.waiting_limit,
        "enrolment_opens": _at(event, event.enrolment_opens),
        "enrolment_closes": _at(event, event.enrolment_closes),
    }


def _at(event: Event, at: datetime | None) -> str | None:
    return None if at is None else rfc3339(at, event.zone)


def row_shape(row: EventRow) -> Shape:
    """Return an event of a list."""
    return event_shape(row.event, row.seats)


def enrolment_shape(enrolment: Enrolment, person: Person, place: int | None) -> Shape:
    """Return an enrolment; `position` is the place in line (1 is next), null unless waiting."""
    return {
        "id": enrolment.id,
        "offering": enrolment.offering,
        "person": enrolment.person,
        "name": person.name,
        "party": enrolment.party,
        "status": enrolment.status,
        "position": place,
        "offered_until": moment_shape(enrolment.offered_until),
        "over": enrolment.override_reason or enrolment.clash_reason or enrolment.exception_reason or None,
        "arrived": moment_shape(enrolment.arrived),
        "came": enrolment.here,
        "left": moment_shape(enrolment.left),
        "by": enrolment.by,
        "at": moment_shape(enrolment.at),
        "late": bool(enrolment.cancelled and enrolment.cancelled.late),
        "waived": (enrolment.cancelled and enrolment.cancelled.waived) or None,
        "note": enrolment.note,
    }


def roster_shape(card: OfferingCard) -> list[Shape]:
    """Return everybody in an event: with a seat, waiting, ended."""
    return [line_shape(one) for one in (*card.roster, *card.waiting, *card.ended)]


def line_shape(line: RosterRow) -> Shape:
    """Return one line of a roster."""
    return {
        **enrolment_shape(line.enrolment, line.person, line.rank),
        "phone": line.person.phone or None,
        "email": line.person.email or None,
    }


def person_shape(person: Person) -> Shape:
    """Return a person."""
    return {
        "id": person.id,
        "name": person.name,
        "known_as": person.known_as or None,
        "phone": person.phone or None,
        "email": person.email or None,
        "status": person.status,
    }


def program_shape(rows: Sequence[ProgramSeatsRow]) -> list[Shape]:
    """Return the programs with their steps and their places at each site."""
    programs: dict[str, Shape] = {}
    for row in rows:
        shape = programs.setdefault(
            row.program.id,
            {
                "id": row.program.id,
                "title": row.program.title,
                "path": row.program.path,
                "for_whom": row.program.for_whom,
                "steps": [step.title for step in row.program.steps],
                "places": [],
            },
        )
        places = {"id": row.places.id, "site": row.site.id, "capacity": row.places.capacity}
        shape["places"].append({**places, "seats": seats_shape(row.seats)})
    return list(programs.values())


def hold_shape(hold: Hold) -> Shape:
    """Return seats that are kept back."""
    return {
        "id": hold.id,
        "offering": hold.offering,
        "seats": hold.seats,
        "name": hold.name,
        "why": hold.why,
        "until": moment_shape(hold.until),
        "by": hold.by,
    }


def offer_shape(line: OfferRow, now: datetime) -> Shape:
    """Return a held seat that somebody is to be called about."""
    from atma_tui.domain.seats import is_offer_live

    return {
        **enrolment_shape(line.enrolment, line.person, None),
        "kind": "offer",
        "title": line.title,
        "phone": line.person.phone or None,
        "live": is_offer_live(line.enrolment, now),
        "why": line.call.why if line.call else None,
        "call": line.call.id if line.call else None,
    }


def call_shape(call: Call, person: Person) -> Shape:
    """Return a call owed."""
    return {
        "kind": "call",
        "id": call.id,
        "person": person.id,
        "name": person.name,
        "phone": person.phone or None,
        "why": call.why,
        "state": call.state,
        "tries": list(call.tries),
        "event": call.event or None,
    }


def act_shape(act: Act, *, undone: bool) -> Shape:
    """Return a line of the log."""
    return {
        "id": act.id,
        "at": moment_shape(act.at),
        "by": act.by,
        "verb": act.verb,
        "says": act.summary,
        "about": list(act.related_ids),
        "undoes": act.undoes or None,
        "undone": undone,
    }


def look_words(look: Look) -> str:
    """Return a look as a line of the log."""
    done = {"print": "Printed", "export": "Written to a file"}.get(look.done, "Looked at")
    return f"{done} ({look.place})"


def look_line_shape(look: Look, person_id: str) -> Shape:
    """Return a look at somebody as a line of the log."""
    return {
        "id": look.id,
        "at": moment_shape(look.at),
        "by": look.by,
        "verb": "viewed",
        "says": look_words(look),
        "about": [person_id],
        "undoes": None,
        "undone": False,
    }


def source_shape(source: Source) -> Shape:
    """Return a source; its address is masked by the caller."""
    return {
        "name": source.id,
        "url": source.url,
        "site": source.site or None,
        "format": source.format,
        "checked": moment_shape(source.checked),
        "changed": moment_shape(source.changed),
        "failed": source.failed or None,
        "not_before": moment_shape(source.not_before),
    }
