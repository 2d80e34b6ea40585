"""The events collection of a Squarespace site, asked for with `?format=json`: all coming events, over pages.

Times are milliseconds since 1970; the place is what is typed in, never the map's pin (New York by default). A
whole day goes from midnight to 23:59 by the website's own clock, which may still be an hour behind in winter.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any
from urllib.parse import urljoin

from atma_tui.calendars.reading.text.online import is_screen
from atma_tui.calendars.reading.zone_names import iana_name
from atma_tui.calendars.reading.zones import Zones
from atma_tui.calendars.words import UNTITLED
from atma_tui.domain.records import Reading, RemoteEvent, Source
from atma_tui.domain.text import clean, unaccented
from atma_tui.domain.when import ALBERTA, wall, zone
from atma_tui.sync.addresses import host_of
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats.gathering import Entry, Gathering
from atma_tui.sync.formats.moments import in_zone
from atma_tui.sync.formats.shared import (
    DEFAULT_LENGTH,
    NO_END,
    as_list,
    categories_of,
    clock_zones,
    in_reach,
    line,
    listing_of,
    paragraphs,
    short_name,
    status_of,
)

_ADDRESS = ("addressTitle", "addressLine1", "addressLine2", "addressCountry")
_LAST_MINUTE = time(23, 59)
_HOUR = timedelta(hours=1)
_MOUNTAIN_WINTER = -7 * 3_600_000
_ALBERTA = timedelta(hours=-6)
_OLD_RULES = "America/Denver"
"""A zone that still has the rules that Alberta's had."""


def next_page(answer: Answer) -> str:
    """Return the address of the next page, asked for as data again."""
    pages = listing_of(answer, "upcoming", "items").get("pagination")
    following = pages.get("nextPageUrl") if isinstance(pages, dict) else None
    if not isinstance(following, str) or not following:
        return ""
    address, mark, query = following.partition("?")
    return following if "format=json" in query else f"{address}?{query}{'&' if mark else ''}format=json"


def read(pages: Sequence[Answer], source: Source, zone: str, now: datetime) -> Reading:
    """Read the coming events of all pages."""
    found = Gathering(pages[0].url)
    zones = clock_zones(zone, source.clock)
    whole = True
    for page in pages:
        data = listing_of(page, "upcoming", "items")
        whole = whole and isinstance(data.get("upcoming"), list)
        for item in _items(data):
            found.take(
                item,
                partial(_event, page=page.url, zones=zones, own=_own_zone(data, zone, now)),
                partial(_uid, page=page.url),
            )
    return found.reading("all" if whole else "some")


def _uid(item: Entry, page: str) -> str:
    name = clean(item.get("id"), 100)
    if not name:
        name = short_name(
            unaccented(line(item.get("title"))), str(item.get("startDate")), unaccented(_place(item))
        )
    return f"{name}@{host_of(page)}"


def _items(data: dict[str, Any]) -> list[Any]:
    lists = (data.get(name) for name in ("upcoming", "items"))
    return [item for each in lists if isinstance(each, list) for item in each]


def _own_zone(data: dict[str, Any], home: str, now: datetime) -> str:
    """Return the zone of the website's clock.

    A server that does not know that Alberta's clock stays is an hour behind it in winter, as its own offset tells.
    """
    website = data.get("website")
    told = website if isinstance(website, dict) else {}
    name = told.get("timeZone")
    own = iana_name(name) or home if isinstance(name, str) else home
    behind = told.get("timeZoneOffset") == _MOUNTAIN_WINTER and now.astimezone(zone(own)).utcoffset() == _ALBERTA
    return _OLD_RULES if own == ALBERTA and behind else own


def _event(item: Entry, page: str, zones: Zones, own: str) -> RemoteEvent:
    start, end = _moment(item["startDate"]), _known(item.get("endDate"))
    first, last = wall(start, own), wall(end or start, own)
    local = in_zone(first, own, zones)
    starts, ends = local.wall, in_zone(last, own, zones).wall
    notes = [local.note] if local.note else []
    days = _whole_days(first, last)
    if days:
        (starts, ends), notes = days, []
    title, status = status_of(line(item.get("title")) or UNTITLED)
    place = _place(item)
    tags = [*as_list(item.get("categories")), *as_list(item.get("tags"))]
    return RemoteEvent(
        uid=_uid(item, page),
        title=title,
        description=paragraphs(item.get("body") or item.get("excerpt")),
        starts=starts,
        ends=ends if ends > starts else starts + DEFAULT_LENGTH,
        all_day=days is not None,
        zone=zones.home,
        place=place,
        online=is_screen(place),
        categories=categories_of(tags),
        url=clean(urljoin(page, str(item["fullUrl"])), 500) if item.get("fullUrl") else "",
        status=status,
        modified=_known(item.get("updatedOn")),
        notes=(*notes, *(() if ends > starts else (NO_END,))),
    )


def _whole_days(starts: datetime, ends: datetime) -> tuple[datetime, datetime] | None:
    """Return the days that a time fills from midnight to the last minute, None for one that does not.

    By the website's clock, which may be an hour behind in winter: it may not know yet that Alberta's stays.
    """
    for behind in (timedelta(), _HOUR):
        first, last = starts - behind, ends - behind
        if first.time() == time() and last.time() >= _LAST_MINUTE:
            return first, datetime.combine(last, time()) + timedelta(days=1)
    return None


def _place(item: Entry) -> str:
    location = item.get("location")
    address = location if isinstance(location, dict) else {}
    return ", ".join(part for part in (line(address.get(name)) for name in _ADDRESS) if part)


def _moment(milliseconds: float) -> datetime:
    return in_reach(datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds))


def _known(milliseconds: Any) -> datetime | None:  # noqa: ANN401
    try:
        return _moment(milliseconds) if milliseconds else None
    except (ValueError, TypeError, OverflowError):
        return None
