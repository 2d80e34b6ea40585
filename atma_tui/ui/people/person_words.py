"""What a person's card says: pure functions from records to rows and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from atma_tui.domain.records import Enrolment, Event, Person
from atma_tui.domain.when import ALBERTA, day_words, wall
from atma_tui.ui.ground.show import who
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.people import contact
from atma_tui.ui.widgets.rows import Heading, Row
from atma_tui.ui.widgets.spans import Span, Tone

if TYPE_CHECKING:
    from atma_tui.desk.people.people import HistoryRow, PersonCard

LINES = (
    Column("When", 22),
    Column("What", 18, flex=4),
    Column("Status", 20, flex=1),
    Column("Site", 9, wide_only=86),
    Column("", 6, flex=3, wide_only=96),
)
"""Columns of `line_row`."""


def card_rows(card: PersonCard, sites: dict[str, str], *, private: bool) -> list[Row | Heading]:
    """Return what is coming, what was, and who may be the same person."""
    rows: list[Row | Heading] = []
    for title, lines in parts_of(card):
        rows += [Heading(title), *(line_row(line, sites) for line in lines)]
    if card.duplicates:
        rows.append(Heading("Perhaps the same person"))
        rows += [_duplicate_row(person, reason, private=private) for person, reason in card.duplicates]
    return rows


def parts_of(card: PersonCard) -> list[tuple[str, Sequence[HistoryRow]]]:
    """Return what is coming, and what is over or was left before it came, each with its title if there is any."""
    parts = [("Coming", dated_first(card.coming)), ("Past and withdrawn", card.past)]
    return [(title, lines) for title, lines in parts if lines]


def _duplicate_row(person: Person, reason: str, *, private: bool) -> Row:
    phone, _, _ = contact(person, private=private)
    return Row(person.id, (phone, who(person.name, private=private), reason))


def dated_first(lines: Iterable[HistoryRow]) -> list[HistoryRow]:
    """Return what has a day before whole programs: keys mean the next appointment, not the end of a path."""
    return sorted(lines, key=lambda line: not isinstance(line.offering, Event))


def line_row(line: HistoryRow, sites: dict[str, str]) -> Row:
    """Return one enrolment: when, what, its status, where, and remarks."""
    enrolment, offering = line.enrolment, line.offering
    when = "program"
    if isinstance(offering, Event):
        when = f"{day_words(offering.starts)} {offering.starts:%H:%M}"
    status, tone = status_words(
        enrolment, line.rank, line.of, off=isinstance(offering, Event) and not offering.live
    )
    party = f" +{enrolment.party - 1}" if enrolment.party > 1 else ""
    site = sites.get(offering.site, offering.site)
    cells = (when, line.title + party, (Span(status, tone),), site, remark(enrolment))
    return Row(enrolment.id, cells, "cancelled" if tone == "cancelled" else "")


def status_words(enrolment: Enrolment, rank: int | None, of: int = 0, *, off: bool = False) -> tuple[str, Tone]:
    """Return the status of an enrolment; `rank` in a line of `of`; `off`: its event was cancelled."""
    status = enrolment.status
    if status == "cancelled":
        ended = enrolment.cancelled
        if ended is None or not ended.late:
            return "withdrawn", "cancelled"
        return ("late cancel, waived", "cancelled") if ended.waived else ("LATE CANCEL", "warn")
    if off:
        return "event cancelled", "cancelled"
    if status == "waiting":
        return f"waiting, place {rank} of {of}" if rank else "waiting", "warn"
    if status == "offered":
        return f"OFFERED until {_until(enrolment.offered_until)}", "strong"
    words: dict[str, tuple[str, Tone]] = {
        "enrolled": ("enrolled", "good"),
        "attended": (f"{enrolment.here} of {enrolment.party} came" if enrolment.came else "came", ""),
        "no_show": ("DID NOT COME", "warn"),
    }
    return words[status]


def remark(enrolment: Enrolment) -> str:
    """Return remarks: why it ended, or the reason of an override."""
    ended = enrolment.cancelled
    said = [ended.waived or ended.why] if ended else []
    reasons = (
        ("override", enrolment.override_reason),
        ("clash", enrolment.clash_reason),
        ("exception", enrolment.exception_reason),
    )
    return "; ".join(filter(None, [*said, *(f"{name}: {why}" for name, why in reasons if why)]))


def _until(moment: datetime | None) -> str:
    return f"{wall(moment, ALBERTA):%a %H:%M}" if moment else "?"
