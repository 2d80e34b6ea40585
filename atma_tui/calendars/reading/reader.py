"""Reading any calendar file, whole or not at all; what its events lack is noted, not guessed silently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import blake2b
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct

from atma_tui.calendars.reading.duplicate_uids import told_apart
from atma_tui.calendars.reading.event_reader import Incoming, calls_off, name_of, read_event
from atma_tui.calendars.reading.event_times import NoStart, Properties
from atma_tui.calendars.reading.expansion import single_dates
from atma_tui.calendars.reading.recurrence import Budget
from atma_tui.calendars.reading.series_dates import Window
from atma_tui.calendars.reading.text.components import (
    MAX_EVENTS,
    Section,
    cut,
    needed,
    read_properties,
    repeats,
    without_stamp,
)
from atma_tui.calendars.reading.text.decoding import fallback, unfolded
from atma_tui.calendars.reading.text.properties import NoValue
from atma_tui.calendars.reading.warnings import on_answer, on_calendar, on_loss
from atma_tui.calendars.reading.zones import Doubt, WallClock, Zones
from atma_tui.domain.errors import Unreadable
from atma_tui.domain.records import CalledOff, Reading, RemoteEvent
from atma_tui.domain.text import clean
from atma_tui.domain.when import ALBERTA, wall

LOOK_BACK = timedelta(days=30)
LOOK_AHEAD = timedelta(days=548)
"""How far series are followed: eighteen months."""

_MESSAGES = frozenset(("REQUEST", "ADD", "CANCEL"))
"""Methods of messages about one event by its sender (RFC 5546)."""
_ANSWERS = frozenset(("REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"))
"""Methods of messages about an event by somebody else than its sender (RFC 5546)."""
_in_order = attrgetter("starts", "uid", "recurrence")
_UID = re.compile(rb"\nUID[^:\n]*:([^\n]*)", re.IGNORECASE)


class Loss(NamedTuple):
    """An event that could not be read: its UID if that could be, and a sentence on it."""

    uid: str
    summary: str


class Outcome(Struct, frozen=True, gc=False):
    """The result of one block, or of the blocks of one series."""

    events: tuple[RemoteEvent, ...] = ()
    lost: tuple[Loss, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    single: tuple[str, ...] = ()
    called_off: tuple[CalledOff, ...] = ()

    @property
    def is_remarked(self) -> bool:
        """Whether there is anything besides events."""
        return bool(self.lost or self.doubts or self.notes or self.partly or self.single or self.called_off)


class ReadBlocks:
    """The results of one source's blocks at the last reading, so that only new blocks are read again."""

    def __init__(self) -> None:
        self._known: dict[bytes, Outcome] = {}
        self._seen: dict[bytes, Outcome] = {}

    def get(self, digest: bytes) -> Outcome | None:
        """Return the result of a block whose bytes and surroundings are unchanged."""
        found = self._known.get(digest)
        if found is not None:
            self._seen[digest] = found
        return found

    def keep(self, digest: bytes, outcome: Outcome) -> None:
        """Keep the result of a new block."""
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
    events, doubles = told_apart(event for outcome in outcomes for event in outcome.events)
    remarked = [one for one in outcomes if one.is_remarked]
    losses = [loss for outcome in remarked for loss in outcome.lost]
    doubts = [doubt for outcome in remarked for doubt in outcome.doubts]
    called_off = tuple(one for outcome in remarked for one in outcome.called_off)
    return Reading(
        events=tuple(sorted(events, key=_in_order)),
        lost=tuple(loss.summary for loss in losses),
        lost_uids=tuple(loss.uid for loss in losses if loss.uid),
        partly=tuple(uid for outcome in remarked for uid in outcome.partly),
        single=tuple(uid for outcome in remarked for uid in outcome.single),
        called_off=called_off,
        is_message=_MESSAGES.issuperset(map(reader.method, sections))
        and len({one.uid for one in events} | {one.uid for one in called_off}) == 1,
        notes=(*on_calendar(doubts, home_zone), *(note for one in remarked for note in one.notes), *doubles),
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
        properties = read_properties(section.head.strip(b"\n")[:100_000], self._codec)
        texts = (clean(properties[name][0].value.replace("\\", "")) for name in names if name in properties)
        return next((text for text in texts if text), "")

    def method(self, section: Section) -> str:
        """Return what the section does if it is a message (RFC 5546), such as `CANCEL`."""
        return self.own(section, "METHOD").upper()

    def section(self, section: Section) -> Iterator[Outcome]:
        own_zone, method = self.own(section, "X-WR-TIMEZONE"), self.method(section)
        zones = Zones(self._home, section.zones, own_zone, self._policy, self._budget)
        around = "|".join((self._home, self._codec, self._policy, own_zone, method)).encode()
        around = _digest(b"\0".join((around, *section.zones)))
        if method in _ANSWERS:
            yield Outcome(lost=tuple(self._loss(block, on_answer(method)) for block in section.events))
            return
        off = method == "CANCEL"
        for block in section.broken:
            yield Outcome(lost=(self._loss(block, "its end is missing"),))
        series: dict[bytes, list[bytes]] = {}
        for block in section.events:
            digest = _digest(around + without_stamp(block))
            outcome = self.kept.get(digest)
            if outcome is not None:
                yield self._counted(outcome)
            elif repeats(block):
                series.setdefault(_uid(block), []).append(block)
            else:
                yield self._counted(self._fresh(digest, [block], zones, off))
        day = f"{self._window.first:%Y-%m-%d}".encode()
        for blocks in series.values():
            digest = _digest(around + b"\0".join((day, *map(without_stamp, blocks))))
            yield self._counted(self.kept.get(digest) or self._fresh(digest, blocks, zones, off))

    def _fresh(self, digest: bytes, blocks: list[bytes], zones: Zones, off: bool) -> Outcome:
        """Read blocks that were not there last time."""
        outcome = self._read(blocks, zones, off)
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

    def _read(self, blocks: list[bytes], zones: Zones, off: bool) -> Outcome:
        members: list[Incoming] = []
        lost: list[Loss] = []
        called_off: list[CalledOff] = []
        for block in blocks:
            properties = self._properties(block)
            try:
                members.append(read_event(properties, zones, off=off))
            except NoStart as error:
                uid = name_of(properties)[1]
                if uid and (off or calls_off(properties)):
                    called_off.append(CalledOff(uid))
                else:
                    lost.append(self._loss(block, str(error)))
            except NoValue as error:
                lost.append(self._loss(block, str(error)))
        if not repeats(blocks[0]):
            doubts = tuple(one.span.doubt for one in members if one.span.doubt)
            events = tuple(one.event for one in members)
            return Outcome(events, tuple(lost), doubts, called_off=tuple(called_off))
        series = single_dates(members, zones, self._window, self._budget)
        return Outcome(
            events=tuple(series.events),
            lost=tuple(lost),
            doubts=tuple(series.doubts),
            notes=tuple(series.notes),
            partly=() if series.whole else (members[0].event.uid,),
            single=() if series.has_rule or not members else (members[0].event.uid,),
            called_off=(*called_off, *series.called_off),
        )

    def _properties(self, block: bytes) -> Properties:
        return read_properties(needed(block), self._codec)

    def _loss(self, block: bytes, why: str) -> Loss:
        title, uid = name_of(self._properties(block))
        return Loss(uid, on_loss(title, uid, why))


def _uid(block: bytes) -> bytes:
    found = _UID.search(block)
    return (found[1].strip() if found else b"") or block


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()
