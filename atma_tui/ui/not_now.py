"""Why a key that a screen knows does nothing at the moment: what it is for.

A command that its screen's `check_action` can withhold has its words here, under its id or, where it means the
same on several screens, under its action. Keys that only move, Enter and Esc need none: they are quiet.
"""

from __future__ import annotations

from typing import Any

from textual.actions import parse
from textual.binding import Binding
from textual.screen import Screen

from atma_tui.ui.ground.keys import key_name

_SOMEBODY_LIVE = "somebody who is enrolled or waiting"
_SOMEBODY_HERE_OR_OFFERED = "somebody who is here or is offered a seat"
_EXPECTED = "somebody enrolled, once it is the day of the event"
_A_SITE = "a program at a site"
_A_CLINICIAN = "a clinician"
_A_LIST = "the list of steps"
_REMINDED = "somebody on the list"
_OPEN_PATH = "a path that has not ended"

NEEDS = {
    "enrol": "an event that has not ended and is not cancelled",
    "walk_in": "an event of today or before that has not ended",
    "edit": "an event under the cursor",
    "copy": "an event under the cursor",
    "sum": "an event under the cursor",
    "cancel": "an event that is not cancelled",
    "restore": "a cancelled event",
    "run_anyway": "an event with fewer people than it needs",
    "no_shows": "an event that has begun and lacks people",
    "count_in": "an event of today or before, and no appointment",
    "count_out": "an event of today or before, and no appointment",
    "count_all": "an event of today or before, and no appointment",
    "event.sheet": "an event that has begun, and no appointment",
    "event.hold": "an event that has not ended and is not cancelled",
    "event.release": "held seats",
    "event.series": "an event of a series",
    "event.check_in": _EXPECTED,
    "event.not_here": "somebody who is checked in",
    "event.no_show": "somebody who is enrolled, once the event has begun",
    "event.left": _SOMEBODY_HERE_OR_OFFERED,
    "event.stays": _SOMEBODY_HERE_OR_OFFERED,
    "event.take": _SOMEBODY_HERE_OR_OFFERED,
    "event.waive": "somebody whose late cancel counts",
    "withdraw": _SOMEBODY_LIVE,
    "move": _SOMEBODY_LIVE,
    "call": _SOMEBODY_LIVE,
    "invite": _SOMEBODY_LIVE,
    "party": "somebody enrolled or waiting, until the event ends",
    "calls.yes": "a line with a person",
    "calls.voicemail": "a line with a person",
    "calls.no": "a line with a person",
    "calls.later": "a line with a person",
    "calls.let_in": "a seat that the next in line cannot take",
    "calls.priority": "somebody who waits",
    "closing.fate": "an event under the cursor",
    "closing.later": "an event under the cursor",
    "closing.sooner": "an event under the cursor",
    "owed.book": "a step that is due",
    "owed.cancel": "an event with fewer people than it needs",
    "pathway.book": _OPEN_PATH,
    "pathway.book_any": _OPEN_PATH,
    "pathway.book_run": _OPEN_PATH,
    "pathway.clear": _OPEN_PATH,
    "pathway.plan": _OPEN_PATH,
    "pathway.end": _OPEN_PATH,
    "pathway.check_in": "a booked appointment of today or before",
    "pathway.not_here": "an appointment with a check-in",
    "pathway.no_show": "a booked appointment of today or before",
    "pathway.expected": "a no-show",
    "pathway.withdraw": "a booked appointment",
    "pathway.pause": "a path that goes on",
    "pathway.go_on": "a path that is paused",
    "slots.other": "a clinic with several sites",
    "slots.with": "a step with a clinician",
    "enrol.new": "the box for a name",
    "enrol.take": "a new person who may be in the book already",
    "enrol.anyway": "an event that is full",
    "enrol.either": "an event that is full",
    "person.take": "an offered seat under the cursor",
    "person.check_in": "a booking of today or before under the cursor",
    "person.not_here": "a check-in under the cursor",
    "person.withdraw": "a booking under the cursor that has not ended",
    "person.consents": "a clinic that asks for consents, with names shown",
    "person.copy_phone": "somebody whose phone number is shown",
    "person.copy_email": "somebody whose e-mail address is shown",
    "person.merge": "a possible duplicate under the cursor",
    "person.path": "a client",
    "person_form.take": "a new person who may be in the book already",
    "people_plan.apply": "a file with news and without faulty rows",
    "retention.apply": "names that have been kept long enough",
    "clinicians.away": _A_CLINICIAN,
    "clinicians.there": "a clinician with an absence",
    "clinicians.week": _A_CLINICIAN,
    "new_step": _A_LIST,
    "move_step": _A_LIST,
    "drop_step": _A_LIST,
    "places.notes": "a person under the cursor",
    "places.party": "somebody in a group who is enrolled or waiting",
    "places.meet": "a group",
    "programs.enrol": _A_SITE,
    "programs.change": _A_SITE,
    "programs.site": _A_SITE,
    "programs.resize": _A_SITE,
    "reminders.sent": _REMINDED,
    "reminders.confirmed": _REMINDED,
    "reminders.not_reached": _REMINDED,
    "reminders.drafts": _REMINDED,
    "reports.group": "a view that can be grouped in another way",
    "reports.save": "numbers, and no view with names",
    "handover.done": "a note under the cursor",
    "handover.read": "notes that you have not read",
    "arrivals.left": "somebody whose name is typed in the box",
    "here.left": "somebody who is here",
    "today.arrivals": "the lists, to go to check-in",
    "overrides.take": "a difference under the cursor",
    "overrides.keep": "a difference that is not decided",
    "plan.apply": "a plan with changes that is not held back",
    "plan.force": "a plan that is held back",
    "website.sync": "a website or a calendar that is not being read now",
    "website.change": "a website or a calendar",
    "website.differ": "a website or a calendar",
    "website.remove": "a website or a calendar that is not being read now",
    "website.wall": "a website that asks about its times",
    "website.instant": "a website that asks about its times",
    "week.next": _A_CLINICIAN,
    "week.previous": _A_CLINICIAN,
    "week.choose": _A_CLINICIAN,
    "week.calendar_file": _A_CLINICIAN,
    "week.appointment": _A_CLINICIAN,
    "week.board": _A_CLINICIAN,
    "board.new": "a free cell",
    "list.mark": "a line under the cursor",
}
"""What each of them is only for."""


def needs_of(binding: Binding) -> str:
    """Return what a key is only for; empty when nothing is to be said."""
    return NEEDS.get(binding.id or "") or NEEDS.get(parse(binding.action)[1], "")


def not_now_words(binding: Binding) -> str:
    """Return what a key is only for, in one sentence; empty when nothing is to be said."""
    needs = needs_of(binding)
    return f"{key_name(binding.key)} ({binding.description}) is only for {needs}." if needs else ""


def why_not(screen: Screen[Any], key: str) -> str:
    """Return why a key does nothing on a screen, in one sentence; empty for a key that it does not know."""
    for _, bound in screen._modal_binding_chain:
        for binding in bound.key_to_bindings.get(key, ()):
            if words := not_now_words(binding):
                return words
    return ""
