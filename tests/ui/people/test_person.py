from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from atma_tui.ui.people.person import PersonScreen
from tests.ui.kit import assert_golden, running, screen_text, settle, tap, toasted, toasts, type_text, wait_for
from tests.ui.rig import Clock, add_event, add_person, app_over, enrolments, shows, small_desk


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(clock):
    return small_desk(clock)


async def test_the_card_shows_what_is_coming_what_was_and_who_may_be_the_same(desk, clock, tmp_path):
    chen = add_person(desk, "Chen Example", phone="780-555-0101")
    add_person(desk, "Cheng Example", phone="1 780 555 0101")
    add_person(desk, "Ada Sample")
    past = add_event(desk, "Past talk", starts=datetime(2026, 12, 2, 18))
    came = desk.enrolments.enrol(past.id, person_id=chen.id).enrolment
    clock.now += timedelta(days=1, hours=8)
    desk.arrivals.check_in(came.id)
    desk.enrolments.enrol(add_event(desk, "Open house", capacity=3).id, person_id=chen.id, party=3)
    desk.enrolments.enrol(
        add_event(desk, "Full talk", capacity=0, starts=datetime(2026, 12, 9, 18)).id, person_id=chen.id
    )
    gone = desk.enrolments.enrol(
        add_event(desk, "Circle", starts=datetime(2026, 12, 10, 18)).id, person_id=chen.id
    )
    desk.enrolments.withdraw(gone.enrolment.id, why="ill")
    clock.now += timedelta(hours=5)
    async with running(app_over(desk, tmp_path), size=(120, 40)) as pilot:
        pilot.app.push_screen(PersonScreen(chen.id))
        await shows(pilot, "Coming", "Open house +2", "waiting, place 1", "same phone number")
        await shows(pilot, "Past and withdrawn", "Past talk", "came", "Circle", "withdrawn")
        await assert_golden(pilot, "person-120x40")


async def test_withdrawing_the_line_under_the_cursor(desk, tmp_path):
    chen, ada = add_person(desk, "Chen Example"), add_person(desk, "Ada Sample")
    event = add_event(desk, capacity=1)
    desk.enrolments.enrol(event.id, person_id=chen.id)
    desk.enrolments.enrol(event.id, person_id=ada.id)
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(PersonScreen(chen.id))
        await shows(pilot, "Open house", "d Withdraw")
        await tap(pilot, "d")
        await shows(pilot, "Enter withdraws; the seat is offered to Ada Sample.")
        await type_text(pilot, "moving house")
        await tap(pilot, "enter")
        await shows(pilot, "withdrawn")
    ended = enrolments(desk, person=chen.id)[0]
    assert (ended.status, ended.cancelled.why) == ("cancelled", "moving house")
    assert enrolments(desk, person=ada.id)[0].status == "offered"


async def test_a_late_cancel_is_said_and_can_be_waived(desk, tmp_path):
    chen = add_person(desk, "Chen Example")
    event = add_event(
        desk, "Assessment", category="assessment", visibility="private", starts=datetime(2026, 12, 1, 20)
    )
    desk.enrolments.enrol(event.id, person_id=chen.id)
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(PersonScreen(chen.id))
        await shows(pilot, "Assessment", "d Withdraw")
        await tap(pilot, "d")
        await shows(pilot, "this is a late cancel")
        await tap(pilot, "tab")
        await type_text(pilot, "road closed")
        await tap(pilot, "enter")
        await shows(pilot, "late cancel, waived")
    ended = enrolments(desk)[0].cancelled
    assert (ended.late, ended.waived) == (True, "road closed")


async def test_the_offered_seat_is_taken_with_one_key(desk, tmp_path):
    chen, ada = add_person(desk, "Chen Example"), add_person(desk, "Ada Sample")
    event = add_event(desk, capacity=1)
    first = desk.enrolments.enrol(event.id, person_id=chen.id).enrolment
    desk.enrolments.enrol(event.id, person_id=ada.id)
    desk.enrolments.withdraw(first.id)
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(PersonScreen(ada.id))
        await shows(pilot, "OFFERED until", "o Take offer")
        await tap(pilot, "o")
        await wait_for(pilot, lambda: enrolments(desk, person=ada.id)[0].status == "enrolled", "it is taken")


