"""The starter book is right in every year, and says nothing that is not known."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atma_tui import shipped as shipped_module
from atma_tui.desk.clinic.starter import Month, starter_records
from atma_tui.domain.clashes import shares_room
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import KINDS, Answer, Clinic, Event, Program, ProgramSeats, Site
from atma_tui.domain.text import clean
from atma_tui.domain.when import instant, today
from atma_tui.shipped import read_shipped, shipped

NOON = datetime(2026, 11, 25, 18, tzinfo=UTC)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))


def events(now):
    return [one for one in starter_records(now) if isinstance(one, Event)]


def of(kind, now=NOON):
    return [one for one in starter_records(now) if isinstance(one, kind)]


@given(moments)
def test_the_events_are_in_the_next_may_with_something_to_come_at_each_site(now):
    examples = events(now)
    [(year, month)] = {(one.starts.year, one.starts.month) for one in examples}
    assert month == 5 and year - today(now).year in (0, 1)
    to_come = {one.site for one in examples if one.starts.date() >= today(now)}
    assert to_come == {one.site for one in examples}


@pytest.mark.parametrize(
    ("now", "year"),
    [
        (datetime(2027, 5, 20, 18, tzinfo=UTC), 2027),
        (datetime(2027, 6, 1, 5, 59, tzinfo=UTC), 2028),
        (datetime(2027, 1, 1, 5, 59, tzinfo=UTC), 2027),
    ],
)
def test_a_may_that_is_over_is_followed_by_the_next(now, year):
    assert {one.starts.year for one in events(now)} == {year}


@given(moments)
def test_every_event_is_on_the_weekday_its_rule_says(now):
    month = read_shipped("starter/events.json", Month)
    slots = [slot for example in month.events for slot in example.when]
    for slot, event in zip(slots, events(now), strict=True):
        assert f"{event.starts:%A}".lower() == slot.weekday
        assert f"{event.starts:%H:%M}" == slot.time
        if slot.week == "last":
            assert (event.starts + timedelta(weeks=1)).month == 6
        else:
            assert (event.starts.day - 1) // 7 + 1 == slot.week


@given(moments)
@settings(max_examples=40)
def test_no_two_events_share_a_room(now):
    assert not [(one.id, two.id) for one, two in combinations(events(now), 2) if shares_room(one, two)]


@given(moments)
def test_nothing_is_on_a_sunday_or_on_victoria_day(now):
    for event in events(now):
        day = event.starts.date()
        victoria = max(
            date(day.year, 5, number) for number in range(18, 25) if date(day.year, 5, number).weekday() == 0
        )
        assert day.weekday() != 6
        assert day != victoria


def test_the_month_is_full_and_both_sites_have_each_kind():
    month = events(NOON)
    assert 24 <= len(month) <= 30
    for site in ("edmonton", "calgary"):
        kinds = {one.category for one in month if one.site == site}
        assert kinds >= {"open_house", "talk", "workshop", "circle"}
    titles = {site: {one.title for one in month if one.site == site} for site in ("edmonton", "calgary")}
    assert titles["edmonton"] == titles["calgary"]


def test_events_are_public_examples_that_can_be_enrolled_in():
    for event in events(NOON):
        assert event.starter and event.visibility == "public" and event.live
        assert event.capacity and event.description and not event.source
        assert instant(event.ends, event.zone) > instant(event.starts, event.zone)


@given(moments)
@settings(max_examples=20)
def test_ids_are_unique_and_no_id_begins_another(now):
    records = starter_records(now)
    for kind in KINDS.values():
        ids = [one.id for one in records if isinstance(one, kind)]
        assert len(set(ids)) == len(ids)
        assert not [(one, two) for one in ids for two in ids if one != two and two.startswith(one)]


def test_uids_are_stable_and_carry_the_year_and_the_clinics_domain():
    clinic = Clinic(id="clinic", feed_domain="clinic.example")
    first = [one for one in starter_records(NOON, clinic=clinic) if isinstance(one, Event)]
    later = [one for one in starter_records(NOON + timedelta(days=30), clinic=clinic) if isinstance(one, Event)]
    assert [one.uid for one in first] == [one.uid for one in later]
    assert all(one.uid == f"{one.id}-2027@clinic.example" for one in first)
    assert set(Counter(one.uid for one in first).values()) == {1}


def test_the_same_moment_gives_the_same_records():
    assert starter_records(NOON) == starter_records(NOON)


def test_sites_say_only_what_is_known():
    for site in of(Site):
        assert (site.address, site.phone) == ("", "")
        assert [room.seats for room in site.rooms] == [None]
        assert site.name in site.place_names


def test_every_program_has_places_at_every_site_without_an_invented_limit():
    pairs = {(one.program, one.site) for one in of(ProgramSeats)}
    assert pairs == {(program.id, site.id) for program in of(Program) for site in of(Site)}
    assert all(one.capacity is None for one in of(ProgramSeats))


def test_a_ketamine_session_needs_all_that_the_rule_asks():
    program = next(one for one in of(Program) if one.id == "ketamine-therapy")
    steps = {step.id: step for step in program.steps}
    assert list(steps) == [
        "information-call",
        "readiness-assessment",
        "treatment-plan",
        "session",
        "integration",
        "follow-up",
    ]
    assert set(steps["session"].needs) == {"clearance", "plan", "supervisor", "room"}
    assert {need for one in of(Program) for step in one.steps for need in step.needs} <= {
        "clearance",
        "plan",
        "clinician",
        "supervisor",
        "room",
    }


@pytest.mark.parametrize(
    ("asked", "id"),
    [
        ("reschedule", "cancel"),
        ("escort", "drive"),
        ("blue cross", "insurance"),
        ("waitlist", "waiting-list"),
        ("gp", "referral"),
        ("suicide", "urgent"),
        ("dst", "clock"),
    ],
)
def test_answers_are_found_by_callers_own_words(asked, id):
    found = [one.id for one in of(Answer) if asked in f"{one.question} {one.answer} {one.words}".casefold()]
    assert id in found


def test_answers_are_complete_and_name_no_amounts_or_promises():
    for answer in of(Answer):
        assert answer.question and answer.answer and answer.words and answer.next_step
        assert "$" not in answer.answer
        assert not re.search(r"\b(cures?|heals?|guarantee\w*|proven|will help)\b", answer.answer, re.I)


def test_no_phone_number_address_or_link_is_made_up():
    for name in ("sites", "programs", "program_seats", "events", "answers"):
        text = shipped(f"starter/{name}.json").decode()
        assert not re.search(r"\d{3}\D{0,2}\d{4}|https?:|www\.|@(?!edmonton|calgary)", text)
        assert not re.search(r"\d+\s+\w+\s+(street|avenue|st\.|ave\.|road|trail)", text, re.I)


def test_all_texts_are_clean():
    def texts(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for one in value.values():
                yield from texts(one)
        elif isinstance(value, list | tuple):
            for one in value:
                yield from texts(one)

    for record in starter_records(NOON):
        for text in texts(msgspec.to_builtins(record)):
            assert clean(text, 2000) == text


@pytest.fixture
def edited(tmp_path, monkeypatch):
    """Ship a copy in which one file was edited."""

    def edit(name, old, new):
        for source in ("sites", "programs", "program_seats", "events", "answers"):
            path = tmp_path / f"starter/{source}.json"
            path.parent.mkdir(exist_ok=True)
            text = shipped(f"starter/{source}.json").decode()
            assert source != name or old in text
            path.write_text(text.replace(old, new, 1) if source == name else text, encoding="utf-8")
        monkeypatch.setattr(shipped_module, "_FOLDERS", (tmp_path,))

    return edit


@pytest.mark.parametrize(
    ("name", "old", "new", "summary"),
    [
        ("sites", '"colour"', '"color"', "color"),
        ("events", '"weekday": "saturday"', '"weekday": "satruday"', "weekday"),
        ("events", '"week": 1', '"week": 5', "week"),
        ("events", '"time": "11:00"', '"time": "eleven"', "eleven"),
        ("events", '"site": "calgary"', '"site": "red-deer"', "red-deer"),
        ("events", '"minutes": 150', '"minutes": 0', "minutes"),
        ("program_seats", '"site": "calgary"', '"site": "red-deer"', "ketamine-therapy@calgary"),
        ("answers", '"id": "first"', '"id": "urgent"', "urgent"),
        ("programs", "[", "{", "programs.json"),
    ],
)
def test_a_slip_in_a_file_is_told_with_its_place(edited, name, old, new, summary):
    edited(name, old, new)
    with pytest.raises(InputError, match=re.escape(summary)):
        starter_records(NOON)


def test_a_missing_file_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(shipped_module, "_FOLDERS", (tmp_path,))
    with pytest.raises(InputError, match=r"starter/sites\.json"):
        starter_records(NOON)
