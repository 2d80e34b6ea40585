"""A table of events in CSV with a header row: the book's own, one for Google or Outlook, or a handmade one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from atma_tui.calendars.reading.text.csv_text import heading_words, plain_cell, rows_of, table_text
from atma_tui.calendars.reading.text.decoding import as_utf8
from atma_tui.calendars.reading.text.online import is_screen
from atma_tui.calendars.reading.zones import Zones
from atma_tui.calendars.words import UNTITLED
from atma_tui.domain.errors import Unreadable
from atma_tui.domain.records import Reading, RemoteEvent, Source
from atma_tui.domain.text import clean, unaccented
from atma_tui.sync.addresses import host_of
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats.csv_dates import Order, clock_after, is_clock, moment_of, order_of
from atma_tui.sync.formats.gathering import Entry, Gathering
from atma_tui.sync.formats.moments import HomeTime, Said, in_zone, span
from atma_tui.sync.formats.shared import (
    categories_of,
    clock_zones,
    line,
    paragraphs,
    refuse_too_many,
    short_name,
    status_of,
)
from atma_tui.sync.refusals import KEPT

_COLUMNS = {
    "title": ("title", "event", "event name", "event title", "name", "summary", "subject"),
    "start": ("starts", "start", "begins", "begin", "from", "dtstart", "start datetime"),
    "date": ("start date", "event date", "date", "day"),
    "start_clock": ("start time", "time", "begin time", "from time"),
    "end": ("ends", "end", "until", "to", "dtend", "end datetime"),
    "end_date": ("end date",),
    "end_clock": ("end time", "to time", "finish time"),
    "all_day": ("all day", "all day event", "allday"),
    "place": ("place", "location", "venue", "where", "venue name"),
    "room": ("room",),
    "address": ("address", "venue address", "street"),
    "city": ("city", "site", "clinic", "town"),
    "description": ("description", "about", "details"),
    "url": ("link", "url", "website", "web page", "event url"),
    "status": ("status", "event status"),
    "uid": ("uid", "id", "event id"),
    "categories": ("categories", "category", "tags", "type"),
    "online": ("online", "virtual", "format", "mode", "attendance"),
    "private": ("private", "visibility", "class"),
    "sensitivity": ("sensitivity",),
    "zone": ("timezone", "time zone", "zone"),
}
"""Names that each column may have; the first one found counts."""
_PLACE = ("place", "room", "address", "city")
_YES = ("yes", "true", "1", "y", "x")
_PUBLIC = ("", "no", "false", "0", "n", "public", "open", "default", "normal")
_OWN = "seats left"
"""A column that only the book's own tables have: in these, all-day events end at the midnight after them."""
_END = "the end of the table"
"""A row added at the end: if it is not read back, a cell was not closed."""
_HEAD = 4_000
_LONGEST_ROW = 2**20
"""In characters: while a line is cut into cells, no key is handled."""


def next_page(answer: Answer) -> str:
    """Return nothing: a table is one file."""
    return ""


def is_table(body: bytes) -> bool:
    """Whether some bytes begin with a header row that names a title and a start."""
    head = _head(rows_of(as_utf8(body[:_HEAD], "").decode("utf-8", "replace")))
    return _is_header(_names(head.split(_delimiter(head))))


def read(pages: Sequence[Answer], source: Source, zone: str, now: datetime) -> Reading:
    """Read the rows of a table. Raises `Unreadable` when it is cut within a cell."""
    page = pages[0]
    rows: list[Entry] = []
    for row in _rows(rows_of(table_text(page.body, page.charset))):
        rows.append(_dated(row))
        refuse_too_many(len(rows), host_of(page.url))
    zones = clock_zones(zone, source.clock)
    order = order_of(row[name] for row in rows for name in ("start", "end"))
    if not order and rows and rows[0].get("google"):
        order = "month first"
    found = Gathering(page.url, sure_names=False)
    for row in rows:
        found.take(
            row,
            partial(_event, order=order, zones=zones, host=host_of(page.url)),
            partial(_known_uid, host=host_of(page.url)),
        )
    return found.reading("window")


def _head(text: str) -> str:
    return re.split(r"[\r\n]", text, maxsplit=1)[0]


def _is_header(names: Mapping[str, int]) -> bool:
    return "title" in names and ("start" in names or "date" in names)


def _delimiter(head: str) -> str:
    return max(",;\t|", key=head.count)


def _bounded(row: str) -> str:
    if len(row) > _LONGEST_ROW:
        raise csv.Error("a row without an end")
    return row


def _names(cells: Sequence[str]) -> dict[str, int]:
    """Return the position of each column in a row, by the names of `_COLUMNS`."""
    told = [heading_words(cell) for cell in cells]
    found = {name: next((told.index(one) for one in names if one in told), -1) for name, names in _COLUMNS.items()}
    return {name: place for name, place in found.items() if place >= 0}


