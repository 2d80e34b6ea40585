"""The same content once more, written otherwise: another order, other line ends, other spacing, other stamps."""

from __future__ import annotations

import csv
import io
import json
import re

from atma_tui.sync.formats.schema_org.loose_json import read_loose_json

_BLOCK = re.compile(r"(<script[^>]*ld\+json[^>]*>)(.*?)(</script>)", re.DOTALL)
_LISTS = ("events", "upcoming", "past", "items", "data", "@graph", "event_instances", "categories", "tags")


def reshaped(body, random):
    """Return an answer of any format in another shape."""
    text = body.decode("utf-8-sig")
    if "BEGIN:VCALENDAR" in text[:500]:
        return _calendar(text, random)
    if text.lstrip()[:1] in "{[":
        return _json(text, random).encode(random.choice(("utf-8", "utf-8-sig")))
    if text.lstrip()[:1] == "<":
        return _page(text, random).encode()
    return _table(text, random)


def _calendar(text, random):
    lines = re.sub(r"\r?\n[ \t]", "", text).splitlines()
    head, events, end = _blocks(lines)
    random.shuffle(events)
    extra = ["X-MADE-BY:nobody"] * random.randint(0, 2)
    made = [*head[:1], *extra, *head[1:], *(line for block in events for line in _shuffled(block, random)), *end]
    width, line_end = random.choice((20, 33, 75, 1000)), random.choice(("\r\n", "\n"))
    folded = (_folded(line.encode(), width, line_end.encode()) for line in made)
    return random.choice((b"", b"\xef\xbb\xbf")) + b"".join(folded)


def _blocks(lines):
    """Return the lines before the events, the events, and the lines after them."""
    first = lines.index("BEGIN:VEVENT") if "BEGIN:VEVENT" in lines else len(lines) - 1
    events, rest = [], []
    block = None
    for line in lines[first:]:
        if line == "BEGIN:VEVENT":
            block = []
        if block is None:
            rest.append(line)
            continue
        block.append(line)
        if line == "END:VEVENT":
            events.append(block)
            block = None
    return lines[:first], events, rest


def _shuffled(block, random):
    """Return an event with its properties in another order; what is inside it stays where it is."""
    inner = next((at for at, line in enumerate(block) if at and line.startswith("BEGIN:")), len(block) - 1)
    own = [
        re.sub(r"\ADTSTAMP:.*", f"DTSTAMP:2026111{random.randint(0, 9)}T000000Z", line) for line in block[1:inner]
    ]
    random.shuffle(own)
    return [block[0], *own, *block[inner:]]


def _folded(line, width, line_end):
    pieces = [line[at : at + width] for at in range(0, len(line), width)]
    return (line_end + b" ").join(pieces) + line_end


def _json(text, random):
    data = _reordered(read_loose_json(text), random)
    return json.dumps(data, indent=random.choice((None, 1, "\t")), ensure_ascii=random.choice((False, True)))


def _reordered(value, random, name=""):
    if isinstance(value, dict):
        items = [(key, _reordered(one, random, key)) for key, one in value.items()]
        random.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        each = [_reordered(one, random) for one in value]
        if name in _LISTS or (not name and len(each) > 1):
            random.shuffle(each)
        return each
    return value


def _page(text, random):
    """Return a web page with its blocks in another order, each written otherwise unless it is broken."""
    blocks = [_block(found[2], random) for found in _BLOCK.finditer(text)]
    random.shuffle(blocks)
    return _BLOCK.sub(lambda found: f"{found[1]}\n{blocks.pop()}\n{found[3]}", text)


def _block(text, random):
    try:
        return _json(text, random)
    except ValueError:
        return text


def _table(text, random):
    head, *rows = csv.reader(io.StringIO(text))
    random.shuffle(rows)
    columns = list(range(len(head)))
    random.shuffle(columns)
    made = io.StringIO()
    table = csv.writer(
        made,
        delimiter=random.choice(",;\t"),
        quoting=random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
        lineterminator=random.choice(("\r\n", "\n")),
    )
    table.writerows([row[at] for at in columns] for row in (head, *rows))
    return made.getvalue().encode(random.choice(("utf-8", "utf-8-sig", "utf-16")))
