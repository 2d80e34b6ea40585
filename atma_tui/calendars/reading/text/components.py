"""Cutting a calendar into the blocks of its events without reading them: most are the same as last time."""

from __future__ import annotations

import re
from quopri import decodestring
from typing import NamedTuple

from atma_tui.calendars.reading.text.decoding import text_of
from atma_tui.calendars.reading.text.windows import in_lines
from atma_tui.domain.errors import Unreadable

MAX_EVENTS = 20_000
LONGEST_LINE = 65_536
_MAX_LINES = 1_000
_LARGEST_BLOCK = 1_000_000
_MAX_EDGES = 400_000
_MAX_ZONES = 200

_EDGE = re.compile(rb"\n(BEGIN|END):[ \t]{0,99}+([A-Z0-9-]{1,99}+)[ \t]{0,99}+(?=\n|\Z)", re.IGNORECASE)
_NEEDED = re.compile(
    rb"\n((?:UID|DTSTART|DTEND|DURATION|SUMMARY|DESCRIPTION|LOCATION|URL|STATUS|CLASS|SEQUENCE|LAST-MODIFIED"
    rb"|CATEGORIES|RECURRENCE-ID|RRULE|RDATE|EXRULE|EXDATE|X-MICROSOFT-CDO-ALLDAYEVENT"
    rb"|CONFERENCE|X-GOOGLE-CONFERENCE|X-GOOGLE-HANGOUT|X-MICROSOFT-SKYPETEAMS[A-Z]*|X-MICROSOFT-ONLINEMEETING[A-Z]*"
    rb")[:;][^\n]*)",
    re.IGNORECASE,
)
_NAME = re.compile(r"([A-Za-z0-9-]+)([:;])")
_PARAMETERS = re.compile(r'(?:;(?:[^":;]|"[^"]*")*+)*+:')
_QUOTED = re.compile(r";(?:ENCODING=)?QUOTED-PRINTABLE\b", re.IGNORECASE)
_REPEATS = re.compile(rb"\n(?:RRULE|RDATE|EXDATE|RECURRENCE-ID)[:;]", re.IGNORECASE)
_REPEATING = (b"RRULE", b"RDATE", b"EXDATE", b"RECURRENCE-ID")
_TIMES = frozenset(("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE"))
_SHORTEST_DATE = 8
_TIME_WITH_COLONS = re.compile(
    r":([0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9:.]{4,15}(?:Z|[+-][0-9]{2}:[0-9]{2})?)\Z", re.IGNORECASE
)
_TZID = re.compile(r';[ \t]*TZID[ \t]*=("[^"]*"|(?:\\.|&amp;|[^;\\])*)', re.IGNORECASE)
_DAYS = re.compile(r";[ \t]*VALUE[ \t]*=[ \t]*DATE[ \t]*(?:;|$)", re.IGNORECASE)
_RANGE = re.compile(r";[ \t]*RANGE[ \t]*=[ \t]*THISANDFUTURE", re.IGNORECASE)


_Edge = tuple[int, int, bool, bytes]
"""Where a component begins or ends: first and last byte of the line, whether it begins, its name."""


class Section(NamedTuple):
    r"""One VCALENDAR: its own lines, its zones and events without what is inside those, and events without an end.

    Contents are lines each after a `\n`; alarms and other inner components of events are left out.
    """

    head: bytes
    zones: list[bytes]
    events: list[bytes]
    broken: list[bytes]


class Line(NamedTuple):
    """One property: its time zone's name if it has one, and its value as it is written."""

    zone: str
    value: str
    onward: bool = False
    """RECURRENCE-ID;RANGE=THISANDFUTURE: this date and all later ones."""
    days: bool = False
    """VALUE=DATE: a day without hours, also when it is written with midnight."""


def cut(data: bytes) -> list[Section]:
    r"""Cut unfolded lines (each after a `\n`) into sections.

    Raises `Unreadable` when a calendar has no end (the answer was cut off) or more events than a book takes.
    """
    edges = _edges(data)
    ends = [begins for _, _, begins, name in edges if name == b"VCALENDAR"]
    if not ends or ends[-1] or ends.count(True) != ends.count(False):
        raise Unreadable(
            "The calendar broke off before its end, so nothing can be concluded from it. "
            "Events known so far stay as they are; try again later."
        )
    if sum(begins and name == b"VEVENT" for _, _, begins, name in edges) > MAX_EVENTS:
        raise Unreadable(
            f"The calendar holds more than {MAX_EVENTS:,} events; nothing was changed. "
            "Ask the sender for a calendar of coming events only."
        )
    return _sections(data, edges)


def _edges(data: bytes) -> list[_Edge]:
    found: list[_Edge] = []
    for edge in in_lines(_EDGE, data):
        start, end = edge.span()
        found.append((start, end, len(edge[1]) == 5, edge[2].upper()))
        if len(found) > _MAX_EDGES:
            raise Unreadable("The calendar has too many parts to be one that people made; nothing was changed.")
    return found


