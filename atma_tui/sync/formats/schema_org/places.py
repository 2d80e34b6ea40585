"""Where a schema.org event is: the places in words, and whether anybody has to go there."""

from __future__ import annotations

from typing import Any, NamedTuple

from atma_tui.calendars.reading.text.online import is_meeting
from atma_tui.domain.text import clean
from atma_tui.sync.formats.schema_org.nodes import Graph, Node, each, said, text, types
from atma_tui.sync.formats.shared import line, status_names

_ADDRESS = ("streetAddress", "addressLocality", "addressRegion", "postalCode", "addressCountry")
_DEEPEST = 4
"""So far a room in a house on a campus is followed."""


class Where(NamedTuple):
    """Where an event is."""

    place: str
    online: bool
    """It is held on screens only."""


def where(event: Node, graph: Graph) -> Where:
    """Return where an event is.

    Whatever says that it is online, or has moved there, counts, unless it is said to be in person as well.
    """
    parts = [graph.described(one) for one in each(said(event, "location"))]
    screens = [one for one in parts if isinstance(one, dict) and "VirtualLocation" in types(one)]
    places = [words for one in parts if one not in screens and (words := _place(one, graph) or _meeting(one))]
    mode = _mode(event)
    online = mode == "online" or (mode != "mixed" and bool(screens) and not places)
    return Where(
        place=clean("; ".join(places) or ("Online" if screens else ""), 500),
        online=online or "movedonline" in status_names(said(event, "eventStatus")),
    )


def _mode(event: Node) -> str:
    """Return how people take part: `online`, `offline`, `mixed`, or nothing."""
    names = status_names(said(event, "eventAttendanceMode")) | status_names(said(event, "courseMode"))
    found = {name.removesuffix("attendancemode").removesuffix("event") for name in names}
    if found & {"mixed", "blended", "hybrid"} or found >= {"online", "offline"} or found >= {"online", "onsite"}:
        return "mixed"
    return next((name for name in ("online", "offline") if name in found), "")


def _place(location: Any, graph: Graph, depth: int = 0) -> str:  # noqa: ANN401
    if isinstance(location, str):
        return line(location, 500)
    if not isinstance(location, dict) or depth > _DEEPEST:
        return ""
    addresses = each(said(location, "address")) or ([location] if said(location, "streetAddress") else [])
    parts = [words for one in addresses for words in _address(graph.described(one))]
    around = _place(graph.described(said(location, "containedInPlace")), graph, depth + 1)
    return ", ".join(dict.fromkeys(part for part in (line(text(location, "name")), *parts, around) if part))


def _meeting(location: Any) -> str:  # noqa: ANN401
    """Return the link to a meeting that a place consists of, nothing for any other."""
    link = clean(text(location, "url"), 500) if isinstance(location, dict) else ""
    return link if is_meeting(link) else ""


def _address(address: Any) -> list[str]:  # noqa: ANN401
    return [_part(address, name) for name in _ADDRESS] if isinstance(address, dict) else [line(address, 300)]


def _part(address: Node, name: str) -> str:
    value = said(address, name)
    return line(text(value, "name") if isinstance(value, dict) else text(address, name))
