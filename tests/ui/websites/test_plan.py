"""What a sync would change, shown before anything is changed."""

from __future__ import annotations

import pytest

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.records import Event, Reading
from atma_tui.sync.planning.items import PlanItem
from atma_tui.sync.planning.merge import FILE, Difference
from atma_tui.sync.planning.plan import Plan
from atma_tui.ui.websites.plan import PlanScreen
from atma_tui.ui.websites.plan_words import item_words, plan_rows, sentence_of
from atma_tui.ui.widgets.rows import Heading
from tests.ui.kit import SIZES, assert_golden, running, screen_text, settle, tap, toasted, toasts, wait_for
from tests.ui.rig import add_person, app_over, enrol, other_desk, shows, words_on
from tests.ui.websites.web import changed, clock, desk, held, one_line, plan_shown, titles, told, web, website

__all__ = ["changed", "clock", "desk", "held", "web"]


async def test_a_plan_is_shown_first_applied_by_enter_and_undone_by_one_key(desk, web, tmp_path):
    web.source("website", told("a", "Open house"), told("b", "Talk", day=9))
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot, "2 new")
        assert titles(desk) == []
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: titles(desk) == ["Open house", "Talk"], "applied")
        await wait_for(pilot, lambda: "read 0 s ago" in screen_text(pilot.app), "and the time is kept")
        await tap(pilot, "u")
        await wait_for(pilot, lambda: titles(desk) == [], "undone")
        await tap(pilot, "1")
        await shows(pilot, "Tomorrow: nothing")
        assert "7 Website" not in words_on(pilot.app).partition("To do")[2]


async def test_a_plan_that_another_desk_has_overtaken_is_not_applied_and_it_says_so(desk, web, tmp_path):
    web.source("website", told("a", "Open house", place="Edmonton"))
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot, "1 new")
        web.summary["website"] = Reading(events=(told("a", "Open house, new", place="Edmonton"),))
        other = other_desk(desk)
        other.websites.conclude(web._outcome(other.sources.list()[0]))
        await tap(pilot, "enter")
        await toasted(pilot, "sync it again")
        assert not any("Nothing new" in words for words in toasts(pilot.app))
    assert titles(desk) == ["Open house, new"]


async def test_escape_drops_a_plan(desk, web, tmp_path):
    web.source("website", told("a", "Open house"))
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot)
        await tap(pilot, "escape")
        await toasted(pilot, "Not applied")
    assert titles(desk) == []
    assert desk.sources.list()[0].checked is None


async def test_each_kind_of_change_is_told(web, changed, desk, tmp_path):
    async with running(website(desk, tmp_path), size=(200, 60)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot, "2 to call")
        text = words_on(pilot.app)
    for words in (
        "Cancelled on the website (1)",
        "Moved (1)",
        "title: Open house → Open house for all",
        "web page: stays https://desk.example/; the website says https://web.example/",
        "New evening, Wed 16 Dec 2026",
        "Could not be read (1)",
        "The calendar names no zone.",
    ):
        assert words in text


def test_of_a_file_it_is_the_sender_who_says_so():
    difference = Difference("title", "Ours", "Theirs")
    off, disputed = (
        PlanItem(kind=kind, summary="Talk", conflicts=conflicts)
        for kind, conflicts in (("cancelled", ()), ("conflict", (difference,)))
    )
    rows = plan_rows(Plan(source="this file", origin=FILE, items=(off, disputed)))
    headings = [row.text for row in rows if isinstance(row, Heading)]
    assert headings == ["Cancelled by the sender (1)", "Changed here and by the sender; kept as it is here (1)"]
    assert "kept here, title: Ours (sender: Theirs)" in item_words(disputed, FILE).plain


async def test_the_event_under_the_cursor_is_told_in_full(web, changed, desk, tmp_path):
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot, "1 call to make: Circle")
        await tap(pilot, "end")
        await wait_for(pilot, lambda: one_line(pilot).count("names no zone") == 2, "the note in full")


async def test_people_of_a_cancelled_event_are_on_the_call_list_afterwards(web, changed, desk, tmp_path):
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot, "2 to call")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: desk.calls.sheet().owed, "owed")
    assert sorted(one.person.name for one in desk.calls.sheet().owed) == ["Ann Sample", "Bo Sample"]


async def test_a_plan_counts_the_people_of_an_event_as_its_card_does(web, desk, tmp_path):
    web.source("website", told("a", "Talk", day=9))
    web.read_before()
    [talk] = desk.book.store.find(Event)
    desk.events.edit(talk.id, EventFields(capacity=3))
    enrol(desk, talk, "Ada Sample", party=3)
    enrol(desk, talk, "Bo Sample", party=2)
    web.summary["website"] = Reading(events=(told("a", "Talk", day=9, description="With tea."),))
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot, "5 people")
        await plan_shown(pilot, "3 people enrolled, 2 waiting")


