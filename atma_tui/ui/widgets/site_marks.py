"""How a site is told from another at a glance: its name or first letters, in its colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from atma_tui.domain.colours import SITE_COLOURS
from atma_tui.domain.records import Site
from atma_tui.ui.ground.themes import site_style
from atma_tui.ui.widgets.spans import Look, Span

SITE_STYLES: Mapping[Look, str] = {look: site_style(look) for look in get_args(Look) if look in SITE_COLOURS}
"""The colours of sites, as each theme has them."""


def site_look(site: Site) -> Look:
    """Return the look of a site's colour; none for a colour that no theme has."""
    return next((look for look in SITE_STYLES if look == site.colour), "")


def site_span(site: Site) -> Span:
    """Return the name of a site in its colour."""
    return Span(site.name, site_look(site))


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