def _sections(data: bytes, edges: list[_Edge]) -> list[Section]:
    sections: list[Section] = []
    cutter: _Cutter | None = None
    for edge in edges:
        if edge[3] == b"VCALENDAR":
            if cutter:
                sections.append(cutter.finish(edge[0]))
            cutter = _Cutter(data, edge[1]) if edge[2] else None
        elif cutter:
            cutter.take_edge(edge)
    return sections


class _Cutter:
    """Walks over the edges of one VCALENDAR; components of any depth cost no recursion."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self._start = start
        """Where the piece that is being read begins."""
        self._open = b""
        """The component right inside the calendar that is being read, if any."""
        self._inner = b""
        """The component inside that one that is being skipped, if any."""
        self._pieces: list[bytes] = []
        self._head: list[bytes] = []
        self._made = Section(b"", [], [], [])

    def take_edge(self, edge: _Edge) -> None:
        """Take the next edge: begin or end what it begins or ends."""
        start, end, begins, name = edge
        if not self._open:
            self._head.append(self._data[self._start : start])
            self._start = end
            if begins:
                self._begin(name, end)
        elif begins and name == b"VEVENT":
            self._close(start, whole=False)
            self._begin(name, end)
        elif name == self._open and not begins:
            self._close(start, whole=True)
            self._start = end
        elif self._open == b"VTIMEZONE":
            return
        elif not self._inner and begins:
            self._inner = name
            self._pieces.append(self._data[self._start : start])
        elif self._inner == name and not begins:
            self._inner = b""
            self._start = end

    def _begin(self, name: bytes, start: int) -> None:
        self._open, self._inner, self._start, self._pieces = name, b"", start, []

    def _close(self, end: int, *, whole: bool) -> None:
        if not self._inner:
            self._pieces.append(self._data[self._start : end])
        content = b"".join(self._pieces)
        if self._open == b"VEVENT":
            (self._made.events if whole else self._made.broken).append(content)
        elif self._open == b"VTIMEZONE" and whole and len(self._made.zones) < _MAX_ZONES:
            self._made.zones.append(content)
        self._open = b""

    def finish(self, end: int) -> Section:
        if self._open:
            self._close(end, whole=False)
        else:
            self._head.append(self._data[self._start : end])
        return self._made._replace(head=b"".join(self._head))


def without_stamp(content: bytes) -> bytes:
    """Return an event's lines without DTSTAMP, which Google sets anew at each request."""
    start = content.find(b"\nDTSTAMP")
    if start < 0:
        return content
    end = content.find(b"\n", start + 1)
    return content[:start] + (content[end:] if end > 0 else b"")


def repeats(content: bytes) -> bool:
    """Whether an event's lines say that it is a series or a date of one."""
    upper = content.upper()
    return any(word in upper for word in _REPEATING) and bool(_REPEATS.search(content))


def needed(content: bytes) -> bytes:
    """Return those of an event's lines that the book has use for: no guests, no attachments."""
    found = _NEEDED.findall(content[:_LARGEST_BLOCK])[:_MAX_LINES]
    block = b"\n".join(found)
    return block if len(block) <= LONGEST_LINE else b"\n".join(map(_shortened, found))


def _shortened(line: bytes) -> bytes:
    """Return the line, cut between two letters if it is too long."""
    end = min(len(line), LONGEST_LINE)
    while 0 < end < len(line) and line[end] & 0xC0 == 0x80:
        end -= 1
    return line[:end]


def read_properties(block: bytes, codec: str) -> dict[str, list[Line]]:
    """Return the properties of a block of lines by their upper-case names; lines that are none are left out.

    A value of time never holds a colon, so those lines are split at the last one: Outlook writes time zones such
    as `tzone://Microsoft/Custom` without quotes.
    """
    found: dict[str, list[Line]] = {}
    for text in text_of(block, codec).split("\n"):
        start = _NAME.match(text)
        if start is None:
            continue
        name = start[1].upper()
        if name in _TIMES:
            head, value = _head_and_time(text)
            line = Line("", value.strip()) if ";" not in head else _time_line(head, value.strip())
        elif start[2] == ":":
            line = Line("", text[start.end() :])
        elif split := _PARAMETERS.match(text, start.end() - 1):
            value = text[split.end() :]
            line = Line("", _unquoted(value, codec) if _QUOTED.search(split[0]) else value)
        else:
            continue
        found.setdefault(name, []).append(line)
    return found


def _unquoted(value: str, codec: str) -> str:
    """Return the text of a value as the older vCalendar wrote it: `Caf=C3=A9`."""
    return text_of(decodestring(value.encode()), codec)


def _head_and_time(text: str) -> tuple[str, str]:
    """Split a line of time at the colon before its value, which may hold colons itself: `2027-01-15T18:00:00`."""
    head, _, value = text.rpartition(":")
    if len(value) < _SHORTEST_DATE and (long := _TIME_WITH_COLONS.search(text)):
        return text[: long.start()], long[1]
    return head, value


def _time_line(head: str, value: str) -> Line:
    """Return a property of time with what its parameters say."""
    found = _TZID.search(head)
    zone = found[1].strip().strip('"').strip() if found else ""
    return Line(zone, value, bool(_RANGE.search(head)), bool(_DAYS.search(head)))
