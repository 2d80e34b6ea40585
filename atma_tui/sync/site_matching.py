"""Which site an event's place and categories mean.

Each of the two cities has a street named after the other, and may have such rooms: never guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from atma_tui.domain.records import RemoteEvent, Site
from atma_tui.domain.text import unaccented

_STREET = re.compile(
    r"(?:\b\d+\w?\s+)?[^\W\d]\w*\s+(?:trail|tr|street|st|avenue|ave|road|rd|drive|dr|boulevard|blvd|way|crescent|lane|ln|"
    r"hill|hollow|court|close|gate|parkway|highway|hwy)\b(?:\s+(?:nw|ne|sw|se|[nesw])\b)?"
)
_QUADRANT = re.compile(r"\b(n|s|north|south) ?(e|w|east|west)\b")
"""The quarter of a city at the end of an address, also as `N.W.` or `Northwest`."""
_AIRPORTS = {"edmonton": "yeg", "calgary": "yyc"}
"""What locals also call the two cities (IATA codes)."""
_COMMON = frozenset({"ab", "alberta", "canada", "clinic", "atma", "cena", "suite"})


_ROOM = r"\s+(?:meeting |board ?|ball|class)?(?:room|hall|studio|lounge|suite|theatre|theater)\b"
"""What follows a name that is only a room's: the Edmonton Room may be in Calgary."""


class SitesNamed(NamedTuple):
    """The sites that an event names."""

    sites: tuple[str, ...]
    """Ids; more than one if it is not clear which is meant."""
    also: tuple[str, ...] = ()
    """Ids of others, named where it counts less: before the street, or in the categories."""


class Siting:
    """The sites, and the one that a source's events belong to when they name none.

    Few places hold many events, so what was found out about a place is kept.
    """

    def __init__(self, sites: Sequence[Site], default: str = "") -> None:
        self._sites = {site.id: site for site in sites}
        self.default = default
        self._found: dict[tuple[str, tuple[str, ...]], SitesNamed] = {}
        self._extra: dict[tuple[str, str], str] = {}

    def named(self, remote: RemoteEvent) -> SitesNamed:
        """Return the sites that an event's place names; those of its categories when it names none."""
        key = remote.place, remote.categories
        if key not in self._found:
            self._found[key] = _named(remote.place, remote.categories, tuple(self._sites.values()))
        return self._found[key]

    def of(self, remote: RemoteEvent, home: str = "") -> str:
        """Return the id of the site that an event names, else `home`, else where the source's events belong."""
        named = self.named(remote).sites
        if len(named) > 1:
            return next((one for one in (home, self.default) if one in named), home)
        return named[0] if named else home or self.default

    def others(self, remote: RemoteEvent, site_id: str) -> list[str]:
        """Return the names of the other sites that an event names too."""
        named = self.named(remote)
        return [self.name(one) for one in (*named.sites, *named.also) if one != site_id]

    def extra(self, place: str, site_id: str) -> str:
        """Return what a place says besides the name and address of the site."""
        key = place, site_id
        if key not in self._extra:
            self._extra[key] = extra_words(place, self.site(site_id))
        return self._extra[key]

    def site(self, site_id: str) -> Site | None:
        """Return the site of that id."""
        return self._sites.get(site_id)

    def name(self, site_id: str) -> str:
        """Return what people call a site."""
        found = self.site(site_id)
        return found.name if found else site_id


def _named(place: str, categories: Sequence[str], sites: Sequence[Site]) -> SitesNamed:
    by_place, beside = sites_of(place, sites)
    by_category, _ = sites_of("; ".join(categories), sites)
    also = beside + by_category if by_place else []
    ids = [site.id for site in by_place or by_category]
    return SitesNamed(tuple(ids), tuple(dict.fromkeys(site.id for site in also if site.id not in ids)))


def sites_of(place: str, sites: Sequence[Site]) -> tuple[list[Site], list[Site]]:
    """Return the sites that a place's words mean, and others that are named where it counts less.

    A street and the city after it count before what is in front of it, and a city before the name of a room.
    """
    text = _plain(place)
    street = _STREET.search(text)
    everywhere = _by_word(_STREET.sub(" ", text), sites)
    if street:
        address = text[street.start() :]
        by_street = [site for site in sites if any(line in text for line in _street_lines(site))]
        by_city = _by_word(_STREET.sub(" ", address), sites)
        found = [site for site in sites if site in by_street or site in by_city]
        if found:
            return found, [site for site in everywhere if site not in found]
    return everywhere, []


def _by_word(text: str, sites: Sequence[Site]) -> list[Site]:
    found = [site for site in sites if any(_has(_without_room(text, word), word) for word in _names(site))]
    return found or [site for site in sites if any(_has(text, word) for word in _names(site))]


def _without_room(text: str, name: str) -> str:
    return re.sub(rf"\b{re.escape(name)}{_ROOM}", " ", text)


def extra_words(place: str, site: Site | None) -> str:
    """Return the place, or nothing when it says no more than the site's name and address do."""
    if site is None:
        return place
    known = (
        set(_words(site.address))
        | set(_words(site.name))
        | {word for name in site.place_names for word in _words(name)}
    )
    said = [word for word in _words(place) if not re.fullmatch(r"[a-z]\d[a-z]|\d[a-z]\d", word)]
    return "" if all(word in known or word in _COMMON for word in said) else place


def _plain(text: str) -> str:
    words = " ".join(re.sub(r"[^\w]+", " ", re.sub(r"https?://\S+", " ", unaccented(text))).split())
    return _QUADRANT.sub(lambda found: found[1][0] + found[2][0], words)


def _words(text: str) -> list[str]:
    return _plain(text).split()


def _has(text: str, words: str) -> bool:
    return f" {words} " in f" {' '.join(text.split())} "


def _names(site: Site) -> list[str]:
    names = [_plain(name) for name in (site.name, *site.place_names) if not re.search(r"\d", name)]
    cities = {word for name in names for word in name.split()}
    return [name for name in names if name] + [code for city, code in _AIRPORTS.items() if city in cities]


def _street_lines(site: Site) -> list[str]:
    """Return the parts of the address with a house number and a street: `12 calgary trail nw`."""
    lines = [*re.split(r"[,\n]", site.address), *site.place_names]
    return [_plain(line) for line in lines if re.search(r"\d", line) and _STREET.search(_plain(line))]
