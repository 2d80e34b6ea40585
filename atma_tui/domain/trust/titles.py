"""Titles of one-to-one and other private events on a screen that others can see: they may hold a client's name.

Of a title those words stay that say what it is, such as those of a program's steps; of the others the initials do.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar, cast, get_args

from msgspec.structs import replace

from atma_tui.domain.records import Event, EventKind, Listing, Program, Series, Site
from atma_tui.domain.text import fold
from atma_tui.domain.timing.late_cancel import is_appointment
from atma_tui.domain.trust.walking import ViewWalker

T = TypeVar("T")

_KINDS = " ".join(get_args(EventKind)).replace("_", " ")
_COMMON = frozenset(
    f"""{_KINDS} a an and at by for in of on or the to with without call first follow second third last next extra
    group meeting new online other phone planning preparation private review staff team time training up visit
    """.split()
)
_SENTENCES = frozenset({"title", "summary", "why", "words", "here", "there", "tell"})
"""Fields of views in which a title may stand."""
_WORD = re.compile(r"\w[\w'’.]*")
_MAX_DIGITS = 2
"""Of a number that stays, as in `Session 2`; longer ones may be a phone number."""


def hides_title(event: Event) -> bool:
    """Whether the title of an event is for the desk alone."""
    return event.visibility == "private" or is_appointment(event)


def private_titles(events: Iterable[Event], listings: Iterable[Listing]) -> set[str]:
    """Return the titles that are for the desk alone, also as websites tell them."""
    hidden = {event.id: event.title for event in events if hides_title(event)}
    told = {one.remote.title for one in listings if one.remote.private or one.event in hidden}
    return {*hidden.values(), *told}


def known_words(programs: Iterable[Program], sites: Iterable[Site]) -> frozenset[str]:
    """Return the folded words that name nobody."""
    titles = [site.name for site in sites]
    for program in programs:
        titles.append(program.title)
        for step in program.steps:
            titles += (step.title, step.short, *(kind.title for kind in step.kinds))
    return _COMMON | {word for title in titles for word in fold(title).split()}


def hidden_title(title: str, known: Collection[str]) -> str:
    """Return a title with initials in place of each word that is not known, such as `Session: A. S.`."""

    def hidden(found: re.Match[str]) -> str:
        word = found[0]
        plain = fold(word).strip(".")
        stays = len(word) <= _MAX_DIGITS if plain.isdecimal() else plain in known
        return word if stays else f"{word[0].upper()}."

    return _WORD.sub(hidden, title)


class TitleHider(ViewWalker):
    """Hides such titles in any view, also within its sentences."""

    ALL = True

    def __init__(
        self, titles: Iterable[str], known: Collection[str], made: Mapping[str, str] | None = None
    ) -> None:
        """Take the titles that are hidden, and the words that name nobody.

        `made` are hidden titles that were made with the same words: they need not be made again.
        """
        made = made or {}
        self.hidden = {title: made.get(title) or hidden_title(title, known) for title in titles if title}
        self._known = known
        self._instead = {title: instead for title, instead in self.hidden.items() if instead != title}
        self._sizes = sorted({len(title) for title in self._instead}, reverse=True)

    def hide(self, view: T) -> T:
        """Return a view with these titles hidden in it.

        A view that has titles which are in no event of the book, such as a plan, names them in `private_titles`.
        """
        if own := frozenset[str](getattr(view, "private_titles", ())).difference(self.hidden):
            return TitleHider({*self.hidden, *own}, self._known, self.hidden).hide_known(view)
        return self.hide_known(view)

    def hide_known(self, view: T) -> T:
        """Return a view with the titles hidden that this hider was made for."""
        return cast(T, self.walk(view)) if self._instead else view

    def record(self, view: Any) -> Any:  # noqa: ANN401 -- of any kind
        """Return an event or a series with its title hidden, and any other record as it is."""
        if isinstance(view, Event | Series) and (instead := self._instead.get(view.title)):
            return replace(view, title=instead)
        return view

    def field(self, name: str, value: Any) -> Any:  # noqa: ANN401
        """Return a field; what may be saved from a view, such as a new person's name, stays as it was typed."""
        return value if isinstance(value, str) and name not in _SENTENCES else self.walk(value)

    def text(self, text: str) -> str:
        """Return a text with these titles hidden in it."""
        if not self._sizes or len(text) < self._sizes[-1]:
            return text
        return self._instead.get(text) or self._inside(text)

    def _inside(self, text: str) -> str:
        """Look at the beginning of each word for each length of a title: there may be thousands of titles."""
        parts, at = [], 0
        for begin in (found.start() for found in re.finditer(r"(?<!\w)\S", text)):
            if begin < at:
                continue
            title = next((one for size in self._sizes if (one := text[begin : begin + size]) in self._instead), "")
            if title:
                parts += [text[at:begin], self._instead[title]]
                at = begin + len(title)
        return "".join([*parts, text[at:]]) if parts else text
