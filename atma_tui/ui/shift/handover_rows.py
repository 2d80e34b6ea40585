"""The lines of a handover: pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from atma_tui.desk.shift.handover import TOPICS, Handover
from atma_tui.domain.when import ALBERTA, short_day_words, wall, wall_words
from atma_tui.ui.ground.show import who
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.people import phone_words
from atma_tui.ui.widgets.rows import Heading, Row

COLUMNS = (Column("When", 15), Column("Who", 18, flex=2), Column("What", 18, flex=6), Column("", 12, flex=1))
HIDDEN = "hidden while initials are shown"
"""In the place of what was typed freely, or what the log says: both may name people."""


def rows_of(known: Handover, sites: Mapping[str, str], *, private: bool) -> list[Row | Heading]:
    """Return notes, calls, arrivals and what was done, each under its heading."""
    return [
        *_notes(known, sites, private=private),
        *_calls(known, private=private),
        *_here(known, sites, private=private),
        *_open(known, private=private),
        *_done(known, private=private),
    ]


def since_words(known: Handover) -> str:
    """Return since when what was done is told."""
    local = wall(known.since, ALBERTA)
    return f"Since {wall_words(local)}"


def _when(moment: datetime) -> str:
    local = wall(moment, ALBERTA)
    return f"{local:%a %H:%M}"


def _notes(known: Handover, sites: Mapping[str, str], *, private: bool) -> Iterator[Row | Heading]:
    yield Heading(f"On the board ({len(known.notes)})" if known.notes else "No notes on the board; n writes one")
    for one in known.notes:
        new = one.id in known.unread
        words = HIDDEN if private else " ".join(one.words.split())
        place = "new" if new else sites.get(one.site, "")
        yield Row(one.id, (_when(one.at), one.by, words, place), "warn" if new else "")


def _calls(known: Handover, *, private: bool) -> Iterator[Row | Heading]:
    if known.offers or known.owed:
        yield Heading(f"To call ({len(known.offers) + len(known.owed)})")
    for offer in known.offers:
        until = offer.enrolment.offered_until
        when, what = f"until {_when(until)}" if until else "", f"Offered seat: {offer.title}"
        name, phone = who(offer.person.name, private=private), phone_words(offer.person, private=private)
        yield Row(f"offer {offer.enrolment.id}", (when, name, what, phone))
    for owed in known.owed:
        name, phone = who(owed.person.name, private=private), phone_words(owed.person, private=private)
        yield Row(f"call {owed.call.id}", ("", name, owed.call.why, phone))


def _here(known: Handover, sites: Mapping[str, str], *, private: bool) -> Iterator[Row | Heading]:
    if known.here:
        yield Heading(f"Still here ({sum(one.enrolment.here for one in known.here)})")
    for one in known.here:
        name, site = who(one.person.name, private=private), sites.get(one.event.site, "")
        yield Row(f"here {one.enrolment.id}", (f"until {one.event.ends:%H:%M}", name, one.event.title, site))


def _open(known: Handover, *, private: bool) -> Iterator[Row | Heading]:
    if known.open:
        yield Heading(f"Came, or not? ({len(known.open)})")
    for one in known.open:
        starts = short_day_words(one.event.starts)
        name = who(one.person.name, private=private)
        yield Row(f"open {one.enrolment.id}", (starts, name, one.event.title, ""))


def _done(known: Handover, *, private: bool) -> Iterator[Row | Heading]:
    for topic, acts in known.done:
        yield Heading(f"{TOPICS[topic]} ({len(acts)})")
        for act in acts:
            yield Row(act.id, (_when(act.at), act.by, HIDDEN if private else act.summary, ""), "dim")
