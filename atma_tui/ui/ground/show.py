"""Outside text made showable: the only place that turns it into something a widget may be given.

A plain `str` is markup to most Textual widgets: `[/` ends the program, `[@click=app.quit]` runs an action, and an
escape sequence goes straight to the terminal. So names, titles and everything else that was typed, imported or
fetched goes to the screen through here:

    Static(show(event.title))                    most widgets, toasts, tooltips, border titles, options
    show_lines(event.about)                      the same, keeping line ends
    Input(placeholder=plain(person.phone))       inputs, header titles: these take a literal `str`
    table.add_row(cell(person.name))             the few widgets that take Rich text: DataTable, Tree
    show(who(person.name, private=app.private))  initials only, when the desk is in privacy mode

`LongList`, `Entry`, `Field`, `Choice` and `SafeApp.notify` do it themselves: give them the text as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from atma_tui.domain.text import clean

if TYPE_CHECKING:
    from rich.text import Text

_EMOJI_STYLE = dict.fromkeys([0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400)])
"""Variation selectors and skin tones: terminals do not agree on the width of what they modify."""


def plain(text: object, limit: int = 200) -> str:
    """Return outside text as one harmless line of at most `limit` characters, for widgets that take a `str`."""
    cleaned = clean(text, limit)
    return cleaned if cleaned.isascii() else cleaned.translate(_EMOJI_STYLE)


def show(text: object, limit: int = 200, style: str = "") -> Content:
    """Return outside text as literal content of one line, at most `limit` characters long.

    `style` is a Textual style such as `$foreground-muted` or `bold`; it is the caller's own, never outside text.
    """
    return Content.styled(plain(text, limit), style)


def show_lines(text: object, limit: int = 4000, style: str = "") -> Content:
    """Return outside text as literal content that keeps its line ends."""
    return Content.styled(clean(text, limit, lines=True).translate(_EMOJI_STYLE), style)


def cell(text: object, limit: int = 200, style: str = "") -> Text:
    """Return outside text as literal Rich text, for a DataTable's cell or label or a Tree's label."""
    from rich.text import Text

    return Text(plain(text, limit), style=style, no_wrap=True, end="")


def who(name: str, *, private: bool) -> str:
    """Return a person's name, or only the initials in privacy mode (a screen that a waiting room can see)."""
    from atma_tui.domain.people.contacts import initials

    return initials(name) if private else name