async def test_an_offered_seat_that_clashes_by_now_asks_for_a_reason(desk, tmp_path):
    chen, ada = add_person(desk, "Chen Example"), add_person(desk, "Ada Sample")
    event = add_event(desk, capacity=1)
    first = desk.enrolments.enrol(event.id, person_id=chen.id).enrolment
    desk.enrolments.enrol(event.id, person_id=ada.id)
    desk.enrolments.withdraw(first.id)
    desk.enrolments.enrol(add_event(desk, "Circle").id, person_id=ada.id, clash_why="decides later")
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(PersonScreen(ada.id))
        await shows(pilot, "OFFERED until")
        while pilot.app.screen.line.enrolment.status != "offered":
            await tap(pilot, "down")
        await tap(pilot, "o")
        await shows(pilot, "is in Circle", "With a reason, Enter")
        await type_text(pilot, "both")
        await tap(pilot, "enter")
        await wait_for(
            pilot, lambda: all(e.status == "enrolled" for e in enrolments(desk, person=ada.id)), "taken"
        )


async def test_check_in_is_offered_today_and_taken_back_with_the_same_key(desk, tmp_path):
    chen = add_person(desk, "Chen Example")
    desk.enrolments.enrol(add_event(desk, "Today", starts=datetime(2026, 12, 1, 12)).id, person_id=chen.id)
    desk.enrolments.enrol(add_event(desk, "Next week").id, person_id=chen.id)
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(PersonScreen(chen.id))
        await shows(pilot, "b Here")
        await tap(pilot, "b")
        await shows(pilot, "came", "b Not here")
        await tap(pilot, "b")
        await shows(pilot, "Chen Example was checked in for Today")
        await tap(pilot, "enter")
        await shows(pilot, "b Here")
        await tap(pilot, "down")
        await wait_for(pilot, lambda: "b Here" not in screen_text(pilot.app), "nobody arrives a week early")


async def test_a_double_opens_its_own_card(desk, tmp_path):
    chen = add_person(desk, "Chen Example", phone="780-555-0101")
    add_person(desk, "Chen Examplar", phone="780-555-0101")
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(PersonScreen(chen.id))
        await shows(pilot, "same phone number")
        await tap(pilot, "enter")
        await shows(pilot, "Chen Examplar · guest")
        await tap(pilot, "escape")
        await shows(pilot, "Chen Example · guest")


async def test_the_log_of_the_person_tells_who_looked(desk, tmp_path):
    chen = add_person(desk, "Chen Example")
    add_person(desk, "Ada Sample")
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(PersonScreen(chen.id))
        await shows(pilot, "Chen Example · guest")
        await tap(pilot, "l")
        await shows(pilot, "Log of Chen Example", "Added Chen Example")
        assert "Ada Sample" not in screen_text(pilot.app)


async def test_privacy_mode_names_nobody(desk, tmp_path):
    chen = add_person(desk, "Chen Example", phone="780-555-0101", email="chen@example.org")
    add_person(desk, "Cheng Example", phone="780-555-0101")
    desk.enrolments.enrol(add_event(desk, starts=datetime(2026, 12, 1, 12)).id, person_id=chen.id)
    async with running(app_over(desk, tmp_path, private=True)) as pilot:
        pilot.app.push_screen(PersonScreen(chen.id))
        await shows(pilot, "C. E. · guest", "same phone number")
        await tap(pilot, "b")
        await shows(pilot, "came")
        await tap(pilot, "l")
        await shows(pilot, "Log of C. E.", "check in")
        await settle(pilot)
        shown = screen_text(pilot.app) + " ".join(toasts(pilot.app))
    for secret in ("Chen", "Example", "780", "example.org"):
        assert secret not in shown


