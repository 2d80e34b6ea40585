from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Event, Program, ProgramSeats, Series
from atma_tui.ui.events.event_form import EventFormScreen, fill_in_event
from atma_tui.ui.events.event_form_words import (
    NAMES,
    Start,
    evening_text,
    fields_of,
    merged,
    read_end,
    read_start,
    texts_of,
)
from tests.domain.made import event as made_event
from tests.ui.gallery import HOSTILE
from tests.ui.kit import (
    SIZES,
    assert_golden,
    paste,
    running,
    screen_text,
    settle,
    tap,
    toasted,
    toasts,
    type_text,
    wait_for,
)
from tests.ui.rig import add_event, add_person, app_over, other_desk, shows, small_desk

TODAY = date(2026, 12, 1)
STARTS = datetime(2026, 12, 8, 18)


@pytest.fixture
def desk():
    return small_desk()


async def opened(pilot, *args, **kwargs):
    answers = []
    pilot.app.site = "edmonton"

    async def ask():
        answers.append(await fill_in_event(pilot.app.screen, *args, **kwargs))

    pilot.app.run_worker(ask())
    await shows(pilot, "Title", "Ctrl+S Save")
    return answers


async def save(pilot, answers):
    await tap(pilot, "ctrl+s")
    await wait_for(pilot, lambda: answers, "it is saved")


async def put(pilot, field, text):
    entry = pilot.app.screen.query_one(f"#{field}").entry
    entry.focus()
    entry.value = ""
    await paste(pilot, text)


def events(desk):
    return sorted(desk.book.store.find(Event), key=lambda one: one.starts)


def at_present(desk, event):
    return desk.book.store.get(Event, event.id)


# What is read


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("90", datetime(2026, 12, 8, 19, 30)),
        ("90 min", datetime(2026, 12, 8, 19, 30)),
        ("2 h", datetime(2026, 12, 8, 20)),
        ("1h30", datetime(2026, 12, 8, 19, 30)),
        ("20:00", datetime(2026, 12, 8, 20)),
        ("8pm", datetime(2026, 12, 8, 20)),
        ("1:00", datetime(2026, 12, 9, 1)),
        ("9 dec 12:00", datetime(2026, 12, 9, 12)),
        ("2026-12-10 09:00", datetime(2026, 12, 10, 9)),
    ],
)
def test_an_end_is_a_length_or_a_time(words, ends):
    assert read_end(words, Start(STARTS, all_day=False), TODAY) == ends


@pytest.mark.parametrize("words", ["", "0", "soon", "7 dec 12:00", "-5", "9" * 9])
def test_an_end_that_makes_no_sense_is_refused(words):
    with pytest.raises(InputError):
        read_end(words, Start(STARTS, all_day=False), TODAY)


def test_a_day_alone_is_the_whole_day():
    start = read_start("8 dec", TODAY)
    assert start == Start(datetime(2026, 12, 8), all_day=True)
    assert read_end("120", start, TODAY) == datetime(2026, 12, 9)
    assert read_end("3 days", start, TODAY) == datetime(2026, 12, 11)


walls = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(
    lambda at: at.replace(second=0, microsecond=0)
)


limits = st.fixed_dictionaries(
    {
        "minimum": st.integers(0, 50),
        "decide_days": st.integers(0, 60),
        "waiting_limit": st.none() | st.integers(0, 99),
        "enrolment_opens": st.none() | walls,
        "enrolment_closes": st.none() | walls,
    }
)


@given(walls, st.integers(1, 5000), st.booleans(), st.none() | st.integers(0, 900), limits)
def test_what_the_form_shows_reads_back_as_the_same_event(starts, minutes, all_day, capacity, limits):
    ends = starts + timedelta(minutes=minutes)
    if all_day:
        starts = datetime.combine(starts.date(), datetime.min.time())
        ends = starts + timedelta(days=1 + minutes % 9)
    event = made_event(starts=starts, ends=ends, all_day=all_day, capacity=capacity, **limits)
    given = fields_of(texts_of(event), NAMES, TODAY).given()
    assert {name: getattr(event, name) for name in given} == given


