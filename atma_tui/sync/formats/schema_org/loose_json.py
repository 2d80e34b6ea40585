"""JSON that is almost JSON, as plugins write it: put right where only one thing can be meant.

Commas before a closing bracket, comments and CDATA around or between, line ends and `\\'` inside texts, several
objects one after the other, and quotes written as `&quot;`. What is cut off stays broken.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from atma_tui.sync.json_text import read_json

_TOKEN = re.compile(
    r'(?P<text>"(?:[^"\\]++|\\.)*+(?:"|\Z))'
    r"|(?P<dropped>/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z)|//[^\n]*+|<!--|-->|[\u00a0\ufeff]++"
    r"|,(?=(?:\s|/\*(?:[^*]++|\*(?!/))*+\*/|//[^\n]*+)*+[}\]]))"
    r"|(?P<opened>[{\[])|(?P<closed>[}\]])|(?P<other>[^\"/<,{}\[\]\u00a0\ufeff-]++|.)",
    re.DOTALL,
)
_WRONG_ESCAPE = re.compile(r'\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|(.))', re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f]")
_MAX_TOKENS = 2_000_000
"""Some hundred for an event."""
_MAX_BACKSLASHES = 500_000
"""A text of more of them would be one match that holds up the other threads: 2 million take 50 ms."""
_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": ""}


def read_loose_json(text: str) -> Any:  # noqa: ANN401 - what a page holds is anything until it is looked at
    """Return what a block of JSON holds, put right where it must be. Raises `ValueError` for what cannot be."""
    try:
        return read_json(text)
    except ValueError:
        return read_json(_put_right(text))


def _put_right(text: str) -> str:
    if '"' not in text and "&quot;" in text:
        text = unescape(text)
    if text.count("\\") > _MAX_BACKSLASHES:
        raise ValueError("more backslashes than anybody writes into one page")
    text = text.replace("<![CDATA[", " ").replace("]]>", " ")
    kept: list[str] = []
    depth = values = 0
    for found in _TOKEN.finditer(text):
        kind, token = found.lastgroup, found[0]
        if kind == "opened":
            kept += [","] * (values > 0 and not depth)
            values += not depth
        depth += (kind == "opened") - (kind == "closed")
        if kind != "dropped" and (depth or kind == "closed"):
            kept.append(_text(token) if kind == "text" else token)
        if len(kept) > _MAX_TOKENS:
            raise ValueError("more than anybody writes into one page")
    whole = "".join(kept)
    return f"[{whole}]" if values > 1 else whole


def _text(token: str) -> str:
    token = _WRONG_ESCAPE.sub(lambda found: found[0] if found[1] else found[2], token)
    return _CONTROL.sub(lambda found: _ESCAPES.get(found[0], " "), token)
