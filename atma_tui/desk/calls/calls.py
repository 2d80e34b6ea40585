"""Calls the desk owes: about offers that run out, and events that were moved or cancelled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offering_title, offerings_of, the_offering
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.calls.owing import IN_IT, still_owed, together
from atma_tui.domain.enrolling import is_open
from atma_tui.domain.errors import Blocked, InputError
from atma_tui.domain.records import OPEN_CALLS, Call, Enrolment, Event, Offering, Person, new_id
from atma_tui.domain.reminders.telling import with_message
from atma_tui.domain.seats import is_offer_live
from atma_tui.domain.text import clean, fold
from atma_tui.domain.when import ALBERTA, wall
from atma_tui.store.rerun import rerunnable

CallResult = Literal["reached", "voicemail", "no_answer", "dropped"]


class OfferRow(Struct, frozen=True, kw_only=True):
    """A seat held for somebody until a deadline: call them."""

    enrolment: Enrolment
    person: Person
    title: str
    offering: Offering
    call: Call | None = None
    """What else to tell them, such as a new date."""


class CallRow(Struct, frozen=True, kw_only=True):
    """A call owed, or made."""

    call: Call
    person: Person
    keeps: bool = False
    """Whether they still have or want a seat and the event takes place, such as one that was moved."""


class Progress(Struct, frozen=True, kw_only=True):
    """How far the calls owed for one reason are: reached 17 of 23."""

    why: str
    reached: int
    total: int


class CallSheet(Struct, frozen=True, kw_only=True):
    """Whom to call now, in order."""

    offers: tuple[OfferRow, ...]
    """Soonest deadline first."""
    owed: tuple[CallRow, ...]
    """Longest owed first; people with an offer are told together with the offer."""
    progress: tuple[Progress, ...]


class Calls:
    """Use cases around calls."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def sheet(self, site: str = "") -> CallSheet:
        """Return whom to call now, of one site or of all."""
        calls = self._calls_at(site)
        owed = still_owed(self._book, calls)
        offers = self._offers(site, {one.enrolment: one for one in owed})
        told = {one.call.id for one in offers if one.call}
        return CallSheet(
            offers=tuple(offers),
            owed=tuple(self._owed([one for one in owed if one.id not in told])),
            progress=tuple(_progress(calls, {one.id for one in owed})),
        )

    @rerunnable
    def note(self, call_ref: str, result: CallResult, *, remark: str = "") -> Call:
        """Note the result of a call. Anything but `voicemail` and `no_answer` settles it.

        Somebody who has a message may know everything, or nothing of it: they are called again about later
        changes, also if what the message said is true again in the end.
        """
        book = self._book
        with book.act("call") as work:
            call = book.the(Call, call_ref)
            if call.state in ("reached", "dropped"):
                raise Blocked("That call is settled already.")
            at = wall(work.now, ALBERTA)
            tried = f"{at:%Y-%m-%d %H:%M} {book.operator}: {result.replace('_', ' ')}"
            words = f"{tried}, {clean(remark)}" if clean(remark) else tried
            person = book.person(call.person)
            work.relate(call.person, call.event)
            work.summary = f"Called {person.name}: {result.replace('_', ' ')}"
            after = with_message(call) if result == "voicemail" else call
            return work.put(replace(after, state=result, tries=(*call.tries, words)), call)

    @rerunnable
    def owe(self, enrolment_ref: str, why: str) -> Call:
        """Owe somebody a call about what they are enrolled in; a call already owed gets these words added."""
        book, why = self._book, clean(why)
        if not why:
            raise InputError("Say what to tell them; nothing was changed.")
        with book.act("owe call") as work:
            enrolment = book.the(Enrolment, enrolment_ref)
            person, offering = book.person(enrolment.person), the_offering(book, enrolment.offering)
            if not enrolment.live:
                raise Blocked(
                    f"{person.name} is not in {offering_title(book, offering)} any more; nobody is called."
                )
            work.relate(person.id, offering.id, enrolment.id)
            work.summary = f"{person.name} is to be called about {offering_title(book, offering)}: {why}"
            calls = book.store.find(Call, person=person.id)
            owed = next((one for one in calls if one.enrolment == enrolment.id and one.state in OPEN_CALLS), None)
            if owed is not None:
                return work.change(owed, why=together(owed.why, why), asked=together(owed.asked, why))
            return work.add(
                Call(
                    id=new_id("call"),
                    person=person.id,
                    event=offering.id if isinstance(offering, Event) else "",
                    enrolment=enrolment.id,
                    why=why,
                    asked=why,
                    batch=f"{offering.id} {work.now.isoformat()}",
                    at=work.now,
                )
            )

    def _offers(self, site: str, owed: Mapping[str, Call]) -> list[OfferRow]:
        """Return the seats on offer, and the calls owed about them by enrolment."""
        book, deadlines = self._book, self._book.deadline_time(self._book.now())
        offered = [one for one in book.store.find(Enrolment, status="offered") if is_offer_live(one, deadlines)]
        offerings = offerings_of(book, {one.offering for one in offered})
        people = book.people(one.person for one in offered)
        rows = [
            OfferRow(
                enrolment=one,
                person=person,
                title=offering_title(book, offering),
                offering=offering,
                call=owed.get(one.id),
            )
            for one in offered
            if (person := people.get(one.person)) and (offering := offerings.get(one.offering))
            if site in ("", offering.site)
        ]
        return sorted(rows, key=lambda one: (str(one.enrolment.offered_until), one.enrolment.id))

    def _calls_at(self, site: str) -> list[Call]:
        store = self._book.store
        calls = store.find(Call)
        events = store.get_many(Event, {one.event for one in calls}) if site else {}
        return [one for one in calls if not site or (one.event in events and events[one.event].site == site)]

    def _owed(self, calls: Sequence[Call]) -> list[CallRow]:
        book = self._book
        people = book.people(one.person for one in calls)
        enrolments = book.store.get_many(Enrolment, [one.enrolment for one in calls])
        kept = {id: one.offering for id, one in enrolments.items() if one.status in IN_IT}
        now, events = book.now(), book.store.get_many(Event, kept.values())
        on = {id for id, event in events.items() if is_open(event, now)}
        rows = [
            CallRow(call=one, person=people[one.person], keeps=kept.get(one.enrolment) in on)
            for one in calls
            if one.person in people
        ]
        return sorted(rows, key=lambda one: (one.call.at, fold(one.person.name), one.call.id))


def _progress(calls: Iterable[Call], owed: Collection[str]) -> Iterable[Progress]:
    """Yield how far calls that are owed together are; whom nobody has to call any more is no part of them."""
    batches: dict[str, list[Call]] = {}
    for call in calls:
        if call.state != "dropped":
            batches.setdefault(call.batch or call.id, []).append(call)
    for batch in sorted(batches):
        members = batches[batch]
        if why := next((one.why for one in members if one.id in owed), ""):
            reached = sum(1 for one in members if one.state == "reached")
            yield Progress(why=why, reached=reached, total=len(members))
