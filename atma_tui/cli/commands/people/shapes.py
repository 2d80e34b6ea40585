"""A person with everything that is kept of them, ready for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atma_tui.cli.json_views import Shape, enrolment_shape, person_shape
from atma_tui.domain.when import rfc3339

if TYPE_CHECKING:
    from atma_tui.desk.people.people import HistoryRow, PersonCard
    from atma_tui.domain.records import Contact, Person


def full_person_shape(person: Person) -> Shape:
    """Return a person with everything that is kept of them."""
    return {
        **person_shape(person),
        "other_names": list(person.other_names),
        "other_phones": list(person.other_phones),
        "other_emails": list(person.other_emails),
        "notes": person.notes or None,
        "birth_year": person.birth_year or None,
        "emergency": contact_shape(person.emergency),
        "escort": contact_shape(person.escort),
        "interpreter": person.interpreter or None,
        "consents": [
            {"kind": one.kind, "given": one.given, "day": one.day.isoformat(), "by": one.by}
            for one in person.consents
        ],
    }


def contact_shape(contact: Contact | None) -> Shape | None:
    """Return an emergency contact or an escort."""
    if contact is None:
        return None
    return {"name": contact.name, "phone": contact.phone or None, "relation": contact.relation or None}


def card_shape(card: PersonCard) -> Shape:
    """Return a person with enrolments and likely doubles."""
    return {
        **full_person_shape(card.person),
        "coming": [history_shape(one, card.person) for one in card.coming],
        "past": [history_shape(one, card.person) for one in card.past],
        "doubles": [{**person_shape(other), "because": why} for other, why in card.duplicates],
    }


def history_shape(line: HistoryRow, person: Person) -> Shape:
    """Return one enrolment of a person with what it is in."""
    from atma_tui.domain.records import Event

    event = line.offering if isinstance(line.offering, Event) else None
    return {
        **enrolment_shape(line.enrolment, person, line.rank),
        "title": line.title,
        "site": line.offering.site,
        "starts": rfc3339(event.starts, event.zone) if event else None,
        "event_status": event.status if event else None,
    }
