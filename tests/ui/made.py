"""Any screen, dialog or form, made with what its arguments ask for by their types: a new one is made as well."""

from __future__ import annotations

import inspect
from datetime import date, datetime, timedelta
from typing import Any

from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.importing.plan import Choices
from atma_tui.desk.people.notes import Note
from atma_tui.domain.records import Operator, Source
from atma_tui.domain.series.rhythm import Repeat
from atma_tui.sync.planning.plan import Plan
from atma_tui.ui.dialogs.notes import Noted
from atma_tui.ui.ground.keys import declared
from atma_tui.ui.history.log import LogRow
from atma_tui.ui.reminders.templates_form import Wording
from tests.ui.ours import ours
from tests.ui.rig import Rig, add_event, enrol


def leaves(base: type[Any]) -> list[type[Any]]:
    """Return the classes of the user interface with this base that no other class of it is made of."""
    found = ours(base)
    return [one for one in found if not any(one in other.__mro__[1:] for other in found)]


def made(kind: type[Any], app: Rig, path: str) -> Any:
    """Make one; arguments with a default are left out. `path` is a client's who is ready for a session."""
    given = samples(app.desk, path) | {"Settings": app.settings}
    wanted = list(inspect.signature(kind).parameters.values())
    return kind(
        **{one.name: _sample(one, given) for one in wanted if one.default is one.empty or one.name in given}
    )


def _sample(wanted: inspect.Parameter, given: dict[str, Any]) -> Any:
    return given[wanted.name] if wanted.name in given else given[wanted.annotation]


def samples(desk: Desk, path: str) -> dict[str, Any]:
    """Return what the arguments may be, by their type, and for texts by their name."""
    event = add_event(desk, capacity=8, starts=datetime(2026, 12, 9, 18))
    later = event.starts + timedelta(hours=3)
    circle = EventFields(site="edmonton", title="Circle", starts=later, ends=later + timedelta(hours=1))
    dates = desk.events.add(circle, repeat=Repeat(times=3))
    enrolment = enrol(desk, event, "Ann Sample")
    card = desk.pathways.card(path)
    slot = desk.appointments.search(path, "session").slots[0]
    return {
        "event_id": event.id,
        "offering_id": event.id,
        "person_id": enrolment.person,
        "keep_id": enrolment.person,
        "double_id": enrol(desk, event, "Ann Sampel").person,
        "enrolment_id": enrolment.id,
        "pathway_id": path,
        "places_id": "ketamine-therapy@edmonton",
        "step_id": "session",
        "series": dates[0].series,
        "Outlook": desk.series.outlook(dates[0].series),
        "title": "A title",
        "name": "day",
        "Plan": Plan(source="cena"),
        "ImportPlan": desk.people_import.plan(b"Name\nAnn Sample\nBea Example\n", Choices()),
        "text": "What happens",
        "question": "Why?",
        "limits": {},
        "int": 3,
        "str": "",
        "date": date(2026, 12, 1),
        "PathwayCard": card,
        "Slot": slot,
        "Sequence[Noted]": [Noted("Ann", Note("person", enrolment.person, ""))],
        "Clinic": desk.choices.get(),
        "Sequence[Step]": (),
        "ProgramSeatsRow": desk.agenda.places()[0],
        "clinicians": desk.programs.clinicians(),
        "clinician_id": desk.programs.clinicians()[0].id,
        "Clinician": desk.programs.clinicians()[0],
        "Site": desk.site("calgary"),
        "Sequence[Site]": desk.sites(),
        "Event": dates[0],
        "Person | None": None,
        "Wording": Wording(desk.templates.all(), desk.templates.shipped(), desk.drafts.example()),
        "Person": desk.book.person(enrolment.person),
        "Sequence[Event]": dates,
        "LogRow": LogRow(desk.history.recent(1)[0], False),
        "Command": declared()[0],
        "Sequence[Row | Heading]": (),
        "Operator": Operator(id="ada", name="Ada"),
        "Source": Source(id="cena", url="https://cena.example/x.ics"),
    }
