"""The manual: the Markdown pages in `data/help`, which come with the program.

The first line of a page is `# Title`, the second says in one sentence what the page is about. The index links to
every page; its order is the order of the topics.
"""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from atma_tui.domain.errors import InputError
from atma_tui.domain.text import clean, fold
from atma_tui.shipped import shipped

INDEX = "index"
_MARKUP = re.compile(r"[#|`]+|^- ")
_LINK = re.compile(r"\]\(([a-z-]+)\.md\)")


class Topic(Struct, frozen=True):
    """A page of the manual."""

    name: str
    """The name to type, such as `calendars`."""
    title: str
    summary: str


class Match(Struct, frozen=True):
    """A page that was found, and the first line in it that fits; its summary if no words were given."""

    topic: Topic
    line: str


def topics() -> list[Topic]:
    """Return all pages but the index, in the order of the index."""
    return [_topic(name) for name in dict.fromkeys(_LINK.findall(_text(INDEX)))]


def page(name: str) -> str:
    """Return the text of a page. The beginning of a name will do if only one page has it.

    Raises `InputError`, which lists the topics, for any other name.
    """
    wanted, names = name.strip().casefold(), [INDEX, *(topic.name for topic in topics())]
    found = [one for one in names if one == wanted] or [one for one in names if wanted and one.startswith(wanted)]
    if len(found) != 1:
        raise InputError(
            f"The manual has no page called {clean(name, 40)!r}; the pages are: {', '.join(names[1:])}."
        )
    return _text(found[0])


def search(words: str) -> list[Match]:
    """Return the pages that contain every word; all pages when there are no words."""
    wanted = fold(words).split()
    if not wanted:
        return [Match(topic, topic.summary) for topic in topics()]
    found = []
    for topic in topics():
        lines = [_MARKUP.sub("", line).strip() for line in _text(topic.name).splitlines()]
        if all(word in fold(" ".join(lines)) for word in wanted):
            found.append(Match(topic, max(lines, key=lambda line: sum(word in fold(line) for word in wanted))))
    return found


def _topic(name: str) -> Topic:
    title, summary, *_ = _text(name).splitlines()
    return Topic(name, title.removeprefix("# "), summary)


@cache
def _text(name: str) -> str:
    return shipped(f"help/{name}.md").decode()