def test_of_a_thousand_that_cannot_be_read_some_are_shown_and_the_rest_counted():
    plan = Plan(source="website", lost=tuple(f"“Broken {number}” has no date." for number in range(1000)))
    rows = plan_rows(plan)
    assert (len(rows), rows[0].text) == (22, "Could not be read (1000)")
    assert sentence_of(plan, rows[-1].key) == "and 980 more"


async def test_a_held_plan_is_not_applied_by_enter(web, held, desk, tmp_path):
    before = desk.book.store.find(Event)
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot, "Held back")
        await tap(pilot, "enter")
        await settle(pilot)
        assert "Held back" in one_line(pilot)
        await tap(pilot, "escape")
        await wait_for(pilot, lambda: desk.sources.list()[0].failed, "that it is held is kept")
    assert desk.book.store.find(Event) == before


async def test_a_held_plan_is_forced_by_its_own_key_and_a_yes(web, held, desk, clock, tmp_path):
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot, "Held back")
        await tap(pilot, "f")
        await wait_for(pilot, lambda: "Apply what was held back?" in screen_text(pilot.app), "it asks again")
        await tap(pilot, "escape")
        await settle(pilot)
        assert desk.history.recent(1)[0].verb != "sync"
        await tap(pilot, "f")
        await wait_for(pilot, lambda: "Apply what was held back?" in screen_text(pilot.app), "it asks again")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: desk.history.recent(1)[0].verb == "sync", "forced")


@pytest.mark.parametrize("size", SIZES[:2])
async def test_looks_of_a_plan(web, changed, desk, tmp_path, size):
    [outcome] = await web.read(desk.sources.list())
    plan = desk.websites.conclude(outcome, apply=False).plan
    async with running(app_over(desk, tmp_path), size=size) as pilot:
        pilot.app.push_screen(PlanScreen(plan, plan_rows(plan), "1 of 2"))
        await plan_shown(pilot, "2 to call")
        await assert_golden(pilot, f"plan-{size[0]}x{size[1]}")


@pytest.fixture
def named(desk, web):
    """Private events with a name in their titles: one that changes, one that is new, one that is left out."""
    web.source("website", told("a", "Visit Adaa Samplename", private=True))
    web.read_before()
    web.summary["website"] = Reading(
        events=(
            told("a", "Visit Bobo Samplename", day=10, private=True),
            told("b", "Visit Cyril Samplename", private=True),
            told("c", "Visit Dodo Samplename", private=True, online=True),
        )
    )


def named_in(pilot) -> set[str]:
    shown = screen_text(pilot.app) + " ".join(toasts(pilot.app))
    return {name for name in ("Adaa", "Bobo", "Cyril", "Dodo", "Samplename") if name in shown}


@pytest.mark.parametrize("first", ["before", "after"])
async def test_with_initials_only_a_plan_hides_titles_that_only_a_website_knows(desk, web, named, tmp_path, first):
    async with running(website(desk, tmp_path, private=first == "before"), size=(200, 60)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot)
        if first == "after":
            assert named_in(pilot)
            await tap(pilot, "f8")
        assert named_in(pilot) == set()
        for _ in range(6):
            await tap(pilot, "down")
            assert named_in(pilot) == set()
        if first == "before":
            assert "Visit C. S." in screen_text(pilot.app)
            await tap(pilot, "enter")
            await wait_for(pilot, lambda: "Visit Cyril Samplename" in titles(desk), "applied as it is")
            assert named_in(pilot) == set()


@pytest.fixture
def clashing(desk, web):
    """Ann is in two events; the website moves the one to the hours of the other."""
    web.source("website", told("Talk", "Talk", day=9), told("Circle", "Circle", day=10))
    web.read_before()
    ann = add_person(desk, "Ann Sample").id
    for event in desk.book.store.find(Event):
        desk.enrolments.enrol(event.id, person_id=ann)
    web.summary["website"] = Reading(events=(told("Talk", "Talk", day=10), told("Circle", "Circle", day=10)))


@pytest.mark.parametrize(("private", "name"), [(False, "Ann Sample"), (True, "A. S.")])
async def test_whom_a_move_puts_in_two_places_at_once_is_told(web, clashing, desk, tmp_path, private, name):
    async with running(website(desk, tmp_path)) as pilot:
        pilot.app.private = private
        await tap(pilot, "y")
        await plan_shown(pilot, "In two places at once (1)")
        await plan_shown(pilot, f"{name} would be in Talk")
        assert ("Ann Sample" in screen_text(pilot.app)) is not private
