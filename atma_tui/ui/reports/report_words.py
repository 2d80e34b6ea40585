"""Reports in words: pure functions from counts to rows and sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from atma_tui.desk.reports.reports import EventCounts, Fairness, WaitingEntry
from atma_tui.domain.records import Event
from atma_tui.domain.when import ago_words, day_words, month_of
from atma_tui.ui.ground.show import who
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.rows import Heading, Row
from atma_tui.ui.widgets.spans import Cell, Span, Tone

COUNTS = (
    Column("Day", 12),
    Column("Event", 16, flex=1),
    Column("Site", 8, wide_only=110),
    Column("Enrolled", 8, align="right"),
    Column("Came", 4, align="right"),
    Column("Counted", 7, align="right", wide_only=100),
    Column("No-shows", 8, align="right"),
    Column("Not marked", 10, align="right"),
    Column("Withdrew", 8, align="right"),
    Column("Late", 4, align="right", wide_only=100),
    Column("Waiting", 7, align="right", wide_only=100),
    Column("Over capacity", 13, align="right", wide_only=130),
    Column("Skipped", 7, align="right", wide_only=130),
)
_NUMBERS: tuple[tuple[str, Tone], ...] = (
    ("enrolled", ""),
    ("attended", ""),
    ("counted", ""),
    ("no_show", "warn"),
    ("unmarked", "warn"),
    ("withdrawn", ""),
    ("late", "warn"),
    ("waiting", ""),
    ("overbooked", "bad"),
    ("passed", "warn"),
)
TURNS = (
    Column("Who", 14, flex=2),
    Column("Event", 20, flex=4),
    Column("Why", 20, flex=5),
)


def month_before(day: date) -> tuple[date, date]:
    """Return the first and last day of the month before."""
    return month_of(day.replace(day=1) - timedelta(days=1))


def span_of(first: date, last: date) -> str:
    """Return a span of days in words: `December 2026` when it is a whole month."""
    if (first, last) == month_of(first):
        return f"{first:%B} {first.year}"
    return f"{day_words(first)} to {day_words(last)}"


def counts_rows(counts: Sequence[EventCounts]) -> list[EventCounts | Heading]:
    """Return the events that people come to together, then the appointments."""
    together = [one for one in counts if one.event.visibility == "public"]
    alone = [one for one in counts if one.event.visibility == "private"]
    rows: list[EventCounts | Heading] = []
    for title, members in (("Events", together), ("Appointments and other private events", alone)):
        if members:
            rows += [Heading(f"{title} ({len(members)})"), *members]
    return rows


def counts_row(one: EventCounts, sites: Mapping[str, str]) -> Row:
    """Return an event in numbers; a zero is a dot, so that what is there stands out."""
    event = one.event
    hour = "" if event.all_day else f" {event.starts:%H:%M}"
    day = f"{event.starts.day} {event.starts:%b}{hour}"
    site = sites.get(event.site, event.site)
    off = "" if event.live else " (cancelled)"
    numbers = (_number(getattr(one, name), tone) for name, tone in _NUMBERS)
    return Row(event.id, (day, f"{event.title}{off}", site, *numbers), "" if event.live else "dim")


def _number(number: int, tone: Tone) -> Cell:
    return (Span(str(number), tone),) if number else (Span("·", "dim"),)


def totals_words(counts: Sequence[EventCounts]) -> str:
    """Return the totals as a sentence."""
    if not counts:
        return ""
    total = {name: sum(getattr(one, name) for one in counts) for name in EventCounts.__struct_fields__[1:]}
    off = sum(1 for one in counts if not one.event.live)
    marked = total["attended"] + total["no_show"]
    rate = f" ({round(100 * total['attended'] / marked)} % came)" if marked else ""
    counted = f" and {total['counted']} were counted without a name" if total["counted"] else ""
    events = f"{len(counts)} event{'s' if len(counts) > 1 else ''}" + (f", {off} cancelled" if off else "")
    return (
        f"{events}: {total['enrolled']} enrolled, {total['attended']} came{counted}, "
        f"{total['no_show']} did not{rate}, {total['unmarked']} not marked, "
        f"{total['withdrawn']} withdrew ({total['late']} late), {total['waiting']} waiting at the end, "
        f"{total['overbooked']} over capacity, {total['passed']} skipped"
    )


def fairness_rows(fair: Fairness, now: datetime, *, private: bool) -> list[Row | Heading]:
    """Return who was moved up, who was passed over, and who waits longest."""
    parts = (
        (f"Moved in line by priority ({len(fair.jumps)})", "jump", fair.jumps),
        (f"Skipped, keeping their place ({len(fair.passes)})", "pass", fair.passes),
    )
    rows: list[Row | Heading] = []
    for title, kind, turns in parts:
        rows.append(Heading(title))
        rows += [_entry_row(f"{kind}.{n}", entry, entry.why, private=private) for n, entry in enumerate(turns)]
    rows.append(Heading("Waits now, longest first"))
    for n, entry in enumerate(fair.waits):
        asked = ago_words(entry.enrolment.at, now)
        rows.append(_entry_row(f"wait.{n}", entry, f"asked {asked}", private=private))
    return rows


def entry_of(fair: Fairness, key: str | None) -> WaitingEntry | None:
    """Return whom a row of the fairness list is about."""
    kind, _, place = (key or "").partition(".")
    found = {"jump": fair.jumps, "pass": fair.passes, "wait": fair.waits}.get(kind, ())
    return found[int(place)] if place.isdigit() and int(place) < len(found) else None


def fairness_words(fair: Fairness, now: datetime) -> str:
    """Return how fair the lines were, as a sentence."""
    longest = f"; the longest wait began {ago_words(fair.waits[0].enrolment.at, now)}" if fair.waits else ""
    times = len(fair.passes)
    passed = "nobody skipped" if not times else f"{times} time{'s' if times > 1 else ''} somebody skipped"
    return f"{len(fair.jumps)} moved by priority, {passed}{longest}"


def _entry_row(key: str, entry: WaitingEntry, why: str, *, private: bool) -> Row:
    party = f" +{entry.enrolment.party - 1}" if entry.enrolment.party > 1 else ""
    offering = entry.offering
    when = f", {offering.starts.day} {offering.starts:%b}" if isinstance(offering, Event) else ""
    return Row(key, (who(entry.person.name, private=private) + party, f"{entry.title}{when}", why))
