"""A change or a cancellation of one date of a series, of it and the later ones, or of all to come."""

from datetime import date, datetime, timedelta

import pytest

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.errors import Blocked, Closed, InputError, RuleError, TooSmall
from atma_tui.domain.records import Call, Enrolment, Event, Series
from atma_tui.domain.series.rhythm import Repeat

FIRST = datetime(2026, 12, 8, 18)


@pytest.fixture
def circle(desk):
    def make(repeat=None, **fields):
        given = {"site": "edmonton", "title": "Circle", "starts": FIRST, "capacity": 2, **fields}
        given.setdefault("ends", given["starts"] + timedelta(hours=2))
        return desk.events.add(EventFields(**given), repeat=repeat or Repeat(times=4))

    return make


def now(desk, dates):
    found = desk.book.store.get_many(Event, [one.id for one in dates])
    return [found[one.id] for one in dates]


def starts(desk, dates):
    return [f"{one.starts:%d %H:%M}" for one in now(desk, dates)]


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("this", [False, True, False, False]),
        ("from-here", [False, True, True, True]),
        ("all", [True, True, True, True]),
    ],
)
def test_a_change_is_of_this_date_of_those_from_here_on_or_of_all(desk, circle, part, changed):
    dates = circle()
    desk.events.edit(dates[1].id, EventFields(title="Evening"), dates=part)
    assert [one.title == "Evening" for one in now(desk, dates)] == changed
    desk.history.undo()
    assert {one.title for one in now(desk, dates)} == {"Circle"}


def test_what_was_made_is_as_it_is_in_the_book(desk, circle):
    dates = circle()
    assert dates == now(desk, dates)
    assert desk.series.extend(dates[0].series) == desk.series.events(dates[0].series)[-1:]


def test_past_dates_are_never_changed_nor_cancelled(desk, circle, clock):
    dates = circle()
    clock.forward(days=8)  # the first is over
    desk.events.edit(dates[2].id, EventFields(title="Evening"), dates="all")
    assert [one.title for one in now(desk, dates)] == ["Circle", "Evening", "Evening", "Evening"]
    desk.events.cancel(dates[0].id, "no room", dates="all")
    assert [one.live for one in now(desk, dates)] == [True, False, False, False]


def test_dates_move_together_and_none_meets_the_one_after_it(desk, circle):
    dates = circle(room="group")
    desk.events.edit(dates[0].id, EventFields(starts=FIRST + timedelta(weeks=1)), dates="all")
    assert starts(desk, dates) == ["15 18:00", "22 18:00", "29 18:00", "05 18:00"]
    desk.events.edit(dates[0].id, EventFields(starts=FIRST), dates="all")
    assert starts(desk, dates) == ["08 18:00", "15 18:00", "22 18:00", "29 18:00"]


def test_what_was_changed_about_one_date_stays(desk, circle):
    dates = circle()
    desk.events.edit(dates[1].id, EventFields(starts=datetime(2026, 12, 16, 18), title="With a guest"))
    desk.events.edit(dates[2].id, EventFields(starts=datetime(2026, 12, 22, 10)))
    change = EventFields(starts=datetime(2026, 12, 10, 19), title="Evening", capacity=5)
    desk.events.edit(dates[0].id, change, dates="all")
    assert starts(desk, dates) == ["10 19:00", "16 19:00", "24 10:00", "31 19:00"]
    assert [one.title for one in now(desk, dates)] == ["Evening", "With a guest", "Evening", "Evening"]
    assert {one.capacity for one in now(desk, dates)} == {5}


@pytest.mark.parametrize(
    ("moved", "then", "others"),
    [
        (datetime(2026, 12, 16, 18), datetime(2026, 12, 17, 19), ["24 19:00", "31 19:00"]),
        (datetime(2026, 12, 16, 18), datetime(2026, 12, 16, 19), ["22 19:00", "29 19:00"]),
        (datetime(2026, 12, 15, 10), datetime(2026, 12, 15, 19), ["22 19:00", "29 19:00"]),
        (datetime(2026, 12, 15, 10), datetime(2026, 12, 17, 10), ["24 18:00", "31 18:00"]),
        (datetime(2026, 12, 16, 18), datetime(2026, 12, 15, 18), ["22 18:00", "29 18:00"]),
    ],
)
def test_a_date_that_was_moved_by_itself_takes_the_others_along_to_its_new_day_and_hour(
    desk, circle, moved, then, others
):
    dates = circle()
    desk.events.edit(dates[1].id, EventFields(starts=moved))
    desk.events.edit(dates[1].id, EventFields(starts=then), dates="from-here")
    assert starts(desk, dates) == ["08 18:00", f"{then:%d %H:%M}", *others]


def test_every_date_must_be_possible_else_none_is_changed(desk, circle, event, person):
    dates = circle(room="group")
    event(title="Board", starts=datetime(2026, 12, 22, 20), room="group")
    with pytest.raises(
        RuleError, match=r"On Tue 22 Dec 2026: Group room is taken by Board, Tue 22 Dec 2026, 20:00"
    ):
        desk.events.edit(dates[0].id, EventFields(starts=FIRST.replace(hour=19)), dates="all")
    for name in ("Ann Sample", "Bo Sample"):
        desk.enrolments.enrol(dates[3].id, person_id=person(name).id)
    with pytest.raises(TooSmall, match=r"On Tue 29 Dec 2026: Circle has 2 enrolled"):
        desk.events.edit(dates[0].id, EventFields(capacity=1), dates="all")
    assert starts(desk, dates) == ["08 18:00", "15 18:00", "22 18:00", "29 18:00"]
    desk.events.edit(dates[0].id, EventFields(capacity=1), dates="all", override="a chair broke")
    assert {one.capacity for one in now(desk, dates)} == {1}
    assert [bool(one.override_reason) for one in now(desk, dates)] == [False, False, False, True]


