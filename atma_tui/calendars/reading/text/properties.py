"""Single values as icalendar reads them, with one kind of error for everything that can be wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, cast

from icalendar.prop import vDDDTypes, vDuration, vRecur, vUTCOffset

_RAISED = (ValueError, TypeError, AttributeError, OverflowError, KeyError, IndexError)
"""What icalendar 7.3 raises for invalid values."""


_TIME = re.compile(r"[0-9]{8}T[0-9]{6}Z?")


class NoValue(ValueError):
    """The text is not a value of the kind that was asked for."""


def read_moment(text: str) -> datetime | date:
    """Read a date or a time: naive as the clock on some wall, aware (UTC) when it ends in Z. Raises `NoValue`."""
    if _TIME.fullmatch(text):  # nearly all are; icalendar takes ten times as long
        try:
            return datetime.fromisoformat(text)
        except ValueError as error:
            raise NoValue(text) from error
    value = _read(vDDDTypes.from_ical, text)
    if isinstance(value, tuple):
        value = value[0]
    if not isinstance(value, date):
        raise NoValue(text)
    return value


def read_length(text: str) -> timedelta:
    """Read a DURATION. Raises `NoValue`."""
    value = _read(vDuration.from_ical, text)
    if not isinstance(value, timedelta):
        raise NoValue(text)
    return value


def read_offset(text: str) -> timedelta:
    """Read an offset from UTC such as `-0600`. Raises `NoValue`."""
    value = _read(vUTCOffset.from_ical, text)
    if not isinstance(value, timedelta):
        raise NoValue(text)
    return value


def read_parts(text: str) -> dict[str, list[Any]]:
    """Read the parts of a rule of repetition by their upper-case names. Raises `NoValue`."""
    return {name: list(values) for name, values in _parts(text).items()}


@lru_cache(maxsize=256)
def _parts(text: str) -> dict[str, list[Any]]:
    parts = cast("dict[str, list[Any]]", _read(vRecur.from_ical, text))
    return {str(name).upper(): list(values) for name, values in parts.items()}


def _read(reader: Callable[[str], object], text: str) -> object:
    try:
        return reader(text.strip())
    except _RAISED as error:
        raise NoValue(text) from error
