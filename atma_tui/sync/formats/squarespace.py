"""The events collection of a Squarespace site, asked for with `?format=json`: all coming events, over pages.

Times are milliseconds since 1970; the place is what is typed in, never the map's pin (New York by default). A
whole day goes from midnight to 23:59 by the website's own clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any
from urllib.parse import urljoin

from atma_tui.calendars.reading.text.online import is_screen
from atma_tui.calendars.reading.zone_names import iana_name
from atma_tui.calendars.words import UNTITLED
from atma_tui.domain.records import Reading, RemoteEvent, Source
from atma_tui.domain.text import clean, unaccented
from atma_tui.domain.when import wall
from atma_tui.sync.addresses import host_of
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats.gathering import Entry, Gathering
from atma_tui.sync.formats.shared import (
    DEFAULT_LENGTH,
    NO_END,
    as_list,
    categories_of,
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
    whole = True
    for page in pages:
        data = listing_of(page, "upcoming", "items")
        whole = whole and isinstance(data.get("upcoming"), list)
        for item in _items(data):
            found.take(
                item,
                partial(_event, page=page.url, zone=zone, own=_own_zone(data, zone)),
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


def _own_zone(data: dict[str, Any], home: str) -> str:
    website = data.get("website")
    name = website.get("timeZone") if isinstance(website, dict) else None
    return iana_name(name) or home if isinstance(name, str) else home


def _event(item: Entry, page: str, zone: str, own: str) -> RemoteEvent:
    start, end = _moment(item["startDate"]), _known(item.get("endDate"))
    starts, ends = wall(start, zone), wall(end or start, zone)
    days = _whole_days(wall(start, own), wall(end or start, own))
    if days:
        starts, ends = days
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
        zone=zone,
        place=place,
        online=is_screen(place),
        categories=categories_of(tags),
        url=clean(urljoin(page, str(item["fullUrl"])), 500) if item.get("fullUrl") else "",
        status=status,
        modified=_known(item.get("updatedOn")),
        notes=() if ends > starts else (NO_END,),
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
