"""Programs with their steps and places, and each client's path through one."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from atma_tui.domain.records.base import Count, Moment, Record, Value
from atma_tui.domain.records.events import Event, EventKind


class Part(Value, frozen=True, kw_only=True):
    """A part of an appointment, such as preparation."""

    title: str
    minutes: Count


class StepKind(Value, frozen=True, kw_only=True):
    """A way in which a step is done, such as a psycholytic session."""

    id: str
    title: str
    parts: tuple[Part, ...]

    @property
    def minutes(self) -> int:
        """Length of all parts together."""
        return sum(part.minutes for part in self.parts)


class Step(Value, frozen=True, kw_only=True):
    """One step of a program's path."""

    id: str
    title: str
    short: str = ""
    """For the rail, such as `Call`."""
    description: str = ""
    category: EventKind = "other"
    minutes: Count = 60
    kinds: tuple[StepKind, ...] = ()
    times: Count = 1
    """How often it is usually done."""
    planned: bool = False
    """Whether the treatment plan says how often."""
    owed_after: str = ""
    """Id of the step after each of which one visit of this step is owed until it is booked."""
    gives: Literal["", "clearance", "plan"] = ""
    """What is decided and recorded at it."""
    needs: tuple[Literal["clearance", "plan", "clinician", "supervisor", "room"], ...] = ()
    """What must be in place for it."""
    gap_days: Count = 0
    """Fewest days between two visits."""


class Program(Record, frozen=True, kw_only=True):
    """A path a person walks, or a group that meets."""

    kind = "program"
    text = ("title",)

    title: str
    path: Literal["individual", "cohort"] = "individual"
    for_whom: str = ""
    description: str = ""
    steps: tuple[Step, ...] = ()


class ProgramSeats(Record, frozen=True, kw_only=True):
    """A program at a site: an offering with a number of places. Its id is `program@site`."""

    kind = "program_seats"
    indexed = ("site", "program")

    program: str
    site: str
    capacity: Count | None = None
    override_reason: str = ""
    """Why there are fewer places than people, and who said so."""


Offering = Event | ProgramSeats
"""Anything that has seats."""


class Clearance(Value, frozen=True, kw_only=True):
    """A clinician's decision on readiness, without the reason."""

    status: Literal["cleared", "not_yet", "on_hold"]
    clinician: str
    at: Moment
    until: date | None = None
    """Last day it holds."""


class TreatmentPlan(Value, frozen=True, kw_only=True):
    """What a clinician and a client agreed: how many sessions, of which kind."""

    clinician: str
    at: Moment
    sessions: Annotated[int, Meta(ge=1, le=100)]
    kind: str = ""


class Pathway(Record, frozen=True, kw_only=True):
    """A client's way through an individual program. Their appointments tell how far they are."""

    kind = "pathway"
    indexed = ("person", "state", "enrolment")

    enrolment: str
    """Their place in the program."""
    person: str
    program: str
    site: str
    state: Literal["active", "paused", "completed", "ended"] = "active"
    clearance: Clearance | None = None
    plan: TreatmentPlan | None = None
    began: Moment
    changed: Moment
    why: str = ""
    """Why it was paused or ended, as far as the desk may know."""

    @property
    def under_way(self) -> bool:
        """Whether it is active or paused."""
        return self.state in ("active", "paused")
