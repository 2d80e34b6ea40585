"""The Events Calendar for WordPress over REST: `tribe/events/v1` (pages of `events`), newer `tec/v1` (lists).

The post's number is the event's name; `start_date` with `timezone` is the truth, for `utc_start_date` is what the
server believed when the event was saved. Cancelled is only said by the title, or by `json_ld` of a single event.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal

from atma_tui.calendars.reading.zones import Zones
from atma_tui.domain.errors import Unreadable
from atma_tui.domain.records import Reading, RemoteEvent, Source
from atma_tui.domain.text import clean
from atma_tui.domain.when import instant
from atma_tui.sync.addresses import host_of
from atma_tui.sync.fetch import Answer
from atma_tui.sync.formats.shared import (
    DEFAULT_LENGTH,
    NO_END,
    clock_zones,
    doubt_note,
    in_reach,
    line,
    paragraphs,
    refuse_too_many,
    status_of,
    told_apart,
)
from atma_tui.sync.json_text import read_json
from atma_tui.sync.refusals import KEPT

_PLACE = (
    ("venue", "name", "title"),
    ("address",),
    ("city",),
    ("stateprovince", "state_province", "province", "state"),
    ("zip",),
    ("country",),
)
"""What makes up a place, each part under the names it has in the two versions."""


def next_page(answer: Answer) -> str:
    """Return the address of the next page: in the body (v1) or the Link header (tec/v1)."""
    data = _data(answer)
    following = data.get("next_rest_url", "") if isinstance(data, dict) else answer.next_url
    return following if isinstance(following, str) else ""


def read(pages: Sequence[Answer], source: Source, zone: str, now: datetime) -> Reading:
    """Read all pages. When their totals do not agree, the list changed meanwhile and absence proves nothing."""
    zones = clock_zones(zone, source.clock)
    events: dict[tuple[str, datetime], RemoteEvent] = {}
    lost: list[str] = []
    lost_uids: list[str] = []
    totals: list[object] = []
    whole, is_list = True, False
    for page in pages:
        data = _data(page)
        is_list = is_list or isinstance(data, list)
        if isinstance(data, dict):
            totals.append(data.get("total"))
            whole = whole and "events" in data
        posts = _posts(data, page)
        refuse_too_many(len(events) + len(lost) + len(posts), host_of(page.url))
        for post in posts:
            host = host_of(str(post.get("url") or post.get("link") or page.url))
            try:
                event = _event(post, host, zones)
            except (KeyError, ValueError, TypeError, OverflowError):
                lost.append(f"“{_title(post)}” has no date that can be read.")
                with suppress(KeyError, ValueError, TypeError):
                    lost_uids.append(_uid(post, host))
                continue
            events[event.uid, event.starts] = event
    whole = whole and all(total == len(events) + len(lost) for total in totals)
    covers: Literal["all", "window"] = "window" if is_list else "all"
    return Reading(
        events=tuple(told_apart(events.values())),
        lost=tuple(lost),
        lost_uids=tuple(lost_uids),
        covers=covers if whole else "some",
    )


def _uid(post: dict[str, Any], host: str) -> str:
    return f"{int(post['id'])}@{host}"


def _data(answer: Answer) -> Any:  # noqa: ANN401 - what a server sends is anything until it is looked at
    try:
        return read_json(answer.body)
    except ValueError:
        raise Unreadable(f"The answer of {host_of(answer.url)} is not whole. {KEPT}") from None


def _posts(data: Any, page: Answer) -> list[dict[str, Any]]:  # noqa: ANN401
    posts = data
    if isinstance(data, dict):
        posts = data.get("events", [data])
    if not isinstance(posts, list) or not all(isinstance(post, dict) for post in posts):
        raise Unreadable(f"{host_of(page.url)} sent a page without a list of events. {KEPT}")
    return [post for post in posts if post.get("status", "publish") == "publish"]


def _event(post: dict[str, Any], host: str, zones: Zones) -> RemoteEvent:
    name = str(post.get("timezone") or "")
    said, last = in_reach(datetime.fromisoformat(post["start_date"])), _known(post.get("end_date"))
    told, all_day = zones.here(said, name), post.get("all_day") is True
    starts = datetime.combine(said, time()) if all_day else told.wall
    ends = starts
    if last is not None:
        ends = datetime.combine(last, time()) + timedelta(days=1) if all_day else zones.here(last, name).wall
    title, status = status_of(_title(post), _event_status(post))
    notes = [doubt_note(told, name, zones.home)] if told.doubt and not all_day else []
    if ends <= starts:
        ends = starts + (timedelta(days=1) if all_day else DEFAULT_LENGTH)
        notes += [NO_END]
    if not told.doubt and not all_day and _utc_differs(post, instant(starts, zones.home)):
        notes.append("The website's own UTC time does not fit the time it shows; the shown time is taken.")
    return RemoteEvent(
        uid=_uid(post, host),
        title=title,
        description=paragraphs(post.get("description")),
        starts=starts,
        ends=ends,
        all_day=all_day,
        zone=zones.home,
        place=_place(post.get("venue") or post.get("venues") or ()),
        url=clean(post.get("url") or post.get("link"), 500),
        status=status,
        modified=_moment(post.get("modified_utc") or post.get("modified_gmt")),
        notes=tuple(notes),
    )


def _title(post: dict[str, Any]) -> str:
    return line(post.get("title")) or "(untitled)"


def _event_status(post: dict[str, Any]) -> object:
    linked = post.get("json_ld")
    return linked.get("eventStatus") if isinstance(linked, dict) else None


def _utc_differs(post: dict[str, Any], start: datetime) -> bool:
    saved = _moment(post.get("utc_start_date"))
    return saved is not None and saved != start


def _moment(text: object) -> datetime | None:
    known = _known(text)
    return known.replace(tzinfo=UTC) if known else None


def _known(text: object) -> datetime | None:
    try:
        return in_reach(datetime.fromisoformat(str(text))) if text else None
    except ValueError:
        return None


def _place(venues: object) -> str:
    """Return venues in words; a venue is an object, a list of them, or an empty list."""
    each = [venues] if isinstance(venues, dict) else venues
    if not isinstance(each, Iterable):
        return ""
    return clean("; ".join(_venue(venue) for venue in each if isinstance(venue, dict)), 500)


def _venue(venue: dict[str, Any]) -> str:
    parts = (next((line(venue[name]) for name in names if venue.get(name)), "") for names in _PLACE)
    return ", ".join(part for part in parts if part)
