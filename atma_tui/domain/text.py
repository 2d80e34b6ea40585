"""Text from outside: made safe to show (`clean`) and easy to find (`fold`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_ESCAPES = re.compile(
    r"(?:\x1b[\]PX^_]|[\x90\x98\x9d\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b[ -/]*[0-~]?"
)
"""Whole terminal escape sequences (ECMA-48): strings to their end, CSI, and other ESC sequences."""
_BLANKS = re.compile(r"[\s\x1c-\x1f\x85\u2028\u2029\u00a0\u2800\u3164]+")
_LINE_ENDS = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ADDRESS = re.compile(r"[/?&=]|:.*@")
_PLAIN = re.compile(r"[\n -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e]*")
"""Letters and punctuation of Latin script, of which nothing is dropped: much faster than one by one."""
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_MAX_MARKS = 4


def clean(text: object, limit: int = 200, *, lines: bool = False) -> str:
    """Return outside text as printable text of at most `limit` characters.

    Escape sequences, control, bidi, invisible and unassigned characters go; white space is folded; more than
    four marks on one letter go. One line, unless `lines` keeps line ends.
    """
    text = "" if text is None else str(text)
    if len(text) <= limit and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = _ESCAPES.sub("", text[: limit * 8])
    spaced = _printable(unicodedata.normalize("NFC", _single_blanks(text, lines=lines)))
    text = _single_blanks(spaced, lines=lines)  # something between two spaces may have been dropped
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _single_blanks(text: str, *, lines: bool) -> str:
    if not lines:
        return _BLANKS.sub(" ", text).strip()
    text = "\n".join(_BLANKS.sub(" ", line).strip() for line in _LINE_ENDS.split(text))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def _printable(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        if category in _DROPPED and char != "\n":
            continue
        marks = marks + 1 if category[0] == "M" else 0
        if marks > _MAX_MARKS or (marks and not kept):
            continue
        kept.append(char)
    return "".join(kept)


def shown(typed: str, limit: int = 40) -> str:
    """Return what was typed as a name if it may be repeated: an address may hold a secret."""
    return "…" if _ADDRESS.search(typed[: limit * 8]) else clean(typed, limit)


def is_text(text: str) -> bool:
    """Whether a word from outside the program is text: bytes that are not UTF-8 arrive as surrogates (PEP 383)."""
    return not _SURROGATE.search(text)


def unaccented(text: str) -> str:
    """Return text without case and accents. Stored records are compared by it, so this must never change."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    parts = unicodedata.normalize("NFKD", folded)
    return "".join(char for char in parts if not unicodedata.combining(char))


_LETTERS = {
    "ø": "o",
    "œ": "oe",
    "æ": "ae",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ħ": "h",
    "ŧ": "t",
    "ŋ": "n",
    "ı": "i",
}
"""Letters that do not decompose into a letter with an accent, and how people type them."""
_SILENT = "-.'`‐‑‒–—―−­´ʹʻʼʽˈ‘’‚‛′＇"
"""Hyphens, apostrophes and dots: some people write them, others do not."""
_TYPED = str.maketrans(_LETTERS | dict.fromkeys(_SILENT, ""))


def fold(text: str) -> str:
    """Return text as it is searched: without case, accents, hyphens, apostrophes and dots, in plain letters.

    A text contains what somebody typed if the folded text contains the folded words.
    """
    folded = text.casefold()
    if not folded.isascii():
        parts = unicodedata.normalize("NFKD", folded.translate(_TYPED)).casefold()
        folded = "".join(char for char in parts.translate(_TYPED) if not unicodedata.combining(char))
    return folded.replace("-", "").replace("'", "").replace(".", "").replace("`", "")


def first_of(problems: Sequence[str], most: int = 50) -> list[str]:
    """Return the first of many problems of one kind and how many more there are: nobody reads 200,000 lines."""
    others = len(problems) - most
    return (
        [*problems[:most], f"There are {others:,} others like the last of these."] if others > 0 else [*problems]
    )