async def test_somebody_who_is_gone_closes_the_card(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(PersonScreen("per-nobody"))
        await toasted(pilot, "not in the book any more")
        await wait_for(pilot, lambda: not isinstance(pilot.app.screen, PersonScreen), "it is closed")


async def test_a_double_is_merged_by_a_person_after_a_question(desk, tmp_path):
    chen = add_person(desk, "Chen Example", phone="780-555-0101")
    duplicate = add_person(desk, "Cheng Example", phone="1 780 555 0101")
    desk.enrolments.enrol(add_event(desk).id, person_id=duplicate.id)
    async with running(app_over(desk, tmp_path), size=(120, 40)) as pilot:
        pilot.app.push_screen(PersonScreen(chen.id))
        await shows(pilot, "Perhaps the same person", "j Merge")
        await tap(pilot, "j")
        await shows(pilot, "The same person?", "Name * Chen Example Cheng Example", "Enrolled in Open house")
        await tap(pilot, "space")
        await shows(pilot, "Name Chen Example * Cheng Example")
        await tap(pilot, "enter")
        await shows(pilot, "Also: Chen Example", "Open house")
    assert [one.status for one in enrolments(desk, person=chen.id)] == ["enrolled"]
    assert desk.book.person(duplicate.id).name == "Cheng Example"
    assert desk.book.person(duplicate.id).id == chen.id


async def test_nothing_is_merged_without_a_yes_and_nothing_chosen_that_only_one_says(desk, tmp_path):
    chen = add_person(desk, "Chen Example", phone="780-555-0101")
    duplicate = add_person(desk, "Cheng Example", phone="780 555 0101", email="cheng@example.org")
    async with running(app_over(desk, tmp_path), size=(120, 40)) as pilot:
        pilot.app.push_screen(PersonScreen(chen.id))
        await shows(pilot, "Perhaps the same person", "j Merge")
        await tap(pilot, "j")
        await shows(pilot, "E-mail * cheng@example.org")
        await tap(pilot, "down", "down", "down", "space")
        await shows(pilot, "E-mail * cheng@example.org")
        await tap(pilot, "escape")
        await shows(pilot, "Perhaps the same person")
    assert desk.book.person(duplicate.id).id == duplicate.id


async def test_a_merge_in_privacy_mode_names_nobody(desk, tmp_path):
    chen = add_person(desk, "Chen Example", phone="780-555-0101")
    add_person(desk, "Cheng Example", phone="780 555 0101", notes="secret")
    async with running(app_over(desk, tmp_path, private=True), size=(120, 40)) as pilot:
        pilot.app.push_screen(PersonScreen(chen.id))
        await shows(pilot, "Perhaps the same person", "j Merge")
        await tap(pilot, "j")
        await shows(pilot, "The same person?", "Name * C. E. C. E.", "…01")
        for word in ("Chen", "Cheng", "780", "secret"):
            assert word not in screen_text(pilot.app)


async def test_all_that_is_kept_about_them_is_written_down_and_the_log_says_so(desk, tmp_path):
    chen = add_person(desk, "Chen Example", phone="780-555-0101")
    add_person(desk, "Ada Sample")
    desk.masking.mask(chen.id)
    app = app_over(desk, tmp_path)
    async with running(app) as pilot:
        app.push_screen(PersonScreen(chen.id))
        await shows(pilot, "Open a masked record")
        await type_text(pilot, "she asks for it")
        await tap(pilot, "enter")
        await shows(pilot, "Never enrolled", "Chen Example")
        await tap(pilot, "X")
        await toasted(pilot, "All that is kept about them is in")
        assert "Chen" not in "".join(toasts(app))
    folder = app.settings.private
    text, data = (next(folder.glob(f"own-copy-{chen.id}-*{end}")).read_text() for end in (".txt", ".json"))
    assert "Chen Example" in text and "780-555-0101" in data and "Ada Sample" not in text + data
