"""Who may come to an event, as texts of its form: pure functions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Event
from atma_tui.domain.timing.minimum import read_decision
from atma_tui.domain.when import read_wall

LIMITS = {
    "opens": "Opens",
    "closes": "Closes",
    "waiting": "May wait",
    "minimum": "Minimum",
    "decide": "Decided",
}
"""The fields, with their labels."""


def limit_texts(event: Event) -> dict[str, str]:
    """Return the texts of an event; reading them back gives the same values."""
    return {
        "opens": _at_text(event.enrolment_opens),
        "closes": _at_text(event.enrolment_closes),
        "waiting": "" if event.waiting_limit is None else str(event.waiting_limit),
        "minimum": str(event.minimum or ""),
        "decide": f"{event.decide_days} days before" if event.decide_days else "",
    }


def limit_fields(texts: Mapping[str, str], said: Collection[str], day: date, today: date) -> dict[str, object]:
    """Return what the texts of the fields `said` ask for, for an event on a `day`. Raises `InputError`."""
    given: dict[str, object] = {}
    if "opens" in said:
        given["enrolment_opens"] = read_at(texts["opens"], today)
    if "closes" in said:
        given["enrolment_closes"] = read_at(texts["closes"], today)
    if "waiting" in said:
        given["waiting_limit"] = read_count(texts["waiting"])
    if "minimum" in said:
        given["minimum"] = read_count(texts["minimum"]) or 0
    if "decide" in said:
        given["decide_days"] = read_days_before(texts["decide"], day, today)
    return given


def limits_shown(texts: Mapping[str, str]) -> str:
    """Return what is set in a few words, and the key that sets it."""
    said = {
        "opens": "opens {}",
        "closes": "closes {}",
        "waiting": "at most {} wait",
        "minimum": "needs {}",
        "decide": "decided {}",
    }
    found = ", ".join(words.format(texts[name]) for name, words in said.items() if texts[name])
    return f"{found}; F6 changes them" if found else "none; F6 sets them"


def read_at(words: str, today: date) -> datetime | None:
    """Read a day and a time, None when empty. Raises `InputError`."""
    return read_wall(words, today) if words else None


def read_days_before(words: str, day: date, today: date) -> int:
    """Read so many days before, or a day; none before when empty. Raises `InputError`."""
    return read_decision(words, day, today) if words else 0


def read_count(words: str) -> int | None:
    """Read a number, None when empty. Raises `InputError`."""
    if not words:
        return None
    if words.isdecimal() and len(words) < 6:
        return int(words)
    raise InputError(f"{words!r} is not a number.")


def _at_text(at: datetime | None) -> str:
    return "" if at is None else f"{at:%Y-%m-%d %H:%M}"
