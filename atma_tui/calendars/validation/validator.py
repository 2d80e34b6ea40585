"""What a strict reader would object to in a calendar file, each with its line.

Readers forgive differently: Google drops a whole file for one wrong fold, libical for a METHOD without ORGANIZER,
others show an event an hour off. A file without objections is read alike by all (measured with eight parsers).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from atma_tui.calendars.validation.objections import of_calendar
from atma_tui.calendars.validation.parts import parts_of, unfolded
from atma_tui.domain.packed import packed_as
from atma_tui.domain.text import clean

MAX_OBJECTIONS = 200
"""No more objections than that are told."""


def objections(data: bytes) -> list[str]:
    """Return what a strict reader would object to, in plain words, in the order of the lines; empty if nothing."""
    found: list[tuple[int, str]] = list(_of_bytes(data))
    top, wrong = parts_of(unfolded(data))
    found += wrong
    for part in top:
        if part.name == "VCALENDAR":
            found += of_calendar(part)
        else:
            found.append((part.line, f"{part.name} is not inside a VCALENDAR"))
    if not top:
        packed = packed_as(data)
        why = f"it is packed ({packed}); unpack it first" if packed else "there is no BEGIN:VCALENDAR"
        return [f"Line 1: this is not a calendar: {why}."]
    return [f"Line {line}: {clean(text, 300)}." for line, text in islice(sorted(found), MAX_OBJECTIONS)]


def _of_bytes(data: bytes) -> Iterator[tuple[int, str]]:
    if data.startswith(b"\xef\xbb\xbf"):
        yield 1, "a byte order mark is in front; some readers take it for a part of the first line"
    if data and not data.endswith(b"\r\n"):
        yield data.count(b"\n") + 1, "the last line has no line end (CR LF)"
    for number, line in enumerate(data.split(b"\n")[:-1], 1):
        if not line.endswith(b"\r"):
            yield number, "the line ends in LF alone, not in CR LF"
        bare = line.removesuffix(b"\r")
        if b"\r" in bare:
            yield number, "a CR stands inside the line"
        if len(bare) > 75:
            yield number, f"the line has {len(bare)} octets, more than 75: it should be folded"
        try:
            bare.decode()
        except UnicodeDecodeError:
            yield number, "the line is not UTF-8 by itself (another charset, or a letter cut in two by folding)"
