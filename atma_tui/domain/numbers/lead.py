"""People by the days between booking and event: the earlier they booked, the more of them stay away."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence

from msgspec import Struct

from atma_tui.domain.event_span import has_ended
from atma_tui.domain.numbers.figures import Figures, NumbersRow
from atma_tui.domain.numbers.tallies import People, TallyInput, count_people
from atma_tui.domain.records import Enrolment, Event
from atma_tui.domain.when import zone


class Band(Struct, frozen=True):
    """Bookings made about equally long before the event."""

    first: int
    """Fewest days."""
    key: str
    label: str


BANDS = (
    Band(0, "0", "Same day"),
    Band(1, "1-6", "1 to 6 days before"),
    Band(7, "7-13", "1 to 2 weeks before"),
    Band(14, "14-27", "2 to 4 weeks before"),
    Band(28, "28-90", "1 to 3 months before"),
    Band(91, "91-181", "3 to 6 months before"),
    Band(182, "182+", "6 months or more"),
)
_STARTS = [band.first for band in BANDS[1:]]


def lead_rows(events: Iterable[Event], known: TallyInput) -> tuple[NumbersRow, ...]:
    """Count the people of some events by the days between booking and event."""
    sums: list[list[People]] = [[] for _ in BANDS]
    for event in events:
        over = has_ended(event, known.now)
        for number, some in _by_band(event, known.enrolments.get(event.id, ())).items():
            sums[number].append(count_people(some, live=event.live, over=over))
    return tuple(NumbersRow(band.key, band.label, _figures(some)) for band, some in zip(BANDS, sums, strict=True))


def was_booked(key: str, event: Event, enrolments: Sequence[Enrolment]) -> bool:
    """Return whether anybody booked an event within the band of that key."""
    bands = _by_band(event, [one for one in enrolments if one.status != "waiting"])
    return any(BANDS[number].key == key for number in bands)


def _by_band(event: Event, enrolments: Sequence[Enrolment]) -> dict[int, list[Enrolment]]:
    """Return enrolments by the number of their band. For people who waited, getting the seat is the booking."""
    day, clock = event.starts.date(), zone(event.zone)
    found = dict[int, list[Enrolment]]()
    for one in enrolments:
        ahead = (day - (one.seated or one.at).astimezone(clock).date()).days
        found.setdefault(bisect(_STARTS, ahead), []).append(one)
    return found


def _figures(some: Sequence[People]) -> Figures:
    sums = map(sum, zip(*some, strict=True)) if some else People()
    return Figures(**People(*sums)._asdict())
