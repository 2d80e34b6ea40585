"""Wall clock times, instants and days, and how people write and read them."""

from __future__ import annotations

from atma_tui.domain.when.days import days_of, days_touched, month_of, whole_days
from atma_tui.domain.when.reading import read_closing, read_day, read_last_day, read_span_end, read_time, read_wall
from atma_tui.domain.when.words import (
    ago_words,
    clock_name,
    day_hour,
    day_words,
    short_day_words,
    short_moment_words,
    span_words,
    stamped_words,
    wall_words,
)
from atma_tui.domain.when.zones import ALBERTA, exists, instant, rfc3339, today, wall, zone, zone_data_is_current

__all__ = [
    "ALBERTA",
    "ago_words",
    "clock_name",
    "day_hour",
    "day_words",
    "days_of",
    "days_touched",
    "exists",
    "instant",
    "month_of",
    "read_closing",
    "read_day",
    "read_last_day",
    "read_span_end",
    "read_time",
    "read_wall",
    "rfc3339",
    "short_day_words",
    "short_moment_words",
    "span_words",
    "stamped_words",
    "today",
    "wall",
    "wall_words",
    "whole_days",
    "zone",
    "zone_data_is_current",
]
