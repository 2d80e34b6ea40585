"""Moving people: to another event, also in the other city, and two records of one person into one."""

from __future__ import annotations

from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offering_title, the_offering
from atma_tui.desk.book.promoting import promote_waiting
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.seats.enrolments import Outcome
from atma_tui.desk.seats.seating import seat
from atma_tui.domain.enrolling import rank
from atma_tui.domain.errors import Blocked, InputError
from atma_tui.domain.records import (
    Call,
    Cancelled,
    Enrolment,
    Event,
    Offering,
    Pathway,
    Person,
    SeriesSubscription,
    Site,
)
from atma_tui.domain.text import clean
from atma_tui.store.rerun import rerunnable

_BEST_FIRST = ("attended", "enrolled", "offered", "waiting")
_TWICE = "the same person twice"


class Moving:
    """Use cases that carry people over."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @rerunnable
    def move(
        self, enrolment_ref: str, to_offering: str, *, wait: bool = True, override: str = "", clash_why: str = ""
    ) -> Outcome:
        """Move somebody to another event without losing the old seat until the new one is sure.

        With an open seat there the old one is freed in the same act. Without one they wait there and keep the old
        seat; it is freed when they take the new one.

        Args:
            enrolment_ref: id or unique prefix.
            to_offering: id or unique prefix of where they go.
            wait: whether the waiting list there will do.
            override: reason for going over capacity there, past those waiting, or over a clash.
            clash_why: reason for going over a clash alone.

        Raises:
            Full: nothing is open there and `wait` is false.
            Blocked: the enrolment is over, or it is the same event.
            AlreadyEnrolled, Clash: see `domain.errors`.
        """
        book = self._book
        with book.act("move") as work:
            old = book.the(Enrolment, enrolment_ref)
            person = book.person(old.person)
            target = the_offering(book, to_offering)
            if old.status not in ("enrolled", "waiting", "offered"):
                raise Blocked(f"{person.name} has no seat there any more; nothing was moved.")
            if target.id == old.offering:
                raise Blocked("That is the event they are in; nothing was moved.")
            origin = _called(book, the_offering(book, old.offering))
            new = seat(
                book,
                work,
                target,
                person,
                party=old.party,
                wait=wait,
                override=clean(override),
                clash_why=clean(clash_why),
                leaving=(old.id,),
            )
            place, there = _place(book, new), _called(book, target)
            if place is None:
                work.summary = f"Moved {person.name} from {origin} to {there}"
            else:
                work.summary = f"{person.name} waits for {there}, place {place}, and keeps {origin} until then"
        title = offering_title(book, target)
        return Outcome(enrolment=new, person=person, title=title, rank=place, summary=work.summary)

    @rerunnable
    def merge(self, keep_ref: str, duplicate_ref: str) -> Person:
        """Make two records of one person one: seats, places in line, calls and history follow, no seat twice.

        Where both are in the same offering the better enrolment stays and the other ends; its seat is offered on.
        Of two paths through the same places one stays, with what a clinician said on either.
        """
        book = self._book
        with book.act("merge", reports="clash") as work:
            keep, duplicate = book.person(keep_ref), book.person(duplicate_ref)
            if keep.id == duplicate.id:
                raise InputError("Those are the same record already; nothing was merged.")
            for pathway in book.store.find(Pathway, person=duplicate.id):
                work.change(pathway, person=keep.id)
            for enrolment in book.store.find(Enrolment, person=duplicate.id):
                self._carry(work, enrolment, keep)
            for call in book.store.find(Call, person=duplicate.id):
                work.change(call, person=keep.id)
            for subscription in book.store.find(SeriesSubscription, person=duplicate.id):
                work.change(subscription, person=keep.id)
            kept = work.put(_filled(keep, duplicate), keep)
            work.change(duplicate, merged_into=keep.id, phone_key="", email_key="")
            work.relate(keep.id, duplicate.id)
            work.summary = f"Merged {duplicate.name} into {keep.name}"
        return kept

    def _carry(self, work: UnitOfWork, enrolment: Enrolment, keep: Person) -> None:
        """Give an enrolment to the person kept; of two live ones in an offering only the better stays."""
        book = self._book
        carried = work.change(enrolment, person=keep.id)
        others = [
            one
            for one in book.store.find(Enrolment, offering=enrolment.offering)
            if one.person == keep.id and one.live and one.id != carried.id
        ]
        if not carried.live or not others:
            return
        better, *_, worse = sorted([carried, *others], key=_worth)
        ended = Cancelled(at=work.now, by=work.by, why=_TWICE)
        work.change(worse, status="cancelled", offered_until=None, cancelled=ended)
        self._join_paths(work, better, worse)
        promote_waiting(book, work, the_offering(book, enrolment.offering))

    def _join_paths(self, work: UnitOfWork, kept: Enrolment, ended: Enrolment) -> None:
        """End the path of a place that ended, and keep what was said on it where nothing else was said."""
        store = self._book.store
        for other in store.find(Pathway, enrolment=ended.id):
            work.change(other, state="ended", why=_TWICE, changed=work.now)
            for path in store.find(Pathway, enrolment=kept.id):
                clearance, plan = path.clearance or other.clearance, path.plan or other.plan
                work.change(path, clearance=clearance, plan=plan, changed=work.now)


def _worth(enrolment: Enrolment) -> tuple[int, int, int, str]:
    """Return a key by which the better enrolment comes first: a seat before a place in line, the larger party."""
    order = _BEST_FIRST.index(enrolment.status)
    return (order, -enrolment.party, enrolment.position, enrolment.id)


def _filled(keep: Person, duplicate: Person) -> Person:
    """Return the person kept, with what only the duplicate knew."""
    keep = replace(keep, status="client" if "client" in (keep.status, duplicate.status) else "guest")
    if not keep.phone:
        keep = replace(keep, phone=duplicate.phone, phone_key=duplicate.phone_key)
    if not keep.email:
        keep = replace(keep, email=duplicate.email, email_key=duplicate.email_key)
    return keep if keep.known_as else replace(keep, known_as=duplicate.known_as)


def _called(book: Book, offering: Offering) -> str:
    """Return an offering's title with day and site: both cities have events of one title."""
    title = offering_title(book, offering)
    if not isinstance(offering, Event):
        return title
    site, day = book.all_of(Site).get(offering.site), offering.starts
    return f"{title} ({day:%a} {day.day} {day:%b}, {site.name if site else offering.site})"


def _place(book: Book, enrolment: Enrolment) -> int | None:
    if enrolment.status != "waiting":
        return None
    return rank(enrolment, book.store.find(Enrolment, offering=enrolment.offering))
