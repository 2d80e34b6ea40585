"""Looks that a lead should ask about. None of them proves anything; each comes with a reason in words.

- many: one operator opened the records of so many different clients within an hour, one by one;
- same name: the client has the last name of the operator;
- after hours: the site was closed, with an hour's grace on both sides;
- no appointment: a single record was opened, and nothing around that time explains why: no event of theirs within
  a month, and no act about them within a day.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from atma_tui.domain.hours import is_open
from atma_tui.domain.records import EVERYBODY, Look, Site
from atma_tui.domain.text import fold
from atma_tui.domain.when import wall

MANY = 20
"""This many clients whose records one operator opens within an hour are unusual."""
HOUR = timedelta(hours=1)
GRACE = timedelta(hours=1)
"""Time before a site opens and after it closes in which a look is still usual."""
NEAR_EVENT = timedelta(days=30)
"""Most time between a look and an event of the client that explains it."""
NEAR_ACT = timedelta(days=1)
"""Most time between a look and an act about the client that explains it."""

Why = Literal["many", "same name", "after hours", "no appointment"]
WORDS: dict[Why, str] = {
    "many": f"{MANY} or more clients within an hour",
    "same name": "client with the operator's last name",
    "after hours": "while the site was closed",
    "no appointment": "nothing booked or done near that time",
}


class LookContext(Struct, frozen=True, kw_only=True):
    """What is known of clients and sites to judge looks by."""

    names: Mapping[str, str]
    """Names of clients by id."""
    events: Mapping[str, Sequence[datetime]]
    """When each client's events begin."""
    acts: Mapping[str, Sequence[datetime]]
    """When something was done about each client."""
    sites: Mapping[str, Site]


class Unusual(Struct, frozen=True):
    """A look, and why it is unusual."""

    look: Look
    why: tuple[Why, ...]


def unusual_looks(looks: Iterable[Look], known: LookContext) -> list[Unusual]:
    """Return the looks that are unusual, in their order."""
    in_order = sorted(looks, key=lambda look: look.at)
    crowded = _crowded(in_order)
    found = ((look, (*_reasons(look, known, many=look.id in crowded),)) for look in in_order)
    return [Unusual(look, why) for look, why in found if why]


def _reasons(look: Look, known: LookContext, *, many: bool) -> Iterator[Why]:
    if many:
        yield "many"
    own = _last_name(look.by)
    if own and any(_last_name(known.names.get(id, "")) == own for id in look.people):
        yield "same name"
    if _is_after_hours(look, known.sites):
        yield "after hours"
    if _is_single(look) and not _is_explained(look, known):
        yield "no appointment"


def _crowded(in_order: Sequence[Look]) -> set[str]:
    """Return the ids of the single looks with which an operator reached `MANY` clients within an hour."""
    crowded: set[str] = set()
    for by in {look.by for look in in_order}:
        window: deque[Look] = deque()
        seen: Counter[str] = Counter()
        for look in in_order:
            if look.by != by or not _is_single(look):
                continue
            window.append(look)
            seen[look.people[0]] += 1
            while look.at - window[0].at > HOUR:
                gone = window.popleft().people[0]
                seen[gone] -= 1
                if not seen[gone]:
                    del seen[gone]
            if len(seen) >= MANY:
                crowded |= {one.id for one in window}
    return crowded


def _is_single(look: Look) -> bool:
    """Whether one record was opened, rather than a list."""
    return len(look.people) == 1 and look.people[0] != EVERYBODY


def _is_after_hours(look: Look, sites: Mapping[str, Site]) -> bool:
    """Whether the site was closed; for a desk without a site, whether all were."""
    there = [sites[look.site]] if look.site in sites else [*sites.values()]
    return bool(there) and not any(_is_open_near(site, look.at) for site in there)


def _is_open_near(site: Site, at: datetime) -> bool:
    local = wall(at, site.zone)
    return any(is_open(site, (time, time)) for time in (local, local - GRACE, local + GRACE)) and not site.closed(
        local, local + timedelta(seconds=1)
    )


def _is_explained(look: Look, known: LookContext) -> bool:
    who = look.people[0]
    near_event = any(abs(look.at - at) <= NEAR_EVENT for at in known.events.get(who, ()))
    return near_event or any(abs(look.at - at) <= NEAR_ACT for at in known.acts.get(who, ()))


def _last_name(name: str) -> str:
    """Return somebody's last name, folded; empty for a single word, which may be a first name."""
    words = fold(name).split()
    return words[-1] if len(words) > 1 else ""
