"""A cell's text, plain or in pieces that look different; a site is told by its colour and its first letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from rich.cells import cell_len

from atma_tui.domain.colours import SITE_COLOURS
from atma_tui.domain.records import Site
from atma_tui.ui.ground.themes import site_style

Tone = Literal[
    "",
    "dim",
    "strong",
    "good",
    "warn",
    "bad",
    "cancelled",
    "blue",
    "red",
    "green",
    "purple",
    "orange",
    "teal",
    "pink",
    "brown",
]
"""How a text stands out. Tones repeat what the words already say; no meaning is in the colour alone.

The names of colours are those of sites.
"""


class Span(NamedTuple):
    """A piece of text in one tone."""

    text: str
    tone: Tone = ""


Cell = str | tuple[Span, ...]
"""What a cell shows: one text, or pieces one after the other."""


def text_of(cell: Cell) -> str:
    """Return the words of a cell."""
    return cell if isinstance(cell, str) else "".join(span.text for span in cell)


def cell_width(cell: Cell) -> int:
    """Return how many cells of the terminal the words of a cell take."""
    return cell_len(cell) if isinstance(cell, str) else sum(cell_len(span.text) for span in cell)


# Sites

SITE_STYLES: Mapping[Tone, str] = {tone: site_style(tone) for tone in get_args(Tone) if tone in SITE_COLOURS}
"""The colours of sites, as each theme has them."""


def site_tone(site: Site) -> Tone:
    """Return the tone of a site's colour; none for a colour that no theme has."""
    return next((tone for tone in SITE_STYLES if tone == site.colour), "")


def site_span(site: Site) -> Span:
    """Return the name of a site in its colour."""
    return Span(site.name, site_tone(site))


def site_letters(sites: Sequence[Site]) -> dict[str, str]:
    """Return the first letters of each site's name by its id: so few that no two are the same."""
    names = {site.id: site.name for site in sites}
    most = max(map(len, names.values()), default=1)
    short = (
        {id: name[:count] for id, name in names.items()}
        for count in range(1, most + 1)
        if len({name[:count] for name in names.values()}) == len(names)
    )
    return next(short, names)
