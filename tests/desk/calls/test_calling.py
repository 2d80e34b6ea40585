from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.records import Enrolment, Site
from tests.domain.made import NOW
from tests.memory import MemoryBook


class Phone:
    """A desk, and who can be called."""

    def __init__(self):
        self.now = NOW
        self.desk = Desk(MemoryBook(), "Ada", lambda: self.now)
        with self.desk.book.act("start") as work:
            for id in ("edmonton", "calgary"):
                work.add(Site(id=id, name=id.capitalize()))

    def event(self, capacity, title="Open house", site="edmonton", day=8):
        starts = datetime(2026, 12, day, 18)
        fields = EventFields(
            site=site, title=title, starts=starts, ends=starts + timedelta(hours=2), capacity=capacity
        )
        return self.desk.events.add(fields)[0]

    def enrol(self, event, name, party=1):
        return self.desk.enrolments.enrol(event.id, new=NewPerson(name=name), party=party).enrolment

    def page(self, site=""):
        return self.desk.calling.page(site)


@pytest.fixture
def phone():
    return Phone()


def test_after_an_offer_come_those_who_could_take_its_seats_and_reasons_for_the_others(phone):
    event = phone.event(2)
    pair = phone.enrol(event, "Pair", party=2)
    for name, party in (("Ann", 2), ("Three", 3), ("Cy", 1)):
        phone.enrol(event, name, party)
    phone.desk.enrolments.withdraw(pair.id)
    [turn] = phone.page().offers
    assert turn.line.person.name == "Ann"
    assert [(one.person.name, one.skip) for one in turn.after] == [("Three", "party of 3, 2 free"), ("Cy", "")]


def test_calls_in_vain_about_an_offer_are_told_with_it(phone):
    event = phone.event(1)
    seat = phone.enrol(event, "Gone")
    ann = phone.enrol(event, "Ann")
    phone.desk.enrolments.withdraw(seat.id)
    phone.desk.waiting.tried(ann.id, "voicemail")
    phone.desk.waiting.tried(ann.id, "no_answer")
    [turn] = phone.page().offers
    assert [words.rpartition(": ")[2] for words in turn.tries] == ["voicemail", "no answer"]


def moved_with_an_offer(phone):
    event = phone.event(1)
    seat = phone.enrol(event, "Gone")
    ann = phone.enrol(event, "Ann")
    phone.desk.enrolments.withdraw(seat.id)
    phone.desk.events.edit(event.id, EventFields(starts=datetime(2026, 12, 9, 18)))
    return ann


def test_an_offer_and_the_new_date_are_told_in_one_call(phone):
    ann = moved_with_an_offer(phone)
    page = phone.page()
    [turn] = page.offers
    assert turn.line.person.name == "Ann"
    assert turn.line.call.why == (
        "Open house moved from Tue 8 Dec 2026, 18:00–20:00 to Wed 9 Dec 2026, 18:00–20:00"
    )
    assert page.owed == ()
    phone.desk.enrolments.take_offer(ann.id)
    page = phone.page()
    assert (page.offers, page.owed, page.progress) == ((), (), ())


def test_a_new_date_is_told_by_itself_when_the_offer_ends_with_the_event(phone):
    ann = moved_with_an_offer(phone)
    phone.desk.events.cancel(ann.offering, "storm")
    page = phone.page()
    assert page.offers == ()
    assert [one.call.why for one in page.owed] == ["Open house of Tue 8 Dec 2026, 18:00–20:00 is cancelled: storm"]


def test_a_gap_names_the_first_who_could_come_in(phone):
    event = phone.event(2)
    seats = [phone.enrol(event, name) for name in ("In", "Out")]
    phone.enrol(event, "Pair", party=2)
    phone.enrol(event, "Cy")
    phone.desk.enrolments.withdraw(seats[1].id)
    [gap] = phone.page().gaps
    assert (gap.free, gap.candidate.person.name) == (1, "Cy")
    phone.desk.waiting.let_in(gap.candidate.enrolment.id, "the pair agreed")
    assert phone.page().gaps == ()


def test_what_is_over_or_off_leaves_no_gap(phone):
    events = [phone.event(2, day=day) for day in (8, 9)]
    for event in events:
        seats = [phone.enrol(event, f"{name}{event.id}") for name in ("In", "Out")]
        phone.enrol(event, f"Pair{event.id}", party=2)
        phone.desk.enrolments.withdraw(seats[1].id)
    assert [gap.offering.id for gap in phone.page().gaps] == [event.id for event in events]
    phone.desk.events.cancel(events[1].id, why="storm")
    phone.now += timedelta(days=8)
    assert phone.page().gaps == ()


def test_only_the_site_that_is_asked_for(phone):
    for site in ("edmonton", "calgary"):
        event = phone.event(1, site=site)
        seat = phone.enrol(event, f"Gone {site}")
        phone.enrol(event, f"Ann {site}")
        phone.desk.enrolments.withdraw(seat.id)
    assert [one.line.person.name for one in phone.page("calgary").offers] == ["Ann calgary"]


@given(st.integers(1, 4), st.lists(st.integers(1, 4), min_size=1, max_size=6), st.data())
def test_every_free_seat_somebody_waits_for_is_offered_or_a_gap(capacity, parties, data):
    phone = Phone()
    event = phone.event(capacity)
    seated = [phone.enrol(event, f"S{number}") for number in range(capacity)]
    for number, party in enumerate(parties):
        phone.enrol(event, f"P{number}", party)
    for seat in data.draw(st.lists(st.sampled_from(seated), unique_by=lambda one: one.id)):
        phone.desk.enrolments.withdraw(seat.id)
    page = phone.page()
    waiting = phone.desk.book.store.find(Enrolment, status="waiting")
    free = phone.desk.agenda.card(event.id).seats.free
    assert bool(page.gaps) == bool(free and waiting)
    for gap in page.gaps:
        assert gap.waiting[0].skip
        assert gap.free == free
