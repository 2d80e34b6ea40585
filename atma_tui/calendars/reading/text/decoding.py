"""From the bytes of an answer to the unfolded lines of a whole calendar."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from atma_tui.calendars.reading.text.windows import search
from atma_tui.domain.errors import Unreadable
from atma_tui.domain.packed import packed_as
from atma_tui.domain.text import clean

MOST_BYTES = 20 * 2**20
_PART = 2**16
_LONG = 2**20
_MAX_RETURNS = 8
"""Most carriage returns before a line feed that may belong to the end of the line."""
LATIN = "cp1252"
"""The charset of bytes that are not UTF-8, if nothing better was announced."""

_BEGIN = re.compile(rb"(?:\A|[\r\n])BEGIN:[ \t]*VCALENDAR", re.IGNORECASE)
_MARKS = re.compile(rb"(?:\xef\xbb\xbf)+")
"""Programs put together from files that each begin with one send several."""
_STRAY_RETURNS = re.compile(rb"(?<!\r)\r++\n")
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,300})", re.IGNORECASE)
_SIGN_IN = re.compile(r"""type\s*=\s*["']?password|sign[ -]?in|log[ -]?in|wp-login""", re.IGNORECASE)
_ANNOUNCED = re.compile(r"(windows-?|cp|iso-?8859-?|koi8-?|mac-?|gb|big5|euc-?|shift_?jis|us-ascii)[\w-]*", re.I)


def unfolded(data: bytes, charset: str = "") -> bytes:
    r"""Return a whole calendar's bytes with lines ended by `\n` and unfolded, each line after a `\n`.

    Bytes, not text: folding may cut a letter in two. UTF-16 becomes UTF-8; single lines may still be in another
    charset (see `text_of`). Raises `Unreadable` with what came instead of a calendar.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable(
            f"The calendar is larger than {MOST_BYTES // 2**20} MB; nothing was changed. "
            "Ask the sender for a calendar of coming events only."
        )
    data = as_utf8(data, charset).lstrip()
    if not search(_BEGIN, data):
        raise Unreadable(f"{_what_came(data)} Events known so far stay as they are.")
    return b"".join((b"\n", *map(_unfolded_part, _parts(data))))


def _parts(data: bytes) -> Iterator[bytes]:
    r"""Cut at ends of lines, before their `\r\n`: one pass over all of it would let no other thread run."""
    start = 0
    while (end := _end_of_line(data, start + _PART)) >= 0:
        before = data[end - _MAX_RETURNS : end]
        end -= len(before) - len(before.rstrip(b"\r"))
        yield data[start:end]
        start = end
    yield data[start:]


def _end_of_line(data: bytes, at: int) -> int:
    r"""Return where a line ends: with a `\n`; or with a `\r`, if no `\n` comes for long."""
    near = data.find(b"\n", at, at + _LONG)
    if near >= 0:
        return near
    end = data.find(b"\r", at)
    return end if end >= 0 else data.find(b"\n", at)


def _unfolded_part(part: bytes) -> bytes:
    part = b"".join(_with_plain_ends(part).split(b"\n "))  # faster than replacing
    return part.replace(b"\n\t", b"") if b"\t" in part else part


def _with_plain_ends(part: bytes) -> bytes:
    r"""Return the lines ended by `\n`; also those ended by `\r\n`, `\r\r\n`, or all by `\r`."""
    returns = part.count(b"\r")
    if returns == part.count(b"\r\n"):
        return part.translate(None, b"\r")  # twice as fast as replacing, and by far the most common
    return _STRAY_RETURNS.sub(b"\n", part) if b"\n" in part else part.replace(b"\r", b"\n")


def as_utf8(data: bytes, charset: str) -> bytes:
    """Return the data without byte order marks, and UTF-16 as UTF-8."""
    if data.startswith(codecs.BOM_UTF8):
        return _MARKS.sub(b"", data, count=1)
    wide = ""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        wide = "utf-16"
    elif data[1:2] == b"\0" and data[:1] != b"\0":
        wide = "utf-16-le"
    elif data[:1] == b"\0" and data[1:2] != b"\0":
        wide = "utf-16-be"
    elif charset.lower().startswith("utf-16") and b"\0" in data[:64]:
        wide = "utf-16"
    return data.decode(wide, errors="replace").encode("utf-8", errors="replace") if wide else data


def fallback(charset: str) -> str:
    """Return the codec for lines that are not UTF-8: the announced one if it is a plain one, else Windows-1252."""
    name = charset.strip().lower()
    if not _ANNOUNCED.fullmatch(name):
        return LATIN
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return LATIN
    return LATIN if found in ("iso8859-1", "ascii") else found


def text_of(data: bytes, codec: str) -> str:
    """Return the text of some lines; each that is not UTF-8 is read with the fallback codec."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return "\n".join(_line_of(line, codec) for line in data.split(b"\n"))


def _line_of(line: bytes, codec: str) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode(codec, errors="replace")


def _what_came(data: bytes) -> str:
    """Return a sentence on an answer that is no calendar."""
    if packed := packed_as(data):
        return f"What came is packed ({packed}), so it is not a calendar yet; unpack it first."
    start = data[:20_000].decode("utf-8", errors="replace").strip().strip("\0")
    if not start:
        return "What came is nothing at all."
    if start.startswith(("{", "[")):
        return "What came is JSON and not a calendar; perhaps the site's calendar is turned off."
    if start.startswith("<") or "<html" in start.lower():
        found = _TITLE.search(start)
        title = f" (“{clean(found[1], 60)}”)" if found and clean(found[1]) else ""
        if _SIGN_IN.search(start):
            return f"What came is a web page{title} on which somebody is to sign in, and not a calendar."
        return f"What came is a web page{title} and not a calendar."
    return f"What came is not a calendar; it begins with “{clean(start, 40)}”."
