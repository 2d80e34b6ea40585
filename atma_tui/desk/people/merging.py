"""Merging two records of one person, in one act that can be undone; nothing of either is lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offering_title, offerings_of
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.book.visits import visits_of_each
from atma_tui.domain.enrolling import occupies
from atma_tui.domain.errors import InputError
from atma_tui.domain.event_span import has_ended
from atma_tui.domain.paths.pathway import Visit, rail
from atma_tui.domain.people.merging import (
    OCCUPYING,
    TWICE,
    MergeField,
    joined,
    merged,
    more_wanted,
    one_call,
    one_subscription,
    surest,
    with_what_was_asked,
)
from atma_tui.domain.people.optional import shown
from atma_tui.domain.records import (
    OPEN_CALLS,
    Call,
    Cancelled,
    Enrolment,
    Event,
    Mask,
    Pathway,
    Person,
    Program,
    ProgramSeats,
    SeriesSubscription,
    Site,
)
from atma_tui.store.rerun import rerunnable

BY_MERGE = ("clash", "stopped", "took place")
"""Rules that two records break by being one person: it is said, and listed as stopped."""


class Side(Struct, frozen=True, kw_only=True):
    """One of two records that may be merged."""

    person: Person
    has: tuple[str, ...]
    """Titles of the offerings that they are in, wait for, or were in."""
    paths: tuple[str, ...]
    """Each path with its rail, in words."""


class Merging:
    """Use cases for two records of one person."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def compare(self, keep_ref: str, double_ref: str) -> tuple[Side, Side]:
        """Return both records side by side. Raises `InputError` if they are already one."""
        people = self._both(keep_ref, double_ref)
        book, ids = self._book, [one.id for one in people]
        enrolments = [one for one in book.store.find(Enrolment, person=ids) if one.status in OCCUPYING]
        offerings = offerings_of(book, {one.offering for one in enrolments})
        paths = book.store.find(Pathway, person=ids)
        visits = visits_of_each(book.store, paths)
        keep, double = (
            Side(
                person=shown(one, book.clinic()),
                has=tuple(
                    offering_title(book, offerings[each.offering])
                    for each in enrolments
                    if each.person == one.id and each.offering in offerings
                ),
                paths=tuple(self._path_words(path, visits[path.id]) for path in paths if path.person == one.id),
            )
            for one in people
        )
        return keep, double

    @rerunnable
    def merge(self, keep_ref: str, double_ref: str, *, take: Collection[MergeField] = ()) -> Person:
        """Merge two records of one person: seats, places in line, paths, calls and history follow.

        Of two enrolments in one offering the surer one stays; a seat that this frees is offered on. Of two paths
        through the same program at one site the one with more done continues. New clashes, and sessions that the
        other path's decisions stop, are reported, but end nothing.

        Args:
            keep_ref: id or unique prefix of the record that stays.
            double_ref: id or unique prefix of the other one.
            take: fields to take from the other one; values that are not taken still find the person.

        Raises:
            InputError: they are already one record.
            Blocked: it would break a rule.
        """
        book = self._book
        with book.act("merge", reports=BY_MERGE) as work:
            keep, double = self._both(keep_ref, double_ref)
            visits = visits_of_each(book.store, book.store.find(Pathway, person=[keep.id, double.id]))
            instead = self._carry_enrolments(work, keep, double)
            said = [*self._wishes(instead), *self._carry_paths(work, keep, double, instead, visits)]
            self._carry_subscriptions(work, keep, double)
            self._carry_calls(work, keep, double, instead)
            self._carry_mask(work, keep, double)
            kept = work.put(merged(keep, double, take), keep)
            work.change(double, merged_into=keep.id, phone_key="", email_key="", other_keys=())
            work.relate(keep.id, double.id)
            twice = [f"{len(instead)} held twice, once now"] if instead else []
            work.summary = "; ".join([f"Merged {double.name} into {kept.name}", *twice, *said])
        return kept

    def _both(self, keep_ref: str, double_ref: str) -> tuple[Person, Person]:
        keep, double = self._book.person(keep_ref), self._book.person(double_ref)
        if keep.id == double.id:
            raise InputError("Those are the same record already; nothing was merged.")
        if keep.nameless or double.nameless:
            raise InputError("The name of one of them was removed for good; nothing was merged.")
        return keep, double

    def _path_words(self, path: Pathway, visits: list[Visit]) -> str:
        program, site = self._book.the(Program, path.program), self._book.site(path.site)
        return f"{program.title}, {site.name} ({path.state}): {rail(program, path, visits).words()}"

    def _carry_enrolments(self, work: UnitOfWork, keep: Person, double: Person) -> dict[str, str]:
        """Give all enrolments to the person who stays; return for each ended one the one that replaces it."""
        store, places = self._book.store, self._book.all_of(ProgramSeats)
        by_offering = defaultdict[str, list[Enrolment]](list)
        for one in store.find(Enrolment, person=keep.id):
            by_offering[one.offering].append(one)
        for one in store.find(Enrolment, person=double.id):
            by_offering[one.offering].append(work.change(one, person=keep.id))
        events = store.get_many(Event, [id for id, both in by_offering.items() if len(both) > 1])
        instead: dict[str, str] = {}
        for both in by_offering.values():
            held = [one for one in both if occupies(one, places)]
            if len(held) < 2:
                continue
            event = events.get(held[0].offering)
            stays = surest(held, is_over=event is not None and has_ended(event, work.now))
            if (kept := with_what_was_asked(stays, held)) != stays:
                work.put(kept, stays)
            for one in held:
                if one is not stays:
                    ended = Cancelled(at=work.now, by=work.by, why=TWICE)
                    work.change(one, status="cancelled", offered_until=None, cancelled=ended, came=0, left=None)
                    instead[one.id] = stays.id
        return instead

    def _wishes(self, instead: Mapping[str, str]) -> Iterator[str]:
        """Yield where a seat stays for fewer people than were asked for."""
        known = self._book.store.get_many(Enrolment, {*instead, *instead.values()})
        offerings = offerings_of(self._book, {one.offering for one in known.values()})
        for ended, stays in ((known[one], known[other]) for one, other in instead.items()):
            if more_wanted(stays, [ended]):
                title = offering_title(self._book, offerings[stays.offering])
                yield f"in {title} with a party of {stays.party}, a party of {ended.party} was asked for"

    def _carry_paths(
        self,
        work: UnitOfWork,
        keep: Person,
        double: Person,
        instead: Mapping[str, str],
        visits: Mapping[str, list[Visit]],
    ) -> Iterator[str]:
        """Give all paths to the person who stays; two through the same places are joined. Yields notes."""
        ours = work.store.find(Pathway, person=keep.id)
        for theirs in work.store.find(Pathway, person=double.id):
            theirs = work.change(theirs, person=keep.id)
            for other in ours:
                if other.under_way and theirs.under_way and other.program == theirs.program:
                    if other.site == theirs.site:
                        yield self._join(work, other, theirs, instead, visits)
                    else:
                        yield self._two_sites(other, theirs)

    def _join(
        self,
        work: UnitOfWork,
        ours: Pathway,
        theirs: Pathway,
        instead: Mapping[str, str],
        visits: Mapping[str, list[Visit]],
    ) -> str:
        goes_on, other = joined(ours, theirs, lambda path: visits[path.id])
        places = (goes_on.enrolment, other.enrolment)
        stays, ended = next(((instead[one], one) for one in places if one in instead), places)
        before = {path.id: path for path in (ours, theirs)}
        work.change(other, state="ended", why=TWICE, enrolment=ended, changed=work.now)
        fields = {"clearance": goes_on.clearance, "plan": goes_on.plan, "began": goes_on.began}
        work.change(before[goes_on.id], **fields, enrolment=stays, changed=work.now)
        done = sum(visit.done for visit in visits[goes_on.id])
        words = f"of two paths the one with {done} done goes on"
        if other.plan is not None and goes_on.plan != other.plan:
            words += f", without the other plan of {other.plan.sessions} sessions"
        return words

    def _two_sites(self, ours: Pathway, theirs: Pathway) -> str:
        sites = self._book.all_of(Site)
        program = self._book.the(Program, ours.program)
        where = " and in ".join(sites[path.site].name for path in (ours, theirs))
        return f"they are in {program.title} in {where} now: end the one that is too many"

    def _carry_subscriptions(self, work: UnitOfWork, keep: Person, double: Person) -> None:
        ours = {one.series: one for one in work.store.find(SeriesSubscription, person=keep.id)}
        for theirs in work.store.find(SeriesSubscription, person=double.id):
            if (own := ours.get(theirs.series)) is None:
                work.change(theirs, person=keep.id)
            else:
                work.delete(theirs)
                work.put(one_subscription(own, theirs), own)

    def _carry_mask(self, work: UnitOfWork, keep: Person, double: Person) -> None:
        masks = self._book.all_of(Mask)
        if double.id in masks and keep.id not in masks:
            work.add(Mask(id=keep.id, at=work.now, by=work.by))

    def _carry_calls(self, work: UnitOfWork, keep: Person, double: Person, instead: Mapping[str, str]) -> None:
        """Give all calls to the person who stays; two about one event become one, with the desk's own words."""
        calls = [*work.store.find(Call, person=keep.id), *work.store.find(Call, person=double.id)]
        newest: dict[str, Call] = {}
        for call in sorted(calls, key=lambda one: one.at):
            after = work.change(call, person=keep.id, enrolment=instead.get(call.enrolment, call.enrolment))
            if after.event and after.state in OPEN_CALLS:
                if (older := newest.get(after.event)) is not None:
                    work.change(older, state="dropped")
                    after = work.put(one_call(after, older), after)
                newest[after.event] = after