texts = st.fixed_dictionaries({name: st.sampled_from("abc") for name in ("title", "place", "notes")})


@given(texts, texts, texts)
def test_merging_keeps_what_was_typed_and_takes_the_rest_from_the_other_desk(shown, before, now):
    after, both = merged(shown, before, now)
    for name in shown:
        assert after[name] == (shown[name] if shown[name] != before[name] else now[name])
    assert both == [
        name for name in shown if shown[name] != before[name] != now[name] and now[name] != shown[name]
    ]


# Flows


async def test_a_new_event_takes_a_title_a_time_and_ctrl_s(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot)
        await type_text(pilot, "Grief circle")
        await tap(pilot, "enter", "enter")
        await type_text(pilot, "8 dec 6pm")
        await shows(pilot, "Tue 8 Dec 2026, 18:00–20:00 Alberta time", "Ctrl+S adds it.")
        await save(pilot, answers)
    [event] = events(desk)
    assert (event.title, event.starts, event.ends) == ("Grief circle", STARTS, STARTS + timedelta(hours=2))
    assert (event.site, event.capacity, event.visibility) == ("edmonton", None, "public")
    assert answers == [event]


async def test_enter_goes_through_the_fields_and_saves_at_the_last(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot)
        typed = {
            "title": "Talk",
            "when": "fri 18:00",
            "place": "City hall",
            "capacity": "20",
            "url": "https://atma.example/talk",
        }
        fields = []
        while not answers and len(fields) < 20:
            focused = pilot.app.focused
            fields.append(focused.id or focused.parent.id)
            await paste(pilot, typed.get(fields[-1], ""))
            await tap(pilot, "enter")
            await settle(pilot)
        assert {*typed, "category", "room", "visibility"} <= set(fields)
        await wait_for(pilot, lambda: answers, "it is added")
    [event] = events(desk)
    assert (event.place, event.capacity) == ("City hall", 20)
    assert event.url == "https://atma.example/talk"
    assert event.starts == datetime(2026, 12, 4, 18)


async def test_it_begins_at_the_site_shown_and_on_the_day_asked_for(desk, tmp_path):
    app = app_over(desk, tmp_path)
    app.site = "edmonton"
    async with running(app) as pilot:
        await opened(pilot, given={"when": evening_text(date(2026, 12, 24))})
        await shows(pilot, "Edmonton", "Thu 24 Dec 2026, 18:00–20:00 Alberta time")


async def test_weeks_make_a_series(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot)
        await put(pilot, "title", "Circle")
        await put(pilot, "when", "8 dec 18:00")
        await put(pilot, "dates", "3")
        await shows(pilot, "Ctrl+S adds it every week, 3 times.")
        await save(pilot, answers)
    assert [one.starts.day for one in events(desk)] == [8, 15, 22]
    assert len(desk.book.store.find(Series)) == 1


@pytest.mark.parametrize(
    ("field", "text", "wrong"),
    [
        ("title", "", "Title is missing."),
        ("when", "", "When is missing."),
        ("when", "someday", "is not a day and a time"),
        ("length", "long", "neither a length nor an end"),
        ("capacity", "lots", "'lots' is not a number."),
        ("dates", "500", "A series is 1 to 104 dates long."),
    ],
)
async def test_what_makes_no_sense_is_said_under_its_field(desk, tmp_path, field, text, wrong):
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await put(pilot, "title", "Talk")
        await put(pilot, "when", "fri 18:00")
        await put(pilot, field, text)
        await tap(pilot, "ctrl+s")
        await shows(pilot, f"! {wrong}" if wrong.endswith("missing.") else wrong)
        assert pilot.app.screen.query_one(f"#{field}").entry.has_focus
    assert not events(desk)


