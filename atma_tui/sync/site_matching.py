"""Which site the words of a place mean. Two cities, each with a street named after the other: never guess."""

from __future__ import annotations

import re
from collections.abc import Sequence

from atma_tui.domain.records import Site
from atma_tui.domain.text import fold

_STREET = re.compile(
    r"(?:\b\d+\w?\s+)?[^\W\d]\w*\s+(?:trail|tr|street|st|avenue|ave|road|rd|drive|dr|boulevard|blvd|way|crescent|lane|ln|"
    r"hill|hollow|court|close|gate|parkway|highway|hwy)\b(?:\s+(?:nw|ne|sw|se|[nesw])\b)?"
)
_AIRPORTS = {"edmonton": "yeg", "calgary": "yyc"}
"""What locals also call the two cities (IATA codes)."""
_COMMON = frozenset({"ab", "alberta", "canada", "clinic", "atma", "cena", "suite"})


class Siting:
    """The sites, and the one that a source's events belong to when their place names none.

    Few places hold many events, so what was found out about a place is kept.
    """

    def __init__(self, sites: Sequence[Site], default: str = "") -> None:
        self._sites = {site.id: site for site in sites}
        self.default = default
        self._found: dict[str, str] = {}
        self._extra: dict[tuple[str, str], str] = {}

    def named(self, place: str) -> str:
        """Return the id of the site that a place names, empty when nobody can tell."""
        if place not in self._found:
            found = site_of(place, tuple(self._sites.values()))
            self._found[place] = found.id if found else ""
        return self._found[place]

    def of(self, place: str, home: str = "") -> str:
        """Return the id of the site that a place names, else `home`, else where the source's events belong."""
        return self.named(place) or home or self.default

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


def site_of(place: str, sites: Sequence[Site]) -> Site | None:
    """Return the one site that a place's words mean; None when they mean none, several, or contradict."""
    text = _plain(place)
    by_street = [site for site in sites if any(line in text for line in _street_lines(site))]
    without_streets = _STREET.sub(" ", text)
    by_word = [site for site in sites if any(_has(without_streets, word) for word in _names(site))]
    if len(by_word) > 1 or len(by_street) > 1:
        return None
    if by_word and by_street and by_word != by_street:
        return None
    return next(iter(by_word or by_street), None)


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
    return " ".join(re.sub(r"[^\w]+", " ", re.sub(r"https?://\S+", " ", fold(text))).split())


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
