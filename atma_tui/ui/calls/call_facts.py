"""What the operator needs on the phone: the facts of a line of the call list, and what letting in would do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from textual.content import Content

from atma_tui.desk.calls.calling import Gap, OfferCall
from atma_tui.desk.seats.queues import WaitingRow
from atma_tui.domain.records import Event, Offering
from atma_tui.domain.when import ALBERTA, short_moment_words, span_words, stamped_words
from atma_tui.ui.calls.call_rows import CallItem, free_words, left_words, name_words, next_words, person_of
from atma_tui.ui.ground.show import show, who
from atma_tui.ui.widgets.people import contact


def facts(item: CallItem | None, sites: Mapping[str, str], now: datetime, *, private: bool) -> Content:
    """Return everything the operator needs on the phone."""
    if item is None:
        return Content("")
    if isinstance(item, Gap):
        return _gap_facts(item, sites, private=private)
    person = person_of(item)
    assert person is not None
    phone, mail, known_as = contact(person, private=private)
    party = item.line.enrolment.party if isinstance(item, OfferCall) else 1
    called = f" ({known_as})" if known_as else ""
    lines = [
        show(name_words(person, party, private=private) + called, style="bold"),
        show(phone or mail or "neither phone nor e-mail is known", style="bold $text-primary"),
    ]
    if isinstance(item, OfferCall):
        until = item.line.enrolment.offered_until
        assert until is not None
        lines += [show(item.line.title), show(long_when(item.line.offering, sites), style="$foreground-muted")]
        if item.line.call:
            lines.append(show(item.line.call.why, 400, "$text-warning"))
        held = f"Held until {deadline_words(until, now, item.line.offering)}, {left_words(until, now)} left"
        lines.append(show(held, style="$text-warning"))
        tries = item.tries
    else:
        lines.append(show(item.call.why, 400))
        if item.keeps:
            lines.append(show("a: told, keeps the seat; n: does not want it.", style="$text-warning"))
        tries = item.call.tries
    lines += [show(f"Tried {stamped_words(line)}", style="$foreground-muted") for line in tries[-3:]]
    return Content("\n").join(lines)


def declined_words(item: OfferCall, *, private: bool) -> str:
    """Say what happens with an offered seat if the answer is no."""
    line, next_one = item.line, next((one for one in item.after if not one.skip), None)
    name = name_words(line.person, line.enrolment.party, private=private)
    onward = "the seat is free"
    if next_one is not None:
        onward = f"it is offered to {name_words(next_one.person, next_one.enrolment.party, private=private)}"
    return f"{name} does not want the seat in {line.title}; {onward}."


def _gap_facts(gap: Gap, sites: Mapping[str, str], *, private: bool) -> Content:
    text = f"{free_words(gap)}, {next_words(gap)}."
    lines = [
        show(gap.title, style="bold"),
        show(long_when(gap.offering, sites), style="$foreground-muted"),
        show(text, style="$text-warning"),
    ]
    first, chosen = gap.waiting[0], gap.candidate or gap.waiting[0]
    lines.append(show(f"i: {_offers_words(gap, chosen, private=private)}", 400))
    if chosen is not first and beyond(gap, first):
        name = name_words(first.person, first.enrolment.party, private=private)
        lines.append(show(f"Tab, i: seats {name} together, {beyond(gap, first)} over capacity.", 400))
    lines.append(show(_passed_words(gap, chosen, private=private), 400, "$foreground-muted"))
    return Content("\n").join(lines)


def beyond(gap: Gap, chosen: WaitingRow) -> int:
    """Return how many more seats a party needs than are free."""
    return 0 if gap.seats.free is None else max(0, chosen.enrolment.party - gap.free)


def let_in_words(gap: Gap, chosen: WaitingRow, *, private: bool) -> str:
    """Say what letting somebody in would do, before it is done."""
    parts = (_offers_words(gap, chosen, private=private), _passed_words(gap, chosen, private=private))
    return " ".join(filter(None, parts))


def _offers_words(gap: Gap, chosen: WaitingRow, *, private: bool) -> str:
    party, over = chosen.enrolment.party, beyond(gap, chosen)
    name = name_words(chosen.person, party, private=private)
    seats = f"{party} of {gap.free} free seats" if gap.seats.free is not None and not over else f"{party} seats"
    parts = (
        f"offers {seats} to {name}, place {chosen.rank} in line.",
        f"Only {gap.free} free: that is {over} over capacity, and is marked as such." if over else "",
        f"{who(chosen.person.name, private=private)} {chosen.elsewhere}." if chosen.elsewhere else "",
    )
    return " ".join(filter(None, parts))


def _passed_words(gap: Gap, chosen: WaitingRow, *, private: bool) -> str:
    before = [one for one in gap.waiting if one.rank < chosen.rank]
    passed = ", ".join(name_words(one.person, one.enrolment.party, private=private) for one in before)
    return f"Skipped, keeping their places: {passed}." if before else ""


def long_when(offering: Offering, sites: Mapping[str, str]) -> str:
    """Return when and where an offering is."""
    site = sites.get(offering.site, offering.site)
    if not isinstance(offering, Event):
        return f"A place in the program, {site}"
    return f"{span_words(offering.starts, offering.ends, all_day=offering.all_day)}, {site}"


def deadline_words(moment: datetime, now: datetime, offering: Offering) -> str:
    """Return a deadline on the wall clock: `14:20`, or `Wed 9 Dec, 14:20` when it is another day."""
    zone = offering.zone if isinstance(offering, Event) else ALBERTA
    return short_moment_words(moment, now, zone)