async def test_a_start_that_makes_no_sense_is_said_once_where_it_is_typed(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await put(pilot, "title", "Talk")
        await put(pilot, "when", "someday")
        await put(pilot, "length", "90")
        await tap(pilot, "tab", "ctrl+s")
        await shows(pilot, "'someday' is not a day and a time")
        assert screen_text(pilot.app).count("'someday'") == 1


async def test_a_taken_room_is_said_in_the_form_without_a_toast(desk, tmp_path):
    add_event(desk, "Circle", room="group")
    talk = add_event(desk, "Talk", room="group", starts=datetime(2026, 12, 9, 18))
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, talk)
        await put(pilot, "when", "8 dec 19:00")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Group room is taken by Circle")
        assert not toasts(pilot.app)
        await put(pilot, "when", "10 dec 19:00")
        await save(pilot, answers)
    assert at_present(desk, talk).starts == datetime(2026, 12, 10, 19)


async def test_only_what_was_changed_is_saved(desk, tmp_path):
    event = add_event(desk, starts=datetime(2026, 12, 8, 18, 0, 30), description="Two\n\nparagraphs")
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, event)
        await shows(pilot, "Nothing is changed yet.")
        await put(pilot, "title", "Open evening")
        await shows(pilot, "Ctrl+S saves title.")
        await save(pilot, answers)
    after = at_present(desk, event)
    assert (after.title, after.starts, after.description) == ("Open evening", event.starts, event.description)


async def test_saving_without_a_change_closes_and_writes_nothing(desk, tmp_path):
    event = add_event(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, event)
        await save(pilot, answers)
    assert at_present(desk, event) == event


async def test_another_site_offers_its_own_rooms(desk, tmp_path):
    event = add_event(desk, room="group")
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, event)
        pilot.app.screen.query_one("#site").value = "calgary"
        await settle(pilot)
        await save(pilot, answers)
    assert (at_present(desk, event).site, at_present(desk, event).room) == ("calgary", "group")


async def test_moving_it_to_before_enrolment_opens_asks_for_a_reason(desk, tmp_path):
    event = add_event(desk, enrolment_opens=STARTS - timedelta(hours=1))
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, event)
        await put(pilot, "when", f"{STARTS - timedelta(days=1):%Y-%m-%d %H:%M}")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Enrolment would open too late", "when it has begun already")
        await type_text(pilot, "at the door")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: answers, "it is saved")
    assert at_present(desk, event).starts == STARTS - timedelta(days=1)


async def test_fewer_seats_than_people_asks_for_a_reason_that_shows(desk, tmp_path):
    event = add_event(desk, capacity=3)
    desk.enrolments.enrol(event.id, person_id=add_person(desk, "Ann Sample").id, party=3)
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, event)
        await put(pilot, "capacity", "2")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Fewer seats than people", "3 enrolled")
        await tap(pilot, "escape")
        await shows(pilot, "Ctrl+S Save")
        assert at_present(desk, event).capacity == 3
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Fewer seats than people")
        await type_text(pilot, "a chair broke")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: answers, "it is saved")
    assert (at_present(desk, event).capacity, at_present(desk, event).override_reason) == (
        2,
        "a chair broke (Ada)",
    )


async def test_who_may_come_is_asked_in_a_form_of_its_own_and_saved_with_the_event(desk, tmp_path):
    event = add_event(desk, minimum=2)
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, event)
        await shows(pilot, "Limits needs 2; F6 changes them")
        await tap(pilot, "f6")
        await shows(pilot, "Who may come")
        for field, text in {
            "opens": "3 dec 9:00",
            "closes": "2 dec 12:00",
            "waiting": "0",
            "decide": "6 dec",
        }.items():
            await put(pilot, field, text)
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Enrolment closes before it opens.")
        await put(pilot, "closes", "7 dec 12:00")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "opens 3 dec 9:00", "saves start of enrolment, end of enrolment, waiting limit")
        await save(pilot, answers)
    after = at_present(desk, event)
    assert (after.enrolment_opens, after.enrolment_closes) == (datetime(2026, 12, 3, 9), datetime(2026, 12, 7, 12))
    assert (after.waiting_limit, after.minimum, after.decide_days) == (0, 2, 2)


async def test_what_was_typed_of_who_may_come_is_given_up_with_escape(desk, tmp_path):
    event = add_event(desk, waiting_limit=4)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await tap(pilot, "f6")
        await shows(pilot, "Who may come")
        await tap(pilot, "escape")
        await shows(pilot, "Limits at most 4 wait", "Nothing is changed yet.")


