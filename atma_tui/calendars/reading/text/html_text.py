"""Descriptions that are HTML, as text; and titles that say an event is off. All in time linear in the text."""

from __future__ import annotations

import html
import re

from atma_tui.domain.text import clean

_LONGEST_SOURCE = 12_000
_LONGEST = 4_000
_LOOKS_LIKE_HTML = re.compile(
    r"</?(?:a|b|i|u|p|br|hr|div|span|ul|ol|li|em|strong|h[1-6]|table|tr|td|font|html|body|img|blockquote)"
    r"(?:\s[^<>]*)?/?>|&(?:nbsp|amp|lt|gt|quot|#\d{2,5}|#x[0-9a-f]{2,5});",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_LINE_END = re.compile(r"<(?:br|hr)\b[^<>]*>|</(?:p|div|li|h[1-6]|tr|blockquote)\s*>", re.IGNORECASE)
_ITEM = re.compile(r"\n?<li\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>|<![^<>]*>", re.IGNORECASE)
_UNSEEN = ("script", "style", "head")


def plain_text(text: str) -> str:
    """Return a description as clean text with its lines; HTML is reduced to what a reader would see."""
    text = text[:_LONGEST_SOURCE]
    if _LOOKS_LIKE_HTML.search(text):
        for name in _UNSEEN:
            text = _without(text, name)
        text = _ITEM.sub("\n- ", _LINE_END.sub("\n", text))
        text = html.unescape(_TAG.sub("", text))
    return clean(text, _LONGEST, lines=True)


def without_entities(text: str) -> str:
    """Return a title or a place with its entities read: `Tea &amp; talk`, as WordPress's plugins write them."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def _without(text: str, name: str) -> str:
    """Return the text without the elements of that name and all that is in them."""
    first, *later = re.split(rf"<{name}\b", text, flags=re.IGNORECASE)
    closing = re.compile(rf"</{name}\s*>", re.IGNORECASE)
    return first + "".join("".join(closing.split(part, maxsplit=1)[1:]) for part in later)


_OFF = r"(?:cancell?ed|annulée?|abgesagt)"
_OFF_FIRST = re.compile(rf"[^\w“\"']*{_OFF}[\s!]*(?::+|[–—-]+(?=\s)|[\])*]+[:–—-]*)[\s!]*", re.IGNORECASE)
_OFF_LOUDLY = re.compile(r"CANCELL?ED\s+(?=.*[a-z])")
_OFF_LAST = re.compile(rf"\s*(?:[\[(]\s*{_OFF}[\s!]*[\])]|\*\s*{_OFF}|[-–—:]\s*{_OFF})[\s*!]*\Z", re.IGNORECASE)
_OFF_ONLY = re.compile(rf"\W*{_OFF}\W*", re.IGNORECASE)


def is_only_off(title: str) -> bool:
    """Whether a title says that an event is off and nothing else."""
    return bool(_OFF_ONLY.fullmatch(title))


def split_cancelled(title: str) -> tuple[str, bool]:
    """Return the title without a mark that the event is off, and whether it had one.

    `CANCELLED: Talk`, `[Cancelled] Talk` and `Talk (cancelled)` are off; `No longer cancelled: Talk`, `POSTPONED:
    Talk` and `Cancel culture` are not. Outlook marks cancelled events so and leaves their STATUS confirmed.
    """
    title = title.strip()
    if is_only_off(title):
        return title, True
    first = _OFF_FIRST.match(title) or _OFF_LOUDLY.match(title)
    if first:
        return title[first.end() :], True
    last = _OFF_LAST.search(title)
    return (title[: last.start()].rstrip(" *"), True) if last else (title, False)
