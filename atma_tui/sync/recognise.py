"""What kind of answer came, by looking at it: servers label calendars as attachments, text, or web pages."""

from __future__ import annotations

import re
from html import unescape
from typing import Literal
from urllib.parse import urljoin

from atma_tui.calendars.reading.text.windows import search
from atma_tui.domain.errors import Unreadable
from atma_tui.domain.packed import packed_as
from atma_tui.domain.text import clean
from atma_tui.sync.addresses import host_of, masked
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats.csv_table import is_table
from atma_tui.sync.formats.schema_org.blocks import blocks_of, speaks_of_events
from atma_tui.sync.json_text import read_json
from atma_tui.sync.refusals import KEPT

Format = Literal[
    "ical", "tec", "jsonld", "squarespace", "eventbrite", "meetup", "localist", "drupal", "google", "csv"
]
PAGES: tuple[Literal["eventbrite"], Literal["meetup"]] = ("eventbrite", "meetup")
"""Websites whose pages are read like `jsonld`, with small improvements."""

_HEAD = 200_000
"""Where the links of a web page are looked for, in bytes."""
_ADDRESSES = {
    "eventbrite": re.compile(rb"https?:\\?/\\?/(?:www\.)?eventbrite\.[a-z.]{2,10}\\?/e\\?/", re.IGNORECASE),
    "meetup": re.compile(rb"https?:\\?/\\?/(?:www\.)?meetup\.com\\?/[^\"/]+\\?/events\\?/", re.IGNORECASE),
}
"""How addresses of their events begin, also with the slashes escaped."""
_NEWS = re.compile(
    rb"(?:(?:<!--(?:(?!-->).){0,2000}+-->|<[?!][^<>]{0,2000}>)\s*+){0,20}+<(?:rss|feed|rdf:RDF)\b",
    re.IGNORECASE | re.DOTALL,
)
_PASSWORD = re.compile(rb"""type\s{0,9}=\s{0,9}["']?password""", re.IGNORECASE)
_LINK = re.compile(r"<link\b[^<>]*>", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*["']([^"']+)""", re.IGNORECASE)


def recognise(answer: Answer) -> Format:
    """Return the format of an answer. Raises `Unreadable` that says what came instead of events."""
    host = host_of(answer.url)
    body = answer.body.removeprefix(b"\xef\xbb\xbf").strip()
    if not body:
        raise Unreadable(f"{host} sent an empty file. {KEPT}")
    if is_table(body):
        return "csv"
    if body[:1] in b"{[":
        return _json(body, host)
    start = body[:8192].replace(b"\0", b"").upper()
    if b"BEGIN:VCALENDAR" in start or b"BEGIN:VEVENT" in start:
        return "ical"
    if what := _mistaken(body):
        raise Unreadable(f"{host} sent {what}. {KEPT}")
    if body[:1] == b"<":
        return _page(body, answer.url, host)
    raise Unreadable(f"{host} sent something that is not a calendar. {KEPT}")


def _mistaken(body: bytes) -> str:
    """Say what came that is often taken for a calendar; empty if it is not one of these."""
    if packed_as(body):
        return "a packed file; look for the address of the calendar itself"
    if _NEWS.match(body):
        return "a news feed (RSS), which does not say when events are; look for the address of its calendar"
    return ""


def _json(body: bytes, host: str) -> Format:
    try:
        data = read_json(body)
    except ValueError:
        raise Unreadable(f"The response from {host} is incomplete. {KEPT}") from None
    if isinstance(data, dict):
        if _is_drupal(data.get("data")):
            return "drupal"
        if isinstance(events := data.get("events"), list | dict):
            return _of_events(list(events.values()) if isinstance(events, dict) else events, host)
        if str(data.get("kind")).startswith("calendar#event") or _is_google(data.get("items")):
            return "google"
        if any(isinstance(data.get(name), list) for name in ("upcoming", "items")):
            return "squarespace"
        if "start_date" in data and "id" in data:
            return "tec"
        if "@context" in data or "@graph" in data:
            return "jsonld"
        if isinstance(message := data.get("message"), str):
            raise Unreadable(f"{host} answered: “{clean(message, 120)}” {KEPT}")
    if data == []:
        return "tec"
    if isinstance(data, list):
        data = [entry for entry in data if isinstance(entry, dict)]
        if any("start_date" in entry for entry in data):
            return "tec"
        if any("nid" in entry for entry in data):
            return "drupal"
        if any("@type" in entry for entry in data):
            return "jsonld"
    raise Unreadable(f"{host} sent data that is no list of events. {KEPT}")


def _of_events(entries: list[object], host: str) -> Format:
    """Return the format of a list called `events`, which many programs send: few of them are known."""
    known = [one for one in entries if isinstance(one, dict)]
    if any("event" in one for one in known):
        return "localist"
    if known and not any("start_date" in one for one in known):
        raise Unreadable(f"{host} sent a list of events in a form that cannot be read here. {KEPT}")
    return "tec"


def _is_drupal(data: object) -> bool:
    entries = data if isinstance(data, list) else [data]
    return any(isinstance(entry, dict) and "--" in str(entry.get("type")) for entry in entries)


def _is_google(items: object) -> bool:
    starts = [one.get("start") for one in items if isinstance(one, dict)] if isinstance(items, list) else []
    return any(isinstance(start, dict) and start.keys() & {"dateTime", "date"} for start in starts)


def _page(body: bytes, url: str, host: str) -> Format:
    """Look at a web page as bytes, since its text may take four times as much memory."""
    blocks = [block for block in blocks_of(body) if speaks_of_events(block)]
    if blocks:
        return next((name for name in PAGES if all(search(_ADDRESSES[name], block) for block in blocks)), "jsonld")
    if search(_PASSWORD, body):
        raise Unreadable(f"{host} asks for a sign-in instead of sending the calendar. {KEPT}")
    if calendar := _calendar_of(body[:_HEAD].decode("utf-8", "replace"), url):
        raise Unreadable(f"{host} sent a web page without events in it; its calendar is {calendar}. {KEPT}")
    raise Unreadable(f"{host} sent a web page instead of a calendar. {KEPT}")


def _calendar_of(head: str, url: str) -> str:
    """Return the calendar that a web page names, fit to be shown; nothing when there is none, or no address."""
    links = (link[0] for link in _LINK.finditer(head))
    link = next((link for link in links if "text/calendar" in link.lower()), "")
    address = _HREF.search(link)
    try:
        return masked(urljoin(url, unescape(address[1]))) if address else ""
    except ValueError:
        return ""