async def test_a_copy_shows_the_times_of_enrolment_as_many_days_before_it(desk, tmp_path):
    event = add_event(desk, enrolment_closes=datetime(2026, 12, 7, 12))
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, event, copy=True)
        await shows(pilot, "closes 2026-12-14 12:00")
        await save(pilot, answers)
    assert events(desk)[1].enrolment_closes == datetime(2026, 12, 14, 12)


async def test_that_another_desk_cancelled_the_event_meanwhile_is_said(desk, tmp_path):
    event = add_event(desk, capacity=5)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await put(pilot, "title", "Open evening")
        other_desk(desk).events.cancel(event.id, "flood")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Another desk cancelled the event", "Open evening")


async def test_what_another_desk_saved_meanwhile_joins_what_was_typed(desk, tmp_path):
    event = add_event(desk, capacity=5)
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, event)
        await put(pilot, "title", "Open evening")
        await put(pilot, "capacity", "6")
        other = EventFields(title="Open day", place="City hall")
        other_desk(desk).events.edit(event.id, other)
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Another desk changed", "it changed title too", "City hall", "Open evening")
        await save(pilot, answers)
    after = at_present(desk, event)
    assert (after.title, after.capacity, after.place) == ("Open evening", 6, "City hall")


COPIES = {
    "as it is": ({}, "Open house", 2),
    "changed on the way": ({"title": "Second open house", "capacity": "9"}, "Second open house", 9),
}


@pytest.mark.parametrize(("changes", "title", "capacity"), COPIES.values(), ids=COPIES)
async def test_a_copy_begins_a_week_later_and_leaves_its_people_behind(desk, tmp_path, changes, title, capacity):
    event = add_event(desk, description="Tea")
    desk.enrolments.enrol(event.id, person_id=add_person(desk, "Ann Sample").id)
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, event, copy=True)
        await shows(pilot, "Tue 15 Dec 2026, 18:00–20:00")
        for field, text in changes.items():
            await put(pilot, field, text)
        await save(pilot, answers)
    twin = events(desk)[1]
    assert (twin.title, twin.capacity, twin.description) == (title, capacity, "Tea")
    assert twin.starts == STARTS + timedelta(weeks=1)
    assert not desk.agenda.card(twin.id).roster


async def test_escape_asks_only_when_something_was_typed(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot)
        await tap(pilot, "escape")
        await wait_for(pilot, lambda: answers == [None], "it is closed")
        answers = await opened(pilot)
        await type_text(pilot, "Talk")
        await tap(pilot, "escape")
        await shows(pilot, "Throw away what you typed?")
        await tap(pilot, "escape")
        await shows(pilot, "Ctrl+S Save", "Talk")
        await tap(pilot, "escape")
        await shows(pilot, "Throw away what you typed?")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: answers == [None], "it is closed")
    assert not events(desk)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_are_only_text(desk, tmp_path, text):
    event = add_event(desk, f"Q {text}", description=text, notes=text, place=text[:90], url=text[:90])
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, event)
        for name in ("title", "when", "place"):
            await put(pilot, name, text)
        pilot.app.screen.query_one("#description").focus()
        await paste(pilot, text)
        assert "\x1b" not in screen_text(pilot.app)
        await put(pilot, "title", f"{text} after")
        await put(pilot, "when", "9 dec 18:00")
        await save(pilot, answers)
    assert "\x1b" not in at_present(desk, event).description


@pytest.mark.parametrize("size", [(80, 24), (120, 24), (100, 32), (200, 60)])
async def test_the_first_and_the_last_field_and_what_saving_does_can_be_seen(desk, tmp_path, size):
    async with running(app_over(desk, tmp_path), size=size) as pilot:
        await opened(pilot)
        await put(pilot, "url", "https://atma.example")
        await shows(pilot, "https://atma.example", "Ctrl+S adds it")
        await put(pilot, "title", "Talk")
        await shows(pilot, "Talk", "Ctrl+S adds it")


