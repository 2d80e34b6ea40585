"""Importing calendar files: read like a website's, planned first, applied in one act that can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec.structs import replace

from atma_tui.calendars.reading.text import decoding
from atma_tui.desk.book.book import Book
from atma_tui.desk.calendars.read_back import ReadBack
from atma_tui.desk.websites.applying import apply_plan, plan_of
from atma_tui.desk.websites.clashes_ahead import clashes_ahead
from atma_tui.desk.websites.planned import CHANGING, MAX_PLANS, planned
from atma_tui.desk.websites.sync_results import SyncResult, concluded
from atma_tui.domain.errors import Busy, InputError, NoCalendar, Unreadable
from atma_tui.domain.records import Event, Reading, RemoteEvent, Series, Source
from atma_tui.domain.text import clean
from atma_tui.domain.when import ALBERTA
from atma_tui.store.rerun import rerunnable
from atma_tui.sync.planning.items import Facts, PlanItem
from atma_tui.sync.planning.matching import end_of
from atma_tui.sync.planning.new_items import PAST_AFTER
from atma_tui.sync.planning.phrases import Inside
from atma_tui.sync.planning.plan import Plan

THIS_FILE = "this file"
"""Source name of imported events. No real source has this name: names of sources have no spaces."""

Clock = Literal["ask", "wall", "instant"]
MOST_BYTES = decoding.MOST_BYTES
"""A larger file is refused: there is no need to read more of it than one byte more."""


class Imports:
    """Use cases for files that somebody sent."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def plan(
        self, data: bytes, name: str, *, site: str = "", clock: Clock = "ask", force: bool = False
    ) -> SyncResult:
        """Say what a file would change; writes nothing.

        Args:
            data: the file.
            name: what it is called, for the log.
            site: site of events whose location names none; may be left out if there is only one site.
            clock: times whose zone is an hour off Alberta's: by the wall clock, by the instant, or the wall clock
                with a remark.
            force: apply even what a guard would hold back.

        Raises:
            NoCalendar: it is not a calendar, or not a complete one.
            InputError: no such site.
        """
        return self._conclude(self._read(data, clock), clean(name, 80), site, force=force, apply=False)

    def apply(
        self, data: bytes, name: str, *, site: str = "", clock: Clock = "ask", force: bool = False
    ) -> SyncResult:
        """Import a file in one act. Arguments and errors as for `plan`.

        Events that an earlier file brought, and this book's own events that come back, are changed and not
        doubled; what the desk changed meanwhile stays. What a newer version of a file no longer holds is
        mentioned, but never removed.
        """
        return self._conclude(self._read(data, clock), clean(name, 80), site, force=force, apply=True)

    def _read(self, data: bytes, clock: Clock) -> Reading:
        from atma_tui.calendars.reading.reader import read_calendar

        try:
            reading = read_calendar(data, home_zone=ALBERTA, now=self._book.now(), wall_clock_zones=clock)
        except Unreadable as error:
            raise NoCalendar(str(error)) from error
        return replace(reading, covers="file")

    @rerunnable
    def _conclude(self, reading: Reading, name: str, site: str, *, force: bool, apply: bool) -> SyncResult:
        book = self._book
        for _ in range(MAX_PLANS):
            made = planned(book, lambda facts: self._plan(reading, site, facts, force=force))
            if not apply:
                return replace(concluded(name, made.plan, "planned"), clashes=clashes_ahead(book, made))
            with book.act("import", reports=("clash",)) as work:
                if not made.holds(book):
                    continue
                if made.plan.changes:
                    work.summary = f"Imported {name}: {apply_plan(book, work, made)}"
            return concluded(name, made.plan, "applied", work.led_to)
        raise Busy(CHANGING)

    def _plan(self, reading: Reading, site: str, facts: Facts, *, force: bool) -> Plan:
        book = self._book
        ours = {event.uid: event for event in facts.events.values()}
        own, foreign, left = _told_apart(reading, ours, {one.id for one in book.store.find(Series)})
        source = Source(id=THIS_FILE, url="", site=self._default_site(site))
        plan = plan_of(book, source, foreign, facts, force=force)
        back = ReadBack(book, [event for event, _ in own])
        each = (
            back.item(event, remote, facts.people.get(event.id, Inside()), facts.held_seats.get(event.id, ""))
            for event, remote in own
        )
        items = [item for item in each if item]
        return _joined(plan, items, (*_over(facts, foreign.events), *back.notes, *_of_series(left)))

    def _default_site(self, words: str) -> str:
        if words:
            return self._book.site(words).id
        sites = self._book.sites()
        if not sites:
            raise InputError("This book has no site yet, so no event has a place; nothing was changed.")
        return sites[0].id if len(sites) == 1 else ""


def _over(facts: Facts, remotes: Sequence[RemoteEvent]) -> list[str]:
    """Return a note about events that are left out because they are over."""
    known = {one.remote.key for one in facts.listings if one.source == THIS_FILE}
    since = facts.now - PAST_AFTER
    number = sum(1 for one in remotes if one.key not in known and end_of(one) < since)
    return [f"{number} of its events are over and are left out."] if number else []


Own = list[tuple[Event, RemoteEvent | None]]
"""This book's own events with what came back of them; None if it only says that the event is cancelled."""


def _told_apart(reading: Reading, ours: Mapping[str, Event], series: set[str]) -> tuple[Own, Reading, int]:
    """Return this book's own events that came back, the foreign ones, and the number of dates of our series."""
    own: Own = [(ours[one.uid], one) for one in reading.events if one.uid in ours]
    own += [(ours[one.uid], None) for one in reading.called_off if one.uid in ours]
    others = [one for one in reading.events if one.uid not in ours]
    foreign = tuple(one for one in others if one.uid.partition("@")[0] not in series)
    called_off = tuple(one for one in reading.called_off if one.uid not in ours)
    return own, replace(reading, events=foreign, called_off=called_off), len(others) - len(foreign)


def _of_series(number: int) -> list[str]:
    """Return a note about dates that `Exports.invitation` wrote as one rule: here each is an event of its own."""
    return [f"{number} dates of a series of this book in it stay as they are."] if number else []


def _joined(plan: Plan, own: list[PlanItem], notes: tuple[str, ...]) -> Plan:
    """Return the plan with this book's own events in it. The imported ones become the desk's own."""
    items = sorted((*plan.items, *own), key=_by_date)
    add = tuple(replace(one, source="") if isinstance(one, Event) else one for one in plan.add)
    put = (*plan.put, *(one.after for one in own if one.after and one.after != one.before))
    return replace(plan, items=tuple(items), notes=plan.notes + notes, add=add, put=() if plan.blocked_by else put)


def _by_date(item: PlanItem) -> str:
    event = item.after or item.before
    return event.starts.isoformat() if event else "later"
