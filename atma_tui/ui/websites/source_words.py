"""Sources of events in words: pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from textual.content import Content

from atma_tui.desk.websites.sources import SourceView
from atma_tui.desk.websites.trial_words import FORMATS
from atma_tui.domain.records import Act, Source
from atma_tui.domain.when import ago_words, short_moment_words
from atma_tui.sync.addresses import masked
from atma_tui.ui.ground.show import plain, show
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.rows import Row
from atma_tui.ui.widgets.spans import Span, Tone

COLUMNS = (
    Column("Source", 18, flex=2),
    Column("State", 18, flex=2),
    Column("Site", 10, flex=1),
    Column("Address", 20, flex=3),
)
CLOCKS = {
    "ask": "as they are, with a warning when in doubt",
    "wall": "local (18:00 stays 18:00)",
    "instant": "exact moments (corrected by the hour that the zone is off)",
}
BY_PLACE = "from each event's address"


def source_row(source: Source, sites: Mapping[str, str], now: datetime) -> Row:
    """Return a source: its name, how it stands, where its events are, its address without secrets."""
    site = sites.get(source.site, source.site) or "by address"
    return Row(source.id, (source.id, (state(source, now),), site, masked(source.url)))


def state(source: Source, now: datetime) -> Span:
    """Say how a source stands."""
    tone: Tone = "bad" if source.failed else "good"
    if source.not_before is not None and source.not_before > now:
        return Span(f"wait until {short_moment_words(source.not_before, now)}", tone if source.failed else "warn")
    if source.taken_back:
        return Span("UNDONE, y reads it", "warn")
    if source.failed:
        return Span(f"FAILED {ago_words(source.tried, now)}" if source.tried else "FAILED", tone)
    if source.checked is None:
        return Span("not read yet", "warn")
    return Span(f"read {ago_words(source.checked, now)}", tone)


def source_words(view: SourceView, sites: Mapping[str, str], now: datetime) -> Content:
    """Return everything about a source: the problem first, then what it leaves open, last its past syncs."""
    source = view.source
    lines = [show(source.id, style="bold")]
    if source.failed:
        lines.append(show(source.failed, 400, "bold $text-error"))
    if source.taken_back:
        lines.append(
            show("Its last sync was undone, so it is not asked by itself. y reads it again.", 400, "$text-warning")
        )
    if view.gone:
        titles = "; ".join(event.title for event in view.gone[:3]) + (" and others" if view.gone[3:] else "")
        lines.append(show(f"No longer listed, with people in it: {titles}. o decides.", 400, "$text-warning"))
    if view.question:
        question = f"{view.question} w: times are local. i: times are exact moments."
        lines.append(show(question, 400, "$text-warning"))
    later = source.not_before if source.not_before and source.not_before > now else None
    facts = (
        ("Last read in full", _moment(source.checked, now) or "never"),
        ("Last change", _moment(source.changed, now) or "none yet"),
        ("Last try", _moment(source.tried, now) or "none yet"),
        ("Not again before", short_moment_words(later, now) if later else ""),
        ("Address", masked(source.url)),
        ("Site", sites.get(source.site, source.site) or BY_PLACE),
        ("Format", FORMATS.get(source.format, source.format)),
        ("Asked", f"every {source.every} min while a desk is open" if source.every else "only by hand"),
        ("Times", CLOCKS[source.clock] if source.clock != "ask" else ""),
        ("Network", "inside the clinic (allowed)" if source.allow_private else ""),
        ("Secret", f"from {source.secret}" if source.secret else ""),
    )
    lines += [_fact(label, words) for label, words in facts if words]
    return Content("\n").join([*lines, *_past(view.past, now)])


def _past(acts: Sequence[Act], now: datetime) -> list[Content]:
    """Return one line for each past sync that brought something."""
    heading = [show("What it changed", style="bold")] if acts else []
    return heading + [_fact(short_moment_words(act.at, now), f"{act.summary} ({act.by})") for act in acts]


def _fact(label: str, words: str) -> Content:
    return Content.assemble((f"{label}: ", "$foreground-muted"), plain(words, 400))


def _moment(moment: datetime | None, now: datetime) -> str:
    return f"{ago_words(moment, now)}, {short_moment_words(moment, now)}" if moment else ""
