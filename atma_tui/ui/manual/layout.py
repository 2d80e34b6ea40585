"""A page of the manual as lines for the screen.

It understands the Markdown that our own pages use: headings, paragraphs, lists, tables and blocks of code.
Textual's Markdown widget is not used, because it follows links and takes 30 ms to import.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from textwrap import wrap

from textual.content import Content

_CODE, _HEADING, _TEXT = "bold $text-accent", "bold $text-primary", ""
_ITEM = re.compile(r"(- |\d+\. )")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_INDENT = "  "
_GAP = "  "


def page_lines(text: str, width: int) -> list[Content]:
    """Return a page as lines of at most `width` cells."""
    return [line for block in _blocks(text.splitlines()) for line in _block_lines(block, width)]


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield what belongs together: a block of code, a table, an item of a list, a paragraph, an empty line."""
    block: list[str] = []
    for line in lines:
        if block and not _continues(block, line):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _continues(block: list[str], line: str) -> bool:
    """Whether a line belongs to the block before it."""
    first = block[0]
    if first.startswith("```"):
        return len(block) == 1 or block[-1] != "```"
    if first.startswith("|"):
        return line.startswith("|")
    if not first.strip() or not line.strip() or first.startswith("#"):
        return False
    return not line.startswith(("#", "|", "```")) and not _ITEM.match(line)


def _block_lines(block: list[str], width: int) -> list[Content]:
    first = block[0]
    if first.startswith("```"):
        return [Content.styled(_INDENT + line, _CODE) for line in block[1:-1]]
    if first.startswith("#"):
        return [Content.styled(first.lstrip("# "), _HEADING)]
    if first.startswith("|"):
        return _table_lines(block, width)
    words = " ".join(line.strip() for line in block)
    mark = found[1] if (found := _ITEM.match(words)) else ""
    wrapped = _wrapped(words.removeprefix(mark), width - len(mark))
    return [_styled((" " * len(mark) if place else mark) + line) for place, line in enumerate(wrapped)]


def _wrapped(words: str, width: int) -> list[str]:
    """Return the words as lines; what stands between backticks is not broken, unless it is longer than a line."""
    whole = re.sub(r"`[^`]+`", lambda code: code[0].replace(" ", "\xa0"), _LINK.sub(r"\1", words))
    return [line.replace("\xa0", " ") for line in wrap(whole, max(10, width), break_on_hyphens=False)] or [""]


def _styled(line: str, style: str = _TEXT) -> Content:
    parts = enumerate(line.split("`"))
    return Content.assemble(*((text, _CODE if place % 2 else style) for place, text in parts))


def _table_lines(block: list[str], width: int) -> list[Content]:
    rows = [[cell.strip() for cell in line.strip()[1:-1].split("|")] for line in block]
    head, _, *body = rows
    widths = _shared([max(map(len, column)) for column in zip(head, *body, strict=True)], width)
    lines = []
    for style, group in ((_HEADING, [head]), (_TEXT, body)):
        for row in group:
            lines += _row_lines(row, widths, style)
    return lines


def _shared(wanted: list[int], width: int) -> list[int]:
    """Return the widths of a table's columns; the widest give way until all fit."""
    widths = list(wanted)
    while sum(widths) + len(_GAP) * (len(widths) - 1) > width and max(widths) > 10:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row_lines(row: list[str], widths: list[int], style: str) -> list[Content]:
    cells = [_wrapped(cell, size) for cell, size in zip(row, widths, strict=True)]
    lines = []
    for place in range(max(map(len, cells))):
        parts = [cell[place] if place < len(cell) else "" for cell in cells]
        padded = [
            part + " " * (size - len(part.replace("`", ""))) for part, size in zip(parts, widths, strict=True)
        ]
        lines.append(_styled(_GAP.join(padded).rstrip(), style))
    return lines
