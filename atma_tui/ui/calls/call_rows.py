"""The call list in words: pure functions from the desk's page to rows and facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from textual.content import Content

from atma_tui.desk.calls.calling import CallPage, Gap, OfferCall
from atma_tui.desk.calls.calls import CallRow, Progress
from atma_tui.desk.seats.queues import WaitingRow
from atma_tui.domain.records import Event, Offering, Person
from atma_tui.domain.when import short_day_words
from atma_tui.ui.ground.glyphs import Glyphs
from atma_tui.ui.ground.show import plain, who
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.people import phone_words
from atma_tui.ui.widgets.rows import Heading, Row
from atma_tui.ui.widgets.seats import seat_bar
from atma_tui.ui.widgets.spans import Cell, Span, Tone

CALLS = (
    Column("Time", 9),
    Column("Who", 16, flex=3),
    Column("Phone", 12),
    Column("About", 20, flex=6),
)
LINE = (
    Column("", 2, align="right"),
    Column("Waits", 12, flex=2),
    Column("Could take it?", 15, flex=4),
    Column("Phone", 12),
)
MAX_PROGRESS = 3

CallItem = OfferCall | CallRow | Gap
"""What a line of the call list stands for."""


def items_of(page: CallPage) -> dict[str, CallItem]:
    """Return what each line is about, by its key, in the order of the list."""
    items: dict[str, CallItem] = {one.line.enrolment.id: one for one in page.offers}
    items |= {one.call.id: one for one in page.owed}
    return items | {one.offering.id: one for one in page.gaps}


def person_of(item: CallItem) -> Person | None:
    """Return whom to call; None for a gap."""
    if isinstance(item, Gap):
        return None
    return item.line.person if isinstance(item, OfferCall) else item.person


def queue_of(item: CallItem | None) -> tuple[WaitingRow, ...]:
    """Return the waiting line that a line of the list is about."""
    if isinstance(item, OfferCall):
        return item.after
    return item.waiting if isinstance(item, Gap) else ()


def call_rows(page: CallPage, sites: Mapping[str, str], now: datetime, *, private: bool) -> list[Row | Heading]:
    """Return the whole list: seats held, calls owed, seats that are free but not offered."""
    rows: list[Row | Heading] = []
    if page.offers:
        rows.append(Heading("A seat is held: call before the time is up"))
        rows += [_offer_row(one, sites, now, private=private) for one in page.offers]
    if page.owed:
        rows.append(Heading("Calls to make, oldest first"))
        rows += [_owed_row(one, now, private=private) for one in page.owed]
    if page.gaps:
        rows.append(Heading("Seat free, next in line does not fit"))
        rows += [_gap_row(one, sites) for one in page.gaps]
    return rows


def _offer_row(item: OfferCall, sites: Mapping[str, str], now: datetime, *, private: bool) -> Row:
    offer = item.line
    left = offer.enrolment.offered_until
    assert left is not None
    tone: Tone = "bad" if (left - now).total_seconds() < 900 else "warn"
    cells = (
        (Span(left_words(left, now), tone),),
        name_words(offer.person, offer.enrolment.party, private=private),
        phone_words(offer.person, private=private),
        _about(
            f"{offer.title}{short_when(offer.offering, sites)}", item.tries, offer.call.why if offer.call else ""
        ),
    )
    return Row(offer.enrolment.id, cells)


def _owed_row(line: CallRow, now: datetime, *, private: bool) -> Row:
    cells = (
        f"for {since_words(line.call.at, now)}",
        name_words(line.person, 1, private=private),
        phone_words(line.person, private=private),
        _about(line.call.why, line.call.tries),
    )
    return Row(line.call.id, cells)


def _gap_row(gap: Gap, sites: Mapping[str, str]) -> Row:
    what = f"{gap.title}{short_when(gap.offering, sites)}"
    return Row(gap.offering.id, ((Span(free_words(gap), "warn"),), next_words(gap), "", what))


def waiting_rows(item: CallItem | None, *, private: bool) -> list[Row]:
    """Return the waiting line of a line, with the reason for each who could not take the seat."""
    rows: list[Row] = []
    ready = True
    for one in queue_of(item):
        note: tuple[Span, ...] = (Span(one.skip, "warn"),)
        if not one.skip:
            note = (Span("next" if ready else "", "good"),)
            ready = False
        if one.enrolment.priority:
            note = (*note, Span(", moved up", "dim"))
        name = name_words(one.person, one.enrolment.party, private=private)
        phone = phone_words(one.person, private=private)
        rows.append(Row(one.enrolment.id, (str(one.rank), name, note, phone)))
    return rows


def waiting_words(item: CallItem | None) -> str:
    """Say what the waiting line beside the list is."""
    if isinstance(item, OfferCall):
        return "Next, if the answer is no" if item.after else "Nobody else is waiting for this seat"
    return "Nobody is waiting for this" if isinstance(item, CallRow) else "Waiting"


def progress_lines(progress: Iterable[Progress], glyphs: Glyphs) -> Content:
    """Say how far the calls of each reason are: reached 17 of 23."""
    found = list(progress)
    lines = []
    for one in found[:MAX_PROGRESS]:
        bar = seat_bar(one.reached, one.total - one.reached, cells=8, glyphs=glyphs)
        said = Content.styled(f"{bar} reached {one.reached} of {one.total}", "$text-success")
        lines.append(Content.assemble(said, f": {plain(one.why, 300)}"))
    if len(found) > MAX_PROGRESS:
        lines.append(Content.styled(f"and {len(found) - MAX_PROGRESS} more such reasons", "$foreground-muted"))
    return Content("\n").join(lines)


# Words


def left_words(until: datetime, now: datetime) -> str:
    """Return how long a seat is still held: `2 d 3 h`, `1 h 54 m`, `14 m 5 s`."""
    seconds = int((until - now).total_seconds())
    if seconds <= 0:
        return "time up"
    if seconds >= 48 * 3600:
        return f"{seconds // 86400} d {seconds % 86400 // 3600} h"
    if seconds >= 3600:
        return f"{seconds // 3600} h {seconds % 3600 // 60} m"
    return f"{seconds // 60} m {seconds % 60} s"


def since_words(then: datetime, now: datetime) -> str:
    """Return a length of time in a few letters: `5 m`, `9 h`, `3 d`."""
    minutes = max(0, int((now - then).total_seconds())) // 60
    if minutes < 60:
        return f"{minutes} m"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"


def name_words(person: Person, party: int, *, private: bool) -> str:
    """Return a name with the size of the party: `Ada Sample +1`."""
    return who(person.name, private=private) + (f" +{party - 1}" if party > 1 else "")


def _about(what: str, tries: tuple[str, ...], why: str = "") -> Cell:
    """Return what a call is about, after how often it was tried."""
    tried = f"{tries_words(tries)} · " if tries else ""
    return Span(tried, "dim"), Span(f"{what}; {why}" if why else what)


def tries_words(tries: tuple[str, ...]) -> str:
    """Return how often somebody was called without success."""
    return "" if not tries else "1 try" if len(tries) == 1 else f"{len(tries)} tries"


def free_words(gap: Gap) -> str:
    """Return how many seats are free."""
    return "open" if gap.seats.free is None else f"{gap.free} free"


def next_words(gap: Gap) -> str:
    """Say why the next in line was not offered a seat."""
    first = gap.waiting[0]
    if not first.skip:
        return "next can take it"
    if gap.seats.free is not None and first.enrolment.party > gap.free:
        return f"next: party of {first.enrolment.party}"
    return f"next: {first.skip}"


def short_when(offering: Offering, sites: Mapping[str, str]) -> str:
    """Return where and when an event is, to follow its title; nothing for a program's places."""
    if not isinstance(offering, Event):
        return ""
    starts = offering.starts
    at = "" if offering.all_day else f" {starts:%H:%M}"
    return f", {short_day_words(starts)}{at}, {sites.get(offering.site, offering.site)}"