def test_the_date_that_what_is_said_of_enrolment_does_not_fit_is_named(desk, circle):
    dates = circle(capacity=8)
    desk.events.edit(dates[2].id, EventFields(capacity=3, enrolment_closes=datetime(2026, 12, 10, 12)))
    for fields, words in (
        (EventFields(minimum=5), "On Tue 22 Dec 2026: Circle needs more people than it has places: 5 of 3"),
        (EventFields(enrolment_opens=datetime(2026, 12, 2, 12)), "On Tue 22 Dec 2026: Enrolment closes before"),
    ):
        with pytest.raises(InputError, match=words):
            desk.events.edit(dates[0].id, fields, dates="all")
    assert {(one.minimum, one.enrolment_opens) for one in now(desk, dates)} == {(0, None)}


def test_a_date_that_moves_onto_another_seat_of_somebody_is_named(desk, circle, event, person):
    dates, talk, ann = circle(), event(title="Talk", starts=datetime(2026, 12, 22, 20)), person("Ann Sample")
    for one in (dates[2], talk):
        desk.enrolments.enrol(one.id, person_id=ann.id)
    done = desk.book.do(desk.events.edit, dates[0].id, EventFields(starts=FIRST.replace(hour=19)), dates="all")
    assert "3 other dates" in done.summary
    assert "Ann Sample" in done.summary and "Talk" in done.summary
    assert [one.event for one in desk.book.store.find(Call)] == [dates[2].id]


def test_cancelling_owes_one_call_for_each_date_and_is_undone_at_once(desk, circle, person):
    dates, ann = circle(), person("Ann Sample")
    desk.series.hold(dates[0].series, ann.id)
    desk.events.cancel(dates[1].id, "the room is let", dates="from-here")
    assert [one.live for one in now(desk, dates)] == [True, False, False, False]
    assert {one.event for one in desk.book.store.find(Call)} == {one.id for one in dates[1:]}
    desk.history.undo()
    assert all(one.live for one in now(desk, dates))
    assert not desk.book.store.find(Call)


def test_an_event_of_no_series_has_no_other_dates(desk, event):
    with pytest.raises(InputError, match="belongs to no series"):
        desk.events.edit(event().id, EventFields(title="Talk"), dates="all")


def test_a_series_by_month_keeps_its_weekday_when_it_is_moved_and_extended(desk, circle):
    dates = circle(Repeat(every="month", times=2))
    assert [one.starts.date() for one in dates] == [date(2026, 12, 8), date(2027, 1, 12)]
    desk.events.edit(dates[0].id, EventFields(starts=datetime(2026, 12, 10, 18)), dates="all")
    assert [one.starts.date() for one in now(desk, dates)] == [date(2026, 12, 10), date(2027, 1, 14)]
    assert [one.starts.date() for one in desk.series.extend(dates[0].series)] == [date(2027, 2, 11)]


def test_a_date_that_was_left_out_is_added_later_and_who_holds_the_series_is_in_it(desk, circle, person):
    dates, ann = circle(Repeat(times=4, skip=(date(2026, 12, 22),))), person("Ann Sample")
    desk.series.hold(dates[0].series, ann.id)
    [added] = desk.series.extend(dates[0].series, Repeat(on=(date(2026, 12, 22),)))
    assert added.starts == datetime(2026, 12, 22, 18)
    assert [one.person for one in desk.book.store.find(Enrolment, offering=added.id)] == [ann.id]
    with pytest.raises(Blocked, match="has a date on Tue 22 Dec 2026 already"):
        desk.series.extend(dates[0].series, Repeat(on=(date(2026, 12, 22),)))


def test_extending_checks_the_room_and_the_hours_of_each_date_and_names_them(desk, circle, event):
    dates = circle(Repeat(times=1, on=(date(2026, 12, 15),)), room="group")
    event(title="Board", starts=datetime(2027, 1, 5, 18), room="group")
    event(title="Choir", starts=datetime(2027, 1, 12, 18), room="group")
    days = (date(2027, 1, 5), date(2027, 1, 12), date(2027, 1, 19))
    with pytest.raises(RuleError, match=r"taken by Board, Tue 5 Jan.*taken by Choir, Tue 12 Jan"):
        desk.series.extend(dates[0].series, Repeat(on=days))
    desk.closing.close("edmonton", datetime(2027, 1, 19, 8), datetime(2027, 1, 19, 22), "stocktaking")
    with pytest.raises(Closed, match="stocktaking"):
        desk.series.extend(dates[0].series, Repeat(on=days[2:]))
    assert len(desk.series.extend(dates[0].series, Repeat(on=days[2:]), override="we have the key")) == 1
    assert desk.book.store.get(Series, dates[0].series).every == "chosen"


def test_the_next_dates_are_as_most_of_the_last_ones_are(desk, circle):
    dates = circle()
    desk.events.edit(dates[3].id, EventFields(starts=datetime(2026, 12, 30, 10), title="New year"))
    [added] = desk.series.extend(dates[0].series)
    assert (added.title, added.starts) == ("Circle", datetime(2027, 1, 5, 18))


def test_a_party_too_large_for_the_dates_is_told_so_when_it_joins(desk, circle, person):
    dates = circle()
    joined = desk.book.do(desk.series.hold, dates[0].series, person("Bo Sample").id, party=3)
    assert joined.summary.endswith("4 waiting; it has 2 places in all, too few for a party of 3 whoever leaves")
