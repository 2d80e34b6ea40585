"""What a strict reader would object to in a calendar file, each with its line.

Readers forgive differently: Google drops a whole file for one wrong fold, libical for a METHOD without ORGANIZER,
others show an event an hour off. A file without objections is read alike by all (measured with eight parsers).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from atma_tui.domain.text import clean

MAX_OBJECTIONS = 200
"""No more objections than that are told."""

_PROPERTY = re.compile(
    r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^":;,]*)(?:,(?:"[^"]*"|[^":;,]*))*+)*+):(.*)'
)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^;])*)')
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True)
class Property:
    """One content line."""

    name: str
    parameters: dict[str, str]
    value: str
    line: int


@dataclass
class Part:
    """One component and the lines between its BEGIN and END."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    """Its lines as they are, unfolded, those of inner parts too."""

    def all(self, name: str) -> list[Property]:
        """Return the properties of that name."""
        return [one for one in self.properties if one.name == name]

    def first(self, name: str) -> Property | None:
        """Return the first property of that name."""
        return next(iter(self.all(name)), None)

    def inner(self, name: str) -> list[Part]:
        """Return the components of that name right inside."""
        return [part for part in self.parts if part.name == name]


def objections(data: bytes) -> list[str]:
    """Return what a strict reader would object to, in plain words, in the order of the lines; empty if nothing."""
    from atma_tui.calendars.validation.objections import of_calendar

    found: list[tuple[int, str]] = list(_of_bytes(data))
    lines = list(_unfolded(data))
    top, wrong = _parts(lines)
    found += wrong
    for part in top:
        if part.name == "VCALENDAR":
            found += of_calendar(part)
        else:
            found.append((part.line, f"{part.name} is not inside a VCALENDAR"))
    if not top:
        found.append((1, "this is not a calendar: there is no BEGIN:VCALENDAR"))
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


def _unfolded(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield the logical lines, each with the number of the line it begins on."""
    start, kept = 0, b""
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        line = line.removesuffix(b"\r")
        if line[:1] in (b" ", b"\t") and start:
            kept += line[1:]
            continue
        if start:
            yield start, kept.decode(errors="replace")
        start, kept = number, line
    if kept:
        yield start, kept.decode(errors="replace")


def _parts(lines: list[tuple[int, str]]) -> tuple[list[Part], list[tuple[int, str]]]:
    top: list[Part] = []
    wrong: list[tuple[int, str]] = []
    stack: list[Part] = []
    for number, text in lines:
        split = _PROPERTY.fullmatch(text)
        if not split:
            wrong.append((number, "the line is empty" if not text else f"“{text[:30]}” is no NAME:VALUE line"))
            continue
        if _CONTROL.search(text):
            wrong.append((number, "a control character stands in the line"))
        name, value = split[1].upper(), split[3]
        if name == "BEGIN":
            part = Part(value.strip().upper()[:40], number)
            (stack[-1].parts if stack else top).append(part)
            _keep(stack, text)
            stack.append(part)
        elif name == "END":
            if not stack or stack[-1].name != value.strip().upper()[:40]:
                wrong.append((number, f"END:{value[:20]} without its BEGIN"))
                continue
            stack.pop()
            _keep(stack, text)
        elif stack:
            stack[-1].properties.append(Property(name, _parameters(split[2]), value, number))
            _keep(stack, text)
        else:
            wrong.append((number, f"{name} stands outside of any calendar"))
    wrong += [(part.line, f"BEGIN:{part.name} has no END; the file was cut off") for part in stack]
    return top, wrong


def _keep(stack: list[Part], text: str) -> None:
    for part in stack[1:3]:
        part.raw.append(text)


def _parameters(text: str) -> dict[str, str]:
    return {found[1].upper(): found[2].strip('"') for found in _PARAMETER.finditer(text)}
