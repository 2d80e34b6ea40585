"""The demo obeys the rules it shows, whenever it is opened, and nobody in it is real."""

import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atma_tui.demo import busy_records, demo_records
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.sums import states_of
from atma_tui.desk.book.unit_of_work import act_id
from atma_tui.desk.history.history import History
from atma_tui.desk.promoting.promoting import promote_waiting
from atma_tui.domain.clashes import clashes
from atma_tui.domain.enrolling import live_enrolment
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import (
    KINDS,
    Act,
    Call,
    Clinic,
    Enrolment,
    Event,
    Hold,
    Person,
    ProgramSeats,
    Series,
    Site,
)
from atma_tui.domain.seats import count_pool, is_hold_live, is_offer_live
from atma_tui.domain.text import clean
from atma_tui.domain.timing.late_cancel import is_appointment, is_late
from atma_tui.domain.waiting.queue import queue
from atma_tui.domain.when import ALBERTA, instant, today, wall
from tests.memory import MemoryBook

NOON = datetime(2026, 11, 25, 18, tzinfo=UTC)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))
few = settings(max_examples=12)


def of(kind, records):
    return [one for one in records if isinstance(one, kind)]


def by_offering(records):
    found = defaultdict(list)
    for one in of(Enrolment, records):
        found[one.offering].append(one)
    return found


def offerings(records):
    return [*of(Event, records), *of(ProgramSeats, records)]


@pytest.fixture(scope="module")
def demo():
    return demo_records(NOON)


def loaded(records):
    store = MemoryBook()
    with store.transaction():
        store.add(*records)
    return Book(store, "tester", lambda: NOON)


# Rules


@few
@given(moments, st.integers(120, 500), st.integers(0, 99))
def test_no_offering_is_oversold_without_a_named_override(now, people, seed):
    records = demo_records(now, people=people, seed=seed)
    people_in, holds = by_offering(records), defaultdict(list)
    for hold in of(Hold, records):
        holds[hold.offering].append(hold)
    for offering in offerings(records):
        pool = count_pool("seats", offering.capacity, people_in[offering.id], holds[offering.id], now)
        over = [one for one in people_in[offering.id] if one.override_reason]
        assert pool.free is None or pool.free + sum(one.party for one in over) >= 0
        assert pool.free is None or pool.free >= 0 or all(one.by for one in over)


@few
@given(moments)
def test_rooms_hold_everybody_and_no_two_events_share_one(now):
    records = demo_records(now)
    rooms = {(site.id, room.id): room.seats for site in of(Site, records) for room in site.rooms}
    people_in, booked = by_offering(records), defaultdict(list)
    for event in of(Event, records):
        if not event.room:
            continue
        seats = rooms[event.site, event.room]
        assert count_pool("", seats, people_in[event.id], (), now).free >= 0
        if event.live:
            booked[event.site, event.room].append(event)
    for events in booked.values():
        events.sort(key=lambda one: one.starts)
        for one, after in pairwise(events):
            assert one.ends <= after.starts, (one.id, after.id)


@few
@given(moments, st.integers(120, 500))
def test_nobody_is_twice_in_an_offering_or_in_two_places_at_once(now, people):
    records = demo_records(now, people=people)
    events, mine = {one.id: one for one in of(Event, records)}, defaultdict(list)
    for enrolments in by_offering(records).values():
        for one in enrolments:
            if one.live:
                assert live_enrolment(enrolments, one.person) is one
                if one.offering in events:
                    mine[one.person].append(events[one.offering])
    travel = timedelta(minutes=Clinic(id="clinic").travel_minutes)
    for booked in mine.values():
        for event in booked:
            assert not clashes(event, booked, travel)


@few
@given(moments)
def test_places_in_line_are_distinct_and_begin_at_one(now):
    for enrolments in by_offering(demo_records(now)).values():
        positions = sorted(one.position for one in enrolments if one.position)
        assert positions == list(range(1, len(positions) + 1))
        assert all(one.position for one in enrolments if one.status in ("waiting", "offered"))


