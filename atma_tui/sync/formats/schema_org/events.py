"""Which nodes of a page are events that people come to, and what to say of the others."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

from atma_tui.calendars.words import UNTITLED
from atma_tui.sync.formats.moments import end_said
from atma_tui.sync.formats.schema_org.nodes import Found, Graph, Node, bare, each, said, text, types
from atma_tui.sync.formats.shared import line

_EVENTS = frozenset(("Festival", "Hackathon", "CourseInstance", "EventSeries"))
"""Events of schema.org whose names do not end so."""
_NO_VISITS = {
    "BroadcastEvent": "a broadcast",
    "OnDemandEvent": "an on-demand item",
    "PublicationEvent": "a publication",
    "SaleEvent": "a sale",
    "DeliveryEvent": "a delivery",
}
"""What schema.org calls an event, and nobody comes to a site for."""
_SERIES = frozenset(("EventSeries", "CourseInstance", "Course"))
_ONE_DATE = timedelta(hours=36)
"""A series or a course that is longer is not on all the time."""
_PARTS = ("subEvent", "subEvents", "hasCourseInstance", "event", "events")
_INHERITED = ("name", "location", "description", "eventAttendanceMode", "courseMode")
_SCHEDULES = ("eventSchedule", "courseSchedule")
_ASIDE = frozenset(("superEvent", "itemReviewed", "itemOffered", "recordedIn", "recordedAt", "about"))
"""How a page speaks of an event only to say something about another thing."""


class PageEvent(NamedTuple):
    """An event of a page that people come to, its dates not yet read."""

    node: Node
    schedules: list[Node]
    """The rules by which it repeats; none for one date."""

    @property
    def title(self) -> str:
        """Its title, or a stand-in."""
        return line(text(self.node, "name")) or UNTITLED


class PageEvents(NamedTuple):
    """The events of a page, and a sentence for each that was seen and is not among them."""

    events: list[PageEvent]
    notes: list[str]


def events_of(graph: Graph) -> PageEvents:
    """Return the events of a page that have dates, in their order."""
    parents = _parents(graph)
    events: list[PageEvent] = []
    notes: list[str] = []
    for found in graph:
        if not _is_event(found.node):
            continue
        node = _whole(found, parents, graph)
        schedules = [rule for name in _SCHEDULES for rule in map(graph.described, each(said(node, name)))]
        event = PageEvent(node, [rule for rule in schedules if isinstance(rule, dict)])
        if schedules and not event.schedules:
            notes.append(f"“{event.title}” repeats in a way that cannot be read; only its first date is.")
        if why := _why_not(found, event):
            title = line(text(node, "name") or text(found.parent, "name")) or UNTITLED
            notes.append(f"“{title}” {why}; left out.")
        elif not (_only_aside(found) or _only_a_whole(event)):
            events.append(event)
    return PageEvents(events, list(dict.fromkeys(notes)))


def _is_event(node: Node) -> bool:
    named = types(node)
    if "Course" in named and (_has_date(node) or any(said(node, name) is not None for name in _SCHEDULES)):
        return True
    return bool(node.keys() - {"@id", "@type"}) and any(
        one.lower().endswith("event") or one in _EVENTS for one in named
    )


def _parents(graph: Graph) -> dict[str, Node]:
    """Return what events are parts of, by the names under which the whole speaks of them."""
    return {
        part["@id"]: found.node
        for found in graph
        for name in _PARTS
        for part in each(said(found.node, name))
        if isinstance(part, dict) and isinstance(part.get("@id"), str)
    }


def _whole(found: Found, parents: dict[str, Node], graph: Graph) -> Node:
    """Return an event with what it does not say itself and the festival, series or course around it does."""
    node, around = found.node, found.parent if found.role in _PARTS else None
    around = around or parents.get(str(node.get("@id"))) or graph.described(said(node, "superEvent"))
    if not isinstance(around, dict):
        return node
    missing = [name for name in _INHERITED if said(node, name) is None]
    return {**node, **{name: value for name in missing if (value := said(around, name)) is not None}}


def _why_not(found: Found, event: PageEvent) -> str:
    """Return why an event is none that people come to on a day that is known; nothing when it is one."""
    node = event.node
    if other := next((_NO_VISITS[name] for name in types(node) if name in _NO_VISITS), ""):
        return f"is {other}, no event that people come to"
    if event.schedules or _has_parts(node) or found.role in _ASIDE:
        return ""
    if not _has_date(node):
        return "has no date yet"
    start, end = end_said(said(node, "startDate")), end_said(said(node, "endDate"))
    if start and end and _SERIES.intersection(types(node)):
        apart = end.moment.replace(tzinfo=None) - start.moment.replace(tzinfo=None)
        if apart > _ONE_DATE:
            return f"runs from {start.moment:%Y-%m-%d} to {end.moment:%Y-%m-%d} without saying on which days"
    return ""


def _has_date(node: Node) -> bool:
    """Whether it says a date, whether or not it can be read; `to be announced` is none."""
    return bool(re.search(r"\d", str(bare(said(node, "startDate")) or "")))


def _has_parts(node: Node) -> bool:
    return any(said(node, name) is not None for name in _PARTS)


def _only_a_whole(event: PageEvent) -> bool:
    """Whether its dates are those of its parts, which are listed one by one."""
    node = event.node
    if not _has_parts(node) or event.schedules:
        return False
    return bool(_SERIES.intersection(types(node))) or not _has_date(node)


def _only_aside(found: Found) -> bool:
    return found.role in _ASIDE and (said(found.node, "location") is None or not _has_date(found.node))
