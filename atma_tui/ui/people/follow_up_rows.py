"""Follow-ups due as rows of a list, under their reasons."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from atma_tui.desk.clients.owed import FollowUp, Reason
from atma_tui.domain.when import ALBERTA, short_day_words, wall
from atma_tui.ui.ground.show import who
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.people import phone_words
from atma_tui.ui.widgets.rows import Heading, Row
from atma_tui.ui.widgets.spans import Tone

FOLLOW_UPS = (
    Column("Who", 16, flex=1),
    Column("What", 24, flex=3),
    Column("Phone", 14),
    Column("Date", 16, wide_only=96),
)
_HEADINGS: dict[Reason, str] = {
    "integration": "Integration owed after a session",
    "stopped": "Booked, but cannot go ahead",
    "unmarked": "Came, or not",
    "clearance": "Clearance running out",
    "plan": "Plan running out",
    "call": "Calls to make",
    "next_step": "Next step not booked",
    "follow_up": "Follow-up due",
    "nothing_booked": "No next appointment",
    "minimum": "Too few people to run",
    "on_hold": "On hold",
    "paused": "Program paused",
}

_TO_COME: tuple[Reason, ...] = ("stopped", "minimum")
"""Reasons about something that would take place on a day to come."""


def follow_up_key(one: FollowUp) -> str:
    """Return a name of a row that stays the same while it is owed."""
    return f"{one.reason} {one.pathway} {one.event or one.call}"


def follow_up_rows(found: Iterable[FollowUp], now: datetime, *, private: bool) -> list[Row | Heading]:
    """Return all that is owed under its reasons."""
    rows: list[Row | Heading] = []
    reason = ""
    for one in found:
        if one.reason != reason:
            reason = one.reason
            rows.append(Heading(_HEADINGS[one.reason]))
        rows.append(_row(one, now, private=private))
    return rows


def _row(one: FollowUp, now: datetime, *, private: bool) -> Row:
    name = who(one.person.name, private=private) if one.person else ""
    phone = phone_words(one.person, private=private) if one.person else ""
    tone: Tone = "bad" if one.reason == "integration" and (now - one.since).days >= 3 else ""
    return Row(follow_up_key(one), (name, one.words, phone, _date_words(one)), tone)


def _date_words(one: FollowUp) -> str:
    """Return since when it is owed, or on which day it would take place; what ends says its day itself."""
    if one.reason in ("clearance", "plan"):
        return ""
    at = wall(one.since, ALBERTA)
    return f"{'on' if one.reason in _TO_COME else 'since'} {short_day_words(at)}"
