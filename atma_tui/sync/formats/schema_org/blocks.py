"""The JSON-LD blocks of a web page, as a browser finds them: none in a comment, none inside a script."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPEN = re.compile(rb"<!--|<(script|style|textarea|title|template)\b[^<>]*>", re.IGNORECASE)
_LINKED = re.compile(rb"""\btype\s*=\s*["']?application/ld\+json\b""", re.IGNORECASE)
_CLOSE = {
    name: re.compile(rb"</" + name + rb"\b", re.IGNORECASE)
    for name in (b"script", b"style", b"textarea", b"title", b"template")
}

_EVENTS = re.compile(
    rb"startDate\b|\b(?:[A-Za-z]{0,40}Event|Festival|Hackathon|CourseInstance|EventSeries)(?:\"|&quot;)"
)


def speaks_of_events(block: bytes) -> bool:
    """Whether there may be an event in a block, though it may be broken or say no date."""
    return bool(_EVENTS.search(block))


def blocks_of(page: bytes) -> Iterator[bytes]:
    """Yield the JSON-LD of a page, or all of it when it is JSON itself. Each part of it is looked at once."""
    page = page.removeprefix(b"\xef\xbb\xbf")
    if page.lstrip()[:1] in (b"{", b"["):
        yield page
        return
    at = 0
    while opened := _OPEN.search(page, at):
        if opened[1] is None:
            at = _after_comment(page, opened.end())
            continue
        closed = _CLOSE[opened[1].lower()].search(page, opened.end())
        at = closed.start() if closed else len(page)
        if opened[1].lower() == b"script" and _LINKED.search(opened[0]):
            yield page[opened.end() : at]


def _after_comment(page: bytes, start: int) -> int:
    """Return where a comment ends; `<!-->` is one that ends at once."""
    if page.startswith((b">", b"->"), start):
        return start + 1
    end = page.find(b"-->", start)
    return end + 3 if end >= 0 else len(page)
