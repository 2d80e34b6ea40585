"""Any calendar file as a `Reading`: whole or not at all; what its events lack is said, not guessed silently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import blake2b
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct

from atma_tui.calendars.reading.components import (
    MAX_EVENTS,
    Section,
    cut,
    needed,
    properties,
    repeats,
    without_stamp,
)
from atma_tui.calendars.reading.decoding import fallback, unfolded
from atma_tui.calendars.reading.duplicate_uids import told_apart
from atma_tui.calendars.reading.event_reader import Incoming, known_uid, name_of, read_event
from atma_tui.calendars.reading.expansion import Window, single_dates
from atma_tui.calendars.reading.properties import NoValue
from atma_tui.calendars.reading.recurrence import Budget
from atma_tui.calendars.reading.warnings import on_calendar, on_loss
from atma_tui.calendars.reading.zones import Doubt, WallClock, Zones
from atma_tui.domain.errors import Unreadable
from atma_tui.domain.records import Reading, RemoteEvent
from atma_tui.domain.text import clean
from atma_tui.domain.when import ALBERTA, wall

LOOK_BACK = timedelta(days=30)
LOOK_AHEAD = timedelta(days=548)
"""How far series are followed: eighteen months."""

_in_order = attrgetter("starts", "uid", "recurrence")
_UID = re.compile(rb"\nUID[^:\n]*:([^\n]*)", re.IGNORECASE)


class Loss(NamedTuple):
    """An event that could not be read: its UID if that could be, and a sentence on it."""

    uid: str
    summary: str


class Outcome(Struct, frozen=True, gc=False):
    """What came of one block, or of the blocks of one series."""

    events: tuple[RemoteEvent, ...] = ()
    lost: tuple[Loss, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class ReadBlocks:
    """What came of the blocks of one source's last reading, so that only new ones are read again."""

    def __init__(self) -> None:
        self._known: dict[bytes, Outcome] = {}
        self._seen: dict[bytes, Outcome] = {}

    def get(self, digest: bytes) -> Outcome | None:
        """Return what came of a block whose bytes and surroundings were the same."""
        found = self._known.get(digest)
        if found is not None:
            self._seen[digest] = found
        return found

    def keep(self, digest: bytes, outcome: Outcome) -> None:
        """Keep what came of a new block."""
        self._seen[digest] = outcome

    def turn(self) -> None:
        """End a reading: forget the blocks that it did not see."""
        self._known, self._seen = self._seen, {}


def read_calendar(
    data: bytes,
    *,
    home_zone: str = ALBERTA,
    now: datetime,
    charset: str = "",
    wall_clock_zones: WallClock = "ask",
    kept: ReadBlocks | None = None,
) -> Reading:
    """Read an iCalendar answer of any origin.

    Args:
        data: the body as it came, at most 20 MB.
        home_zone: the clinic's zone, in whose wall clock all events are told.
        now: series are followed from 30 days before to 18 months after.
        charset: what the server announced; used for lines that are not UTF-8.
        wall_clock_zones: how to read times that are an hour off only because the sender's clock rules are old.
        kept: blocks of this source's last reading.

    Raises:
        Unreadable: it is no calendar, not a whole one or too large; nothing may be concluded from it.
    """
    sections = cut(unfolded(data, charset))
    today = wall(now, home_zone).replace(hour=0, minute=0, second=0, microsecond=0)
    reader = _Reader(home_zone, today, fallback(charset), wall_clock_zones, kept or ReadBlocks())
    outcomes = [outcome for section in sections for outcome in reader.section(section)]
    reader.kept.turn()
    events = sorted(told_apart(event for outcome in outcomes for event in outcome.events), key=_in_order)
    losses = [loss for outcome in outcomes for loss in outcome.lost]
    return Reading(
        events=tuple(events),
        lost=tuple(loss.summary for loss in losses),
        lost_uids=tuple(loss.uid for loss in losses if loss.uid),
        notes=on_calendar((doubt for outcome in outcomes for doubt in outcome.doubts), home_zone),
        name=next((name for section in sections if (name := reader.own(section, "X-WR-CALNAME", "NAME"))), ""),
    )


class _Reader:
    """Reads the sections of one answer within one budget."""

    def __init__(self, home: str, today: datetime, codec: str, policy: WallClock, kept: ReadBlocks) -> None:
        self._home, self._codec, self._policy, self.kept = home, codec, policy, kept
        self._window = Window(today - LOOK_BACK, today + LOOK_AHEAD)
        self._budget = Budget()
        self._found = 0

    def own(self, section: Section, *names: str) -> str:
        """Return the first of the section's own properties that says something."""
        told = properties(section.head.strip(b"\n")[:100_000], self._codec)
        texts = (clean(told[name][0].value.replace("\\", "")) for name in names if name in told)
        return next((text for text in texts if text), "")

    def section(self, section: Section) -> Iterator[Outcome]:
        own_zone = self.own(section, "X-WR-TIMEZONE")
        zones = Zones(self._home, section.zones, own_zone, self._policy, self._budget)
        around = "|".join((self._home, self._codec, self._policy, own_zone)).encode()
        around = _digest(b"\0".join((around, *section.zones)))
        for block in section.broken:
            yield Outcome(lost=(self._loss(needed(block), "its end is missing"),))
        series: dict[bytes, list[bytes]] = {}
        for block in section.events:
            digest = _digest(around + without_stamp(block))
            outcome = self.kept.get(digest)
            if outcome is not None:
                yield self._counted(outcome)
            elif repeats(block):
                series.setdefault(_uid(block), []).append(block)
            else:
                yield self._counted(self._fresh(digest, [block], zones))
        day = f"{self._window.first:%Y-%m-%d}".encode()
        for blocks in series.values():
            digest = _digest(around + b"\0".join((day, *map(without_stamp, blocks))))
            yield self._counted(self.kept.get(digest) or self._fresh(digest, blocks, zones))

    def _fresh(self, digest: bytes, blocks: list[bytes], zones: Zones) -> Outcome:
        """Read blocks that were not there last time."""
        outcome = self._read(blocks, zones)
        self.kept.keep(digest, outcome)
        return outcome

    def _counted(self, outcome: Outcome) -> Outcome:
        self._found += len(outcome.events)
        if self._found > MAX_EVENTS:
            raise Unreadable(
                f"The calendar's series come to more than {MAX_EVENTS:,} dates; nothing was changed. "
                "Ask the sender for a calendar of single events."
            )
        return outcome

    def _read(self, blocks: list[bytes], zones: Zones) -> Outcome:
        members: list[Incoming] = []
        lost: list[Loss] = []
        for block in map(needed, blocks):
            try:
                members.append(read_event(block, self._codec, zones))
            except NoValue as error:
                lost.append(self._loss(block, str(error)))
        if not repeats(blocks[0]):
            doubts = tuple(one.span.doubt for one in members if one.span.doubt)
            return Outcome(tuple(one.event for one in members), tuple(lost), doubts)
        dated = single_dates(members, zones, self._window, self._budget)
        return Outcome(tuple(dated.events), tuple(lost), tuple(dated.doubts))

    def _loss(self, block: bytes, why: str) -> Loss:
        title, uid = name_of(block, self._codec)
        return Loss(known_uid(uid), on_loss(title, uid, why))


def _uid(block: bytes) -> bytes:
    found = _UID.search(block)
    return (found[1].strip() if found else b"") or block


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()