@few
@given(moments)
def test_the_past_is_before_now_and_the_future_after(now):
    records = demo_records(now)
    events, people = {one.id: one for one in of(Event, records)}, {one.id: one for one in of(Person, records)}
    for one in of(Enrolment, records):
        assert people[one.person].created < one.at <= now
        event = events.get(one.offering)
        if one.status == "offered":
            assert is_offer_live(one, now)
            assert wall(one.offered_until - timedelta(seconds=1), ALBERTA).date() == today(now)
            assert one.offered_until < instant(event.starts, event.zone)
        if one.arrived:
            assert one.status == "attended" and one.at < one.arrived <= now
        if one.status in ("attended", "no_show"):
            assert instant(event.starts, event.zone) <= now
        if one.status == "no_show":
            assert instant(event.ends, event.zone) <= now
        if one.cancelled:
            assert one.status == "cancelled" and one.at < one.cancelled.at <= now
            assert one.cancelled.late == (is_late(event, Clinic(id="clinic"), one.cancelled.at))
    assert all(is_hold_live(hold, now) and hold.at < now for hold in of(Hold, records))
    assert all(act.at <= now for act in of(Act, records))
    assert all(one.created <= now and one.modified <= now for one in of(Event, records))


@few
@given(moments)
def test_ids_are_unique_and_acts_are_numbered_by_time(now):
    records = demo_records(now)
    for kind in KINDS.values():
        ids = [one.id for one in of(kind, records)]
        assert len(set(ids)) == len(ids)
    acts = of(Act, records)
    assert [act.id for act in acts] == [act_id(number) for number in range(1, len(acts) + 1)]
    assert all(one.at <= after.at for one, after in pairwise(acts))
    uids = [one.uid for one in of(Event, records)]
    assert len(set(uids)) == len(uids)


def test_every_reference_leads_somewhere(demo):
    known = {kind.kind: {one.id for one in of(kind, demo)} for kind in KINDS.values()}
    everything = set().union(*known.values())
    for one in of(Enrolment, demo):
        assert one.person in known["person"] and one.offering in known["event"] | known["program_seats"]
    for one in of(Call, demo):
        assert {one.person, one.event, one.enrolment} <= everything
    for one in of(Event, demo):
        assert one.site in known["site"] and (not one.series or one.series in known["series"])
    for one in of(Person, demo):
        assert not one.merged_into or one.merged_into in known["person"] - {one.id}
    for act in of(Act, demo):
        assert set(act.related_ids) <= everything


def test_records_are_what_a_book_can_read_back(demo):
    for one in demo:
        assert msgspec.json.decode(msgspec.json.encode(one), type=type(one)) == one


def test_each_acts_record_before_is_what_the_act_before_it_left(demo):
    revs = defaultdict(int)
    final = {(one.kind, one.id): one.rev for one in demo}
    for act in of(Act, demo):
        for change in act.changes:
            key = (change.kind, change.id)
            if change.before is None:
                assert revs[key] == 0
            else:
                before = msgspec.convert(change.before, KINDS[change.kind])
                assert before.rev == (revs[key] or 1)
                revs[key] = before.rev
            revs[key] += 1
    assert all(final[key] == rev for key, rev in revs.items())


def test_the_last_acts_can_be_undone_one_by_one(demo):
    book = loaded(demo)
    history = History(book)
    undone = [history.undo().id for _ in range(12)]
    assert undone == [act.id for act in of(Act, demo)[: -len(undone) - 1 : -1]]


def test_no_freed_seat_lies_about_while_somebody_waits(demo):
    book = loaded(demo)
    for offering in offerings(demo):
        with book.act("look for due offers") as work:
            assert promote_waiting(book, work, offering) == []


# What the screens need