@pytest.mark.parametrize("size", SIZES)
async def test_the_form_at_every_size(desk, tmp_path, size):
    event = add_event(desk, capacity=20, room="group", description="Bring a cup.")
    async with running(app_over(desk, tmp_path), size=size) as pilot:
        await opened(pilot, event)
        await put(pilot, "when", "8 dec 19:00")
        await shows(pilot, "saves time")
        await assert_golden(pilot, f"event_form-{size[0]}x{size[1]}")


async def test_the_form_of_who_may_come_fits_on_the_smallest_screen(desk, tmp_path):
    event = add_event(desk, capacity=8, minimum=4, decide_days=3, enrolment_closes=datetime(2026, 12, 7, 12))
    async with running(app_over(desk, tmp_path), size=(80, 24)) as pilot:
        await opened(pilot, event)
        await tap(pilot, "f6")
        await shows(pilot, "Who may come", "3 days before")
        await assert_golden(pilot, "event_limits-80x24")


# A meeting of a group


def with_groups(desk):
    with desk.book.act("start") as work:
        work.add(Program(id="circle", title="Closed circle", path="cohort"))
        work.add(Program(id="alone", title="Walked alone"))
        work.add(ProgramSeats(id="circle@edmonton", program="circle", site="edmonton", capacity=3))
    return desk.enrolments.enrol("circle@edmonton", new=NewPerson(name="Bo Member"))


async def test_an_event_becomes_a_meeting_of_a_group_and_its_members_are_in_it(desk, tmp_path):
    with_groups(desk)
    event = add_event(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, event)
        await shows(pilot, "Group no group")
        group = pilot.app.screen.query_one("#program")
        assert list(group._options) == ["", "circle"]
        group.value = "circle"
        await shows(pilot, "Ctrl+S saves group.")
        await save(pilot, answers)
    assert at_present(desk, event).program == "circle"
    assert [line.person.name for line in desk.agenda.card(event.id).roster] == ["Bo Member"]


async def test_without_a_group_in_the_book_none_is_asked_for(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, add_event(desk))
        await settle(pilot)
        assert "Group" not in screen_text(pilot.app).replace("Group room", "")


async def test_a_copy_may_have_another_title_and_stays_a_meeting_of_the_group(desk, tmp_path):
    with_groups(desk)
    event = add_event(desk, program="circle")
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, event, copy=True)
        await shows(pilot, "Group Closed circle")
        await put(pilot, "title", "Last meeting")
        await save(pilot, answers)
    [twin] = [one for one in events(desk) if one.id != event.id]
    assert (twin.title, twin.program, twin.starts) == ("Last meeting", "circle", event.starts + timedelta(weeks=1))
    assert [line.person.name for line in desk.agenda.card(twin.id).roster] == ["Bo Member"]


async def test_with_both_sites_shown_a_new_event_asks_at_which_one_it_is(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await tap(pilot, "escape")
        pilot.app.site = ""
        pilot.app.push_screen(EventFormScreen())
        await shows(pilot, "Which site?")
        await put(pilot, "title", "Talk")
        await put(pilot, "when", "fri 18:00")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Say at which site it is.")
        await tap(pilot, "enter", "down", "enter", "ctrl+s")
        await wait_for(pilot, lambda: [one.site for one in events(desk)] == ["calgary"], "added")


async def test_moving_an_event_says_how_many_people_will_be_called(desk, tmp_path):
    event = add_event(desk, STARTS)
    for name in ("Ann Sample", "Bo Sample"):
        desk.enrolments.enrol(event.id, person_id=add_person(desk, name).id)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await put(pilot, "when", "9 dec 18:00")
        await shows(pilot, "2 calls will be on the call list")
        await tap(pilot, "ctrl+s")
        await toasted(pilot, "; 2 to call")


async def test_an_event_that_is_gone_while_its_form_opens_closes_no_desk(desk, tmp_path):
    event = add_event(desk, starts=STARTS)
    desk.history.undo()
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await put(pilot, "when", "9 dec 18:00")
        await shows(pilot, "Ctrl+S saves time.")
