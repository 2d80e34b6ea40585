"""The events collection of a Squarespace site, asked for with `?format=json`: all coming events, over pages.

Times are milliseconds since 1970; the place is what is typed in, never the map's pin (New York by default).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from atma_tui.domain.errors import Unreadable
from atma_tui.domain.records import Reading, RemoteEvent, Source
from atma_tui.domain.text import clean
from atma_tui.domain.when import wall
from atma_tui.sync.addresses import host_of
from atma_tui.sync.fetch import Answer
from atma_tui.sync.formats.shared import (
    DEFAULT_LENGTH,
    NO_END,
    in_reach,
    line,
    paragraphs,
    refuse_too_many,
    status_of,
)
from atma_tui.sync.json_text import read_json
from atma_tui.sync.refusals import KEPT

_ADDRESS = ("addressTitle", "addressLine1", "addressLine2", "addressCountry")


def next_page(answer: Answer) -> str:
    """Return the address of the next page, asked for as data again."""
    pages = _data(answer).get("pagination")
    following = pages.get("nextPageUrl") if isinstance(pages, dict) else None
    if not isinstance(following, str) or not following:
        return ""
    address, mark, query = following.partition("?")
    return following if "format=json" in query else f"{address}?{query}{'&' if mark else ''}format=json"


def read(pages: Sequence[Answer], source: Source, zone: str, now: datetime) -> Reading:
    """Read the coming events of all pages."""
    events: dict[str, RemoteEvent] = {}
    lost: list[str] = []
    lost_uids: list[str] = []
    whole = True
    for page in pages:
        data = _data(page)
        whole = whole and isinstance(data.get("upcoming"), list)
        items = _items(data)
        refuse_too_many(len(events) + len(lost) + len(items), host_of(page.url))
        for item in items:
            try:
                event = _event(item, page.url, zone)
            except (KeyError, ValueError, TypeError, OverflowError):
                lost.append(f"“{line(item.get('title')) or '(untitled)'}” has no date that can be read.")
                lost_uids += [_uid(item, page.url)] if "id" in item else []
                continue
            events[event.key] = event
    return Reading(
        events=tuple(events.values()),
        lost=tuple(lost),
        lost_uids=tuple(lost_uids),
        covers="all" if whole else "some",
    )


def _uid(item: dict[str, Any], page: str) -> str:
    return f"{clean(item['id'], 100)}@{host_of(page)}"


def _data(answer: Answer) -> dict[str, Any]:
    try:
        data = read_json(answer.body)
    except ValueError:
        data = None
    if not isinstance(data, dict) or not any(isinstance(data.get(name), list) for name in ("upcoming", "items")):
        raise Unreadable(f"The answer of {host_of(answer.url)} is no whole list of events. {KEPT}")
    return data


def _items(data: dict[str, Any]) -> list[dict[str, Any]]:
    lists = (data.get(name) for name in ("upcoming", "items"))
    return [item for each in lists if isinstance(each, list) for item in each if isinstance(item, dict)]


def _event(item: dict[str, Any], page: str, zone: str) -> RemoteEvent:
    starts = wall(_moment(item["startDate"]), zone)
    end = _known(item.get("endDate"))
    ends = wall(end, zone) if end else starts
    title, status = status_of(line(item.get("title")) or "(untitled)")
    url = urljoin(page, str(item.get("fullUrl") or ""))
    location = item.get("location")
    address = location if isinstance(location, dict) else {}
    return RemoteEvent(
        uid=_uid(item, page),
        title=title,
        description=paragraphs(item.get("body") or item.get("excerpt")),
        starts=starts,
        ends=ends if ends > starts else starts + DEFAULT_LENGTH,
        zone=zone,
        place=", ".join(part for part in (line(address.get(name)) for name in _ADDRESS) if part),
        url=clean(url, 500) if item.get("fullUrl") else "",
        status=status,
        modified=_known(item.get("updatedOn")),
        notes=() if ends > starts else (NO_END,),
    )


def _moment(milliseconds: float) -> datetime:
    return in_reach(datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds))


def _known(milliseconds: Any) -> datetime | None:  # noqa: ANN401
    try:
        return _moment(milliseconds) if milliseconds else None
    except (ValueError, TypeError, OverflowError):
        return None