def test_something_runs_now_and_something_is_on_today_at_each_site():
    for hour in range(0, 24):
        now = datetime(2027, 2, 3, tzinfo=UTC) + timedelta(hours=hour, minutes=7)
        events = [one for one in of(Event, demo_records(now)) if one.live]
        for site in ("edmonton", "calgary"):
            here = [one for one in events if one.site == site and one.visibility == "public"]
            assert any(
                instant(one.starts, one.zone) <= now < instant(one.ends, one.zone)
                and one.starts.date() == today(now)
                for one in here
                if not one.all_day
            )
            assert any(one.starts.date() == today(now) and one.starts.hour >= 18 for one in here)


def test_fullness_comes_in_all_shapes(demo):
    book = loaded(demo)
    coming = [
        one
        for one in of(Event, demo)
        if one.live and instant(one.starts, one.zone) > NOON and one.visibility == "public"
    ]
    states = states_of(book, coming, NOON).values()
    free = [one.seats.free for one in states]
    assert {None, 0, 1, 2, 3} <= set(free)
    assert any(seats < 0 for seats in free if seats is not None)
    assert any(one.seats.free == 1 and queue(one.enrolments)[0].party == 2 for one in states if one.seats.waiting)
    assert any(one.seats.tight is not one.seats.own for one in states)
    assert any(one.offering.minimum > one.seats.own.enrolled for one in states)


@pytest.mark.parametrize(
    ("what", "least", "found"),
    [
        ("waiting", 15, lambda one: one.status == "waiting"),
        ("waiting as a party", 3, lambda one: one.status == "waiting" and one.party > 1),
        ("passed over with a reason", 1, lambda one: one.passed),
        ("first for a reason", 1, lambda one: one.priority > 0 and one.priority_why),
        ("offered today", 3, lambda one: one.status == "offered"),
        ("seated after a wait", 4, lambda one: one.seated),
        ("over for a reason", 1, lambda one: one.override_reason),
        ("here already", 10, lambda one: one.arrived and one.arrived > NOON - timedelta(hours=2)),
        ("not come", 5, lambda one: one.status == "no_show"),
        ("cancelled late", 3, lambda one: one.cancelled and one.cancelled.late and not one.cancelled.waived),
        ("cancelled late, waived", 1, lambda one: one.cancelled and one.cancelled.waived),
        ("cancelled in time", 5, lambda one: one.cancelled and not one.cancelled.late),
    ],
)
def test_people_are_in_every_state(demo, what, least, found):
    assert len([one for one in of(Enrolment, demo) if found(one)]) >= least, what


def test_a_cancelled_event_has_calls_in_every_state(demo):
    coming = {one.id for one in of(Event, demo) if not one.live and instant(one.starts, one.zone) > NOON}
    states = {one.state for one in of(Call, demo) if one.event in coming}
    assert states == {"owed", "reached", "voicemail", "no_answer"}
    assert all(bool(one.tries) == (one.state != "owed") for one in of(Call, demo))
    assert all(not one.live and one.why for one in of(Event, demo) if one.id in coming)


def test_whoever_is_owed_a_call_has_a_phone(demo):
    people = {one.id: one for one in of(Person, demo)}
    called = [one.person for one in of(Call, demo)]
    called += [one.person for one in of(Enrolment, demo) if one.status in ("offered", "waiting")]
    assert all(people[one].phone_key for one in called)


def test_one_to_one_sessions_are_private_with_one_seat(demo):
    sessions = [one for one in of(Event, demo) if is_appointment(one)]
    assert {one.category for one in sessions} == {"information_call", "assessment", "session", "follow_up"}
    assert {one.site for one in sessions} == {"edmonton", "calgary"}
    assert all(one.visibility == "private" and one.capacity == 1 and not one.description for one in sessions)
    clients = {one.id for one in of(Person, demo) if one.status == "client"}
    enrolled = by_offering(demo)
    for one in sessions:
        if one.category in ("session", "follow_up"):
            assert {each.person for each in enrolled[one.id]} <= clients


def test_programs_are_full_and_open_and_series_have_a_past_and_a_future(demo):
    book = loaded(demo)
    free = [state.seats for state in states_of(book, of(ProgramSeats, demo), NOON).values()]
    assert any(one.free == 0 and one.waiting for one in free) and any(one.free for one in free)
    for series in of(Series, demo):
        starts = [instant(one.starts, one.zone) for one in of(Event, demo) if one.series == series.id]
        assert min(starts) < NOON < max(starts)


