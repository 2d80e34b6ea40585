"""The JSON-LD blocks of a web page, as a browser finds them: none in a comment, none inside a script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from atma_tui.calendars.reading.text.windows import search

_OPEN = re.compile(rb"<!--|<(script|style|textarea|title|template)\b[^<>]{0,4000}>", re.IGNORECASE)
_LINKED = re.compile(rb"""\btype\s*=\s*["']?application/ld(?:\+|&#43;|&#x2b;|&plus;)json\b""", re.IGNORECASE)
_CLOSE = {
    name: re.compile(rb"</" + name + rb"\b", re.IGNORECASE)
    for name in (b"script", b"style", b"textarea", b"title", b"template")
}
_SPEAK_OF_EVENTS = (b"startDate", b'Event"', b"Event&quot;", b'Festival"', b'Hackathon"', b'CourseInstance"')


def speaks_of_events(block: bytes) -> bool:
    """Whether there may be an event in a block, though it may be broken or say no date."""
    return any(word in block for word in _SPEAK_OF_EVENTS)


def blocks_of(page: bytes) -> Iterator[bytes]:
    """Yield the JSON-LD of a page, or all of it when it is JSON itself. Each part of it is looked at once."""
    page = page.removeprefix(b"\xef\xbb\xbf")
    if page.lstrip()[:1] in (b"{", b"["):
        yield page
        return
    at = 0
    while opened := search(_OPEN, page, at):
        if opened[1] is None:
            at = _after_comment(page, opened.end())
            continue
        closed = search(_CLOSE[opened[1].lower()], page, opened.end())
        at = closed.start() if closed else len(page)
        if opened[1].lower() == b"script" and _LINKED.search(opened[0]):
            yield page[opened.end() : at]


def _after_comment(page: bytes, start: int) -> int:
    """Return where a comment ends; `<!-->` is one that ends at once."""
    if page.startswith((b">", b"->"), start):
        return start + 1
    end = page.find(b"-->", start)
    return end + 3 if end >= 0 else len(page)
