from datetime import date, datetime

from msgspec.structs import replace

from atma_tui.domain.records import Clinician, Closure, Hours, Room, Site
from tests.ui.rig import add_event, small_desk

TUESDAY = date(2026, 12, 8)


def desk_with(**changes):
    desk = small_desk()
    with desk.book.act("start") as work:
        site = desk.site("edmonton")
        work.put(replace(site, **changes), site)
    return desk


def column(board, name, site="edmonton"):
    return next(one for one in board.columns if one.name == name and (one.site is None or one.site.id == site))


def test_a_day_has_a_column_for_each_room_and_for_what_is_in_none():
    desk = desk_with(rooms=(Room(id="group", name="Group room"), Room(id="blue", name="Blue room")))
    talk = add_event(desk, "Talk", room="blue")
    walk = add_event(desk, "Walk in the park")
    board = desk.boards.board(TUESDAY, site="edmonton")
    assert [one.name for one in board.columns] == ["Group room", "Blue room", "no room"]
    assert column(board, "Blue room").events == (talk,)
    assert column(board, "no room").events == (walk,)


def test_both_sites_or_one_are_shown():
    desk = small_desk()
    assert [one.site.id for one in desk.boards.board(TUESDAY).columns] == ["calgary", "edmonton"]
    assert [one.site.id for one in desk.boards.board(TUESDAY, site="calgary").columns] == ["calgary"]


def test_hours_outside_and_a_closed_site_are_blocked():
    storm = Closure(starts=datetime(2026, 12, 8, 12), ends=datetime(2026, 12, 8, 14), why="storm")
    board = desk_with(closures=(storm,)).boards.board(TUESDAY, site="edmonton")
    blocked = [(one.starts.hour, one.ends.hour, one.why) for one in column(board, "Group room").blocked]
    assert blocked == [(0, 9, "off hours"), (17, 0, "off hours"), (12, 14, "closed: storm")]


def test_a_clinician_is_blocked_while_away_and_not_at_work():
    desk = small_desk()
    hours = (Hours(weekday=1, opens="10:00", closes="12:00", site="calgary"),)
    away = Closure(starts=datetime(2026, 12, 8), ends=datetime(2026, 12, 9), why="course")
    with desk.book.act("start") as work:
        work.add(Clinician(id="dr", name="Dr. Example", hours=hours, absences=(away,)))
    found = column(desk.boards.board(TUESDAY), "Dr. Example")
    assert [one.why for one in found.blocked] == ["not at work", "not at work", "away: course"]
    assert "Dr. Example" not in [one.name for one in desk.boards.board(TUESDAY, site="edmonton").columns]


def test_cancelled_events_and_those_of_the_whole_day_take_no_hours():
    desk = small_desk()
    off = add_event(desk, "Off")
    desk.events.cancel(off.id, "ill")
    assert [one.name for one in desk.boards.board(TUESDAY, site="edmonton").columns] == ["Group room"]


def test_the_hours_shown_hold_all_that_is_on():
    desk = small_desk()
    add_event(desk, "Sunrise", starts=datetime(2026, 12, 8, 6), ends=datetime(2026, 12, 8, 7))
    add_event(desk, "Late", starts=datetime(2026, 12, 8, 21), ends=datetime(2026, 12, 8, 22, 30))
    board = desk.boards.board(TUESDAY)
    assert (board.first_hour, board.last_hour) == (6, 23)


def test_a_site_without_rooms_has_no_column_until_something_is_on():
    desk = small_desk()
    with desk.book.act("start") as work:
        work.add(Site(id="banff", name="Banff"))
    assert desk.boards.board(TUESDAY, site="banff").columns == ()
