"""The Events Calendar for WordPress over REST: `tribe/events/v1` (pages of `events`), newer `tec/v1` (lists).

The post's number is the event's name; `start_date` with `timezone` is the truth, for the UTC beside it is what the
server believed when the event was saved. The newer version wraps its texts: `{"rendered": ...}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any

from atma_tui.calendars.reading.text.online import is_screen
from atma_tui.calendars.reading.zones import Zones
from atma_tui.calendars.words import UNTITLED
from atma_tui.domain.errors import Unreadable
from atma_tui.domain.records import Reading, RemoteEvent, Source
from atma_tui.domain.text import clean
from atma_tui.domain.when import instant
from atma_tui.sync.addresses import host_of
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats.gathering import Entry, Gathering
from atma_tui.sync.formats.moments import in_zone
from atma_tui.sync.formats.schema_org.nodes import Graph
from atma_tui.sync.formats.schema_org.places import where
from atma_tui.sync.formats.shared import (
    DEFAULT_LENGTH,
    NO_END,
    categories_of,
    clock_zones,
    in_reach,
    json_of,
    line,
    paragraphs,
    rendered,
    status_names,
    status_of,
)
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
_YES = (True, 1, "1", "true", "yes")


def next_page(answer: Answer) -> str:
    """Return the address of the next page: in the body (v1) or the Link header (tec/v1)."""
    data = json_of(answer)
    following = data.get("next_rest_url", "") if isinstance(data, dict) else answer.next_url
    return following if isinstance(following, str) else ""


def read(pages: Sequence[Answer], source: Source, zone: str, now: datetime) -> Reading:
    """Read all pages. When their totals do not agree, the list changed meanwhile and absence proves nothing."""
    zones = clock_zones(zone, source.clock)
    found = Gathering(pages[0].url)
    unpublished = 0
    totals: list[object] = []
    whole, is_list = True, False
    for page in pages:
        data = json_of(page)
        is_list = is_list or isinstance(data, list)
        if isinstance(data, dict):
            totals.append(data.get("total"))
            whole = whole and "events" in data
        for post in _posts(data, page):
            if isinstance(post, dict) and post.get("status", "publish") != "publish":
                unpublished += 1
                continue
            found.take(post, partial(_event, page=page.url, zones=zones), partial(_uid, page=page.url))
    whole = whole and all(str(total) == str(found.count + unpublished) for total in totals)
    return found.reading(("window" if is_list else "all") if whole else "some")


def _uid(post: Entry, page: str) -> str:
    return f"{int(post['id'])}@{host_of(str(post.get('url') or post.get('link') or page))}"


def _posts(data: Any, page: Answer) -> list[Any]:  # noqa: ANN401
    """Return the posts of a page. PHP writes a list whose numbers have gaps as an object."""
    posts = data.get("events", [data]) if isinstance(data, dict) else data
    posts = list(posts.values()) if isinstance(posts, dict) else posts
    if not isinstance(posts, list) or (posts and not any(isinstance(post, dict) for post in posts)):
        raise Unreadable(f"{host_of(page.url)} sent a page without a list of events. {KEPT}")
    return posts


def _event(post: Entry, page: str, zones: Zones) -> RemoteEvent:
    name = str(post.get("timezone") or "")
    said, last = in_reach(datetime.fromisoformat(post["start_date"])), _known(post.get("end_date"))
    local, all_day = in_zone(said, name, zones), post.get("all_day") in _YES
    starts = datetime.combine(said, time()) if all_day else local.wall
    ends = starts
    if last is not None:
        ends = datetime.combine(last, time()) + timedelta(days=1) if all_day else in_zone(last, name, zones).wall
    notes = [local.note] if local.note and not all_day else []
    if ends <= starts:
        ends = starts + (timedelta(days=1) if all_day else DEFAULT_LENGTH)
        notes += [NO_END]
    if not local.note and not all_day and _utc_differs(post, instant(starts, zones.home)):
        notes.append("The website's own UTC time does not fit the time it shows; the shown time is taken.")
    title, status = status_of(line(rendered(post.get("title"))) or UNTITLED, _statuses(post))
    place = _place(post.get("venue") or post.get("venues") or ())
    return RemoteEvent(
        uid=_uid(post, page),
        title=title,
        description=paragraphs(rendered(post.get("description") or post.get("content") or post.get("excerpt"))),
        starts=starts,
        ends=ends,
        all_day=all_day,
        zone=zones.home,
        place=place,
        online=_online(post) or is_screen(place),
        categories=categories_of(_names(post.get("categories")) + _names(post.get("tags"))),
        url=clean(post.get("url") or post.get("link"), 500),
        status=status,
        modified=_moment(post.get("modified_utc") or post.get("modified_gmt")),
        notes=tuple(notes),
    )


def _statuses(post: Entry) -> list[Any]:
    """Return what is said of whether it is on: by the post itself, or by the `json_ld` of a single one."""
    linked = post.get("json_ld")
    said = linked.get("eventStatus") if isinstance(linked, dict) else None
    return [*(said if isinstance(said, list) else [said]), post.get("event_status")]


def _online(post: Entry) -> bool:
    """Whether it is on screens only. A virtual event that has a venue counts, unless it is called a hybrid one."""
    if "movedonline" in status_names(_statuses(post)):
        return True
    if isinstance(linked := post.get("json_ld"), dict):
        return where(linked, Graph()).online
    kinds = status_names([post.get("virtual_event_type"), post.get("event_type")])
    return post.get("is_virtual") in _YES and "hybrid" not in kinds


def _names(terms: Any) -> list[object]:  # noqa: ANN401
    """Return the names of categories or tags; tec/v1 may give only their numbers."""
    each = terms if isinstance(terms, list) else []
    return [rendered(term.get("name")) for term in each if isinstance(term, dict)]


def _utc_differs(post: Entry, start: datetime) -> bool:
    saved = _moment(post.get("utc_start_date") or post.get("start_date_utc"))
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


def _venue(venue: Entry) -> str:
    parts = (next((line(rendered(venue[name])) for name in names if venue.get(name)), "") for names in _PLACE)
    return ", ".join(part for part in parts if part)
