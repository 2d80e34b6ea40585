"""The fields of an event that can be given when it is made, changed or copied."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from atma_tui.domain.records import EventKind


class EventFields(Struct, frozen=True, kw_only=True):
    """Fields of an event; those not given stay as they are."""

    site: str | UnsetType = UNSET
    title: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    category: EventKind | UnsetType = UNSET
    starts: datetime | UnsetType = UNSET
    ends: datetime | UnsetType = UNSET
    all_day: bool | UnsetType = UNSET
    room: str | UnsetType = UNSET
    place: str | UnsetType = UNSET
    capacity: int | UnsetType | None = UNSET
    visibility: str | UnsetType = UNSET
    minimum: int | UnsetType = UNSET
    decide_days: int | UnsetType = UNSET
    waiting_limit: int | UnsetType | None = UNSET
    enrolment_opens: datetime | UnsetType | None = UNSET
    enrolment_closes: datetime | UnsetType | None = UNSET
    url: str | UnsetType = UNSET
    notes: str | UnsetType = UNSET
    program: str | UnsetType = UNSET
    """The group (cohort program) of which it is a meeting: everybody with a place in the group is enrolled."""

    def given(self) -> dict[str, Any]:
        """Return only the fields that were given."""
        return {name: value for name in self.__struct_fields__ if (value := getattr(self, name)) is not UNSET}
