"""A calendar file as its components and lines, each with its number, as strictly as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

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


def unfolded(data: bytes) -> Iterator[tuple[int, str]]:
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


def parts_of(lines: Iterable[tuple[int, str]]) -> tuple[list[Part], list[tuple[int, str]]]:
    """Return the outermost components, and what is wrong with the lines."""
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