# People


def test_people_are_fictional(demo):
    for person in of(Person, demo):
        assert person.phone or person.email
        assert not person.phone or re.fullmatch(r"(780|403)55501\d\d", person.phone_key)
        assert not person.email or person.email.endswith("@example.org")
    words = re.sub(r"\d{4}-\d{2}-\d{2}", "", msgspec.json.encode(demo).decode())
    numbers = re.findall(r"\b\d{3}[ -.)]+\d{3}[ -.]\d{4}\b", words)
    assert all(re.search(r"555.01\d\d$", number) for number in numbers)


def test_some_numbers_stay_free_for_whoever_tries_it(demo):
    assert not [one for one in of(Person, demo) if re.search(r"0(19\d)$", one.phone_key)]


def test_names_are_of_every_kind(demo):
    people = of(Person, demo)
    names = [one.name for one in people]
    assert len(people) == 400
    assert len(names) > len(set(names))
    assert all(re.fullmatch(r"[^\W\d_][\w' -]*", name) for name in names if name.isascii()), "a name is a name"
    scripts = "[а-я]", "[α-ω]", "[一-龥]", "[가-힣]", "[ء-ي]", "[א-ת]", "[अ-ह]", "[à-ÿ]"
    assert all(any(re.search(script, name) for name in names) for script in scripts)
    assert any(one.known_as for one in people) and any(one.merged_into for one in people)
    mails, phones = [one.email_key for one in people], [one.phone_key for one in people]
    assert len(set(filter(None, mails))) < len(list(filter(None, mails)))
    assert len(set(filter(None, phones))) < len(list(filter(None, phones)))
    assert all(clean(name) == name for name in names)


def test_the_same_arguments_give_the_same_book(demo):
    assert demo_records(NOON) == demo
    assert demo_records(NOON, seed=8) != demo


def test_too_few_people_are_refused():
    with pytest.raises(InputError, match="120"):
        demo_records(NOON, people=119)


# The busy book


def test_a_busy_book_has_the_size_asked_for_and_obeys_the_rules():
    records = list(busy_records(NOON, events=200, people=300, enrolments=2500))
    sizes = [len(of(kind, records)) for kind in (Event, Person, Enrolment, Act)]
    assert sizes == [200, 300, 2500, 2500]
    people_in = by_offering(records)
    for event in of(Event, records):
        enrolments = people_in[event.id]
        pool = count_pool("seats", event.capacity, enrolments, (), NOON)
        assert pool.free >= 0
        assert len({one.person for one in enrolments}) == len(enrolments)
        waiting = queue(enrolments)
        assert [one.position for one in waiting] == list(range(1, len(waiting) + 1))
        assert not waiting or waiting[0].party > pool.free
    starts = [instant(one.starts, one.zone) for one in of(Event, records)]
    assert min(starts) < NOON < max(starts)
    assert {one.status for one in of(Enrolment, records)} == {"enrolled", "waiting"}


def test_a_busy_books_acts_are_as_the_desk_writes_them():
    records = list(busy_records(NOON, events=50, people=100, enrolments=400))
    enrolments = {one.id: one for one in of(Enrolment, records)}
    acts = of(Act, records)
    assert [act.id for act in acts] == [act_id(number) for number in range(1, 401)]
    assert all(one.at <= after.at < NOON for one, after in pairwise(acts))
    for act in acts:
        [change] = act.changes
        one = enrolments[change.id]
        assert act.related_ids == (one.person, one.offering, one.id) and act.verb == "enrol"
        assert act.at == one.at and change.before is None


def test_a_busy_book_without_enough_people_is_refused():
    with pytest.raises(InputError):
        list(busy_records(NOON, events=1, people=5, enrolments=6))
    with pytest.raises(InputError):
        list(busy_records(NOON, events=0, people=5, enrolments=6))