def _rows(text: str) -> Iterator[Entry]:
    """Yield the rows that are not blank, with the cells by column name."""
    lines = io.StringIO(f"{text}\n{_END}", newline="")
    table = csv.reader(map(_bounded, lines), delimiter=_delimiter(_head(text)), skipinitialspace=True)
    cells: list[str] = []
    try:
        header = next(table)
        names = _names(header)
        if not _is_header(names):
            raise csv.Error("no header row")
        own = any(unaccented(cell).replace("_", " ").strip() == _OWN for cell in header)
        google = unaccented(header[names["title"]]).strip() == "subject"
        for cells in table:
            if cells != [_END] and any(cell.strip() for cell in cells):
                row = {name: plain_cell(cells[at]) if at < len(cells) else "" for name, at in names.items()}
                yield dict.fromkeys(_COLUMNS, "") | row | {"own": own, "google": google}
    except (csv.Error, StopIteration) as error:
        raise Unreadable(f"The table cannot be read as one. {KEPT}") from error
    if cells != [_END]:
        raise Unreadable(f"The table is incomplete. {KEPT}")


def _dated(row: Entry) -> Entry:
    """Return a row whose start and end are dates, though they may have been times beside columns of dates."""
    for name in ("start", "end"):
        date = row["date" if name == "start" else "end_date"]
        if is_clock(row[name]) or (date.strip() and not row[name].strip()):
            row = row | {name: date, f"{name}_clock": row[f"{name}_clock"] or row[name]}
    return row


def _known_uid(row: Mapping[str, str], host: str) -> str:
    name = clean(row["uid"], 200)
    if not name:
        raise ValueError("a row without a name")
    return name if "@" in name else f"{name}@{host}"


def _event(row: Entry, order: Order, zones: Zones, host: str) -> RemoteEvent:
    all_day = unaccented(row["all_day"]).strip() in _YES
    start = moment_of(row["start"], "" if all_day else row["start_clock"], order)
    if start is None:
        raise ValueError("a row without a date")
    end = _end(row, start, all_day, order)
    if all_day:
        start, end = _day(start), end and (end if row["own"] else _day(end))
    doubts: list[str] = []
    if row["zone"]:
        doubts = [note for note in [_at_home(start, row["zone"], zones).note] if note]
        start, end = _told(start, row["zone"], zones), end and _told(end, row["zone"], zones)
    when = span(start, end, None, zones)
    title, status = status_of(line(row["title"]) or UNTITLED, row["status"])
    place = clean(", ".join(dict.fromkeys(part for name in _PLACE if (part := line(row[name])))), 500)
    uid = _known_uid(row, host) if row["uid"].strip() else short_name(unaccented(title), f"{when.starts:%Y-%m-%d}")
    link = row["url"].strip()
    return RemoteEvent(
        uid=uid,
        title=title,
        description=paragraphs(row["description"]),
        starts=when.starts,
        ends=when.ends,
        all_day=when.all_day,
        zone=zones.home,
        place=place,
        online=_online(row["online"]) or is_screen(place),
        categories=categories_of([row["categories"].replace(";", ",")]),
        url=clean(link, 500) if re.match(r"https?://", link) else "",
        status=status,
        private=any(unaccented(row[name]).strip() not in _PUBLIC for name in ("private", "sensitivity")),
        notes=(*doubts, *(note for note in when.notes if "has no zone" not in note)),
    )


def _end(row: Entry, start: Said, all_day: bool, order: Order) -> Said | None:
    """Return the end: in a column of its own, or only as a time of day."""
    clock = "" if all_day else row["end_clock"].strip()
    if clock and not row["end"].strip():
        return clock_after(start, clock)
    end = moment_of(row["end"], clock, order)
    if end is not None and row["own"] and all_day:
        return Said(end.moment)
    return end


def _day(moment: Said) -> Said:
    return Said(moment.moment, date_only=True)


def _told(moment: Said, zone_name: str, zones: Zones) -> Said:
    return moment._replace(moment=_at_home(moment, zone_name, zones).wall)


def _at_home(moment: Said, zone_name: str, zones: Zones) -> HomeTime:
    """Return a time without an offset on the clinic's clock; any other as it is."""
    if moment.date_only or moment.moment.tzinfo is not None:
        return HomeTime(moment.moment)
    return in_zone(moment.moment, zone_name, zones)


def _online(words: str) -> bool:
    said = unaccented(words).strip()
    if said in _YES or is_screen(words):
        return True
    return bool(re.search(r"online|virtual", said)) and not re.search(r"person|hybrid", said)
