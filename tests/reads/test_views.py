"""A view takes as many reads on a book ten times as large, all of them at one moment of the book."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest

from atma_tui.desk.desk import Desk
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.desk.phone_targets import Target
from atma_tui.domain.errors import Ambiguous
from atma_tui.domain.numbers.figures import GROUPINGS, Span
from atma_tui.domain.records import Enrolment
from atma_tui.ui.calendar import calendar
from atma_tui.ui.clients import slots
from atma_tui.ui.events import events_view
from atma_tui.ui.history.log import read_log
from atma_tui.ui.programs import program_roster
from atma_tui.ui.today import today_view
from tests.reads.books import LARGE, SMALL, book, desk_over, known
from tests.reads.counting import CountingBook


@cache
def targets() -> list[Target]:
    """Return what the phone line knows while somebody types."""
    return desk_over(book(SMALL)).phone_line.targets()


def screen(query: Callable[[Desk], object]) -> Callable[[Desk], object]:
    """Ask the desk as a screen does."""
    return lambda desk: desk.view(lambda: query(desk))


def too_few_letters(desk: Desk) -> object:
    with pytest.raises(Ambiguous) as refusal:
        desk.agenda.card("evt-")
    return refusal


def visit() -> str:
    """Return an appointment that a client came to."""
    found = book(SMALL).find(Enrolment, person=known().path.person)
    return next(one.id for one in found if one.status == "attended")


DAY = datetime(2026, 11, 26)
BO = NewPerson(name="Bo Chen", phone="780-555-0101")
VIEWS: dict[str, tuple[int, Callable[[Desk], object]]] = {
    "Today": (60, screen(lambda desk: today_view.read_today(desk, ""))),
    "Today at a site": (60, screen(lambda desk: today_view.read_today(desk, "calgary"))),
    "the first screen": (20, screen(lambda desk: today_view.read_events(desk, ""))),
    "Events": (20, screen(lambda desk: events_view.read_events(desk, site="", past=True))),
    "events with words": (20, lambda desk: desk.agenda.events(words="circle")),
    "a month": (20, screen(lambda desk: calendar.read_weeks(desk, date(2026, 12, 8), ""))),
    "a day by rooms and clinicians": (20, lambda desk: desk.boards.board(date(2026, 12, 8))),
    "an event": (20, lambda desk: desk.agenda.card(known().event)),
    "too few letters of an id": (5, too_few_letters),
    "programs": (20, lambda desk: desk.agenda.places()),
    "a program's places": (20, screen(lambda desk: program_roster.load_view(desk, "ketamine-therapy@edmonton"))),
    "a group": (20, screen(lambda desk: program_roster.load_view(desk, "integration-group@edmonton"))),
    "arrivals": (20, lambda desk: desk.arrivals.expected()),
    "the call sheet": (20, lambda desk: desk.calls.sheet("edmonton")),
    "Calls": (30, lambda desk: desk.calling.page()),
    "Calls at a site": (30, lambda desk: desk.calling.page("calgary")),
    "who waits": (20, lambda desk: desk.waiting.who_can(known().event)),
    "clients": (20, lambda desk: desk.pathways.under_way()),
    "a path": (20, lambda desk: desk.pathways.card(known().path.id)),
    "a client's paths": (20, lambda desk: desk.pathways.of_person(known().path.person)),
    "what stops": (20, lambda desk: desk.pathways.stopped_by(known().path.id, "on_hold")),
    "what is owed": (20, lambda desk: desk.follow_ups.list()),
    "free times": (30, screen(lambda desk: slots.load_view(desk, slots.Search(known().path.id, "session")))),
    "people": (5, lambda desk: desk.people.search("chris chen")),
    "people with a slip": (5, lambda desk: desk.people.search("xchirs xchne")),
    "a person": (20, lambda desk: desk.people.card(known().person)),
    "who may be the same": (20, lambda desk: desk.people.duplicates(BO)),
    "enrolling somebody": (20, lambda desk: desk.enrolments.preview(known().event, person_id="per-0001")),
    "enrolling somebody new": (20, lambda desk: desk.enrolments.preview(known().event, new=BO)),
    "withdrawing": (20, lambda desk: desk.enrolments.preview_withdraw(known().path.enrolment)),
    "what can be enrolled in": (10, lambda desk: desk.phone_line.targets()),
    "the phone line": (30, lambda desk: desk.phone_line.read("chen open house cal", targets())),
    "events to pick from": (20, lambda desk: desk.phone_line.fitting("circle", targets())),
    "answers": (5, lambda desk: desk.answers.search("call")),
    "a series": (20, lambda desk: desk.series.outlook("ser-weekly-circle-edmonton", known().person)),
    "closing a day": (20, lambda desk: desk.closing.touched("edmonton", DAY, DAY.replace(hour=23))),
    "the log": (20, screen(lambda desk: read_log(desk.history, ""))),
    "the log of a person": (20, screen(lambda desk: read_log(desk.history, "", known().person))),
    "what undo takes back": (20, lambda desk: desk.history.own_last() or True),
    "reports": (20, lambda desk: desk.reports.events()),
    "numbers": (20, lambda desk: desk.numbers.count(Span(date(2026, 1, 1), date(2026, 12, 31)), GROUPINGS)),
    "numbers on paper": (20, lambda desk: desk.sheets.numbers(Span(date(2026, 1, 1), date(2026, 12, 31)))),
    "fairness": (20, lambda desk: desk.reports.fairness()),
    "websites": (20, lambda desk: desk.sources.views()),
    "differences": (20, lambda desk: desk.overrides.all()),
    "freshness": (5, lambda desk: desk.websites.freshness()),
    "an invitation": (20, lambda desk: desk.exports.invitation(visit())),
    "the clinic": (5, lambda desk: desk.choices.get()),
    "a clinician's week": (40, lambda desk: desk.weeks.week("cli-demo-1", date(2026, 12, 8))),
    "what is due for a clinician's clients": (20, lambda desk: desk.follow_ups.list(clinician="cli-demo-1")),
    "clinicians": (5, lambda desk: desk.programs.clinicians()),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_takes_as_many_reads_on_a_large_book_all_at_one_moment(name: str) -> None:
    most, view = VIEWS[name]
    reads: list[int] = []
    for times in (SMALL, LARGE):
        store = CountingBook(book(times))
        assert view(desk_over(store)) is not None
        assert store.moments + store.loose <= 1
        reads.append(store.reads)
    assert reads[1] <= reads[0] <= most


def test_writing_calendars_takes_as_many_reads_on_a_large_book_all_at_one_moment(tmp_path: Path) -> None:
    reads: list[tuple[int, int]] = []
    for times in (SMALL, LARGE):
        store = CountingBook(book(times))
        desk_over(store).exports.write(tmp_path / f"public-{times}")
        public, begun = store.reads, store.moments
        desk_over(store).exports.write_private(tmp_path / f"private-{times}", "edmonton")
        reads.append((public, store.reads - public))
        assert (begun, store.moments, store.loose) == (1, 2, 0)
    assert reads[0] == reads[1]
    assert max(reads[0]) <= 20


def test_an_idle_desk_reads_nothing() -> None:
    store = CountingBook(book(LARGE))
    desk = desk_over(store)
    desk.poll()
    store.reads = 0
    assert not any(desk.poll() for _ in range(3))
    assert store.reads == 0
