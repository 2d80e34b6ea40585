"""A new client from the first call to a booked third session, by keys alone."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from textual.screen import ModalScreen

from atma_tui.domain.records import Pathway
from atma_tui.domain.when import instant
from tests.ui.clients.test_pathway import clock, desk  # noqa: F401
from tests.ui.kit import running, tap, toasted, toasts, type_text, wait_for
from tests.ui.programs.test_programs import ProgramsRig
from tests.ui.rig import app_over, shows


async def book_next(pilot, step):
    """Book the next free time of the step that is next."""
    await shows(pilot, f"{step}", "b Book")
    await tap(pilot, "b")
    await shows(pilot, f"{step} ·", "Enter books it.")
    await tap(pilot, "enter")
    await toasted(pilot, "Booked ")
    pilot.app.clear_notifications()  # they would lie over what is read next
    await shows(pilot, "enrolled", "b Book")


async def come(pilot, desk, clock, path):  # noqa: F811
    """Let time pass until the next appointment, then check the client in."""
    visit = next(one for one in desk.pathways.card(path).visits if one.is_kept and not one.done)
    clock.now = instant(visit.event.starts, visit.event.zone) + timedelta(minutes=1)
    while pilot.app.screen.visit.event.id != visit.event.id:
        await tap(pilot, "down")
    await tap(pilot, "a")
    await shows(pilot, "a Not here")
    pilot.app.clear_notifications()


async def test_from_the_first_call_to_a_booked_third_session(desk, clock, tmp_path):  # noqa: F811
    async with running(app_over(desk, tmp_path, ProgramsRig), size=(110, 34)) as pilot:
        await shows(pilot, "Ketamine-assisted therapy", "e Enrol")
        while pilot.app.screen.focused.cursor_key != "ketamine-therapy@edmonton":
            await tap(pilot, "down")
        await tap(pilot, "e")
        await shows(pilot, "Who is it?")
        await type_text(pilot, "Bo Client")
        await shows(pilot, "New person: Bo Client")
        await tap(pilot, "f3")
        await type_text(pilot, "780-555-0101")
        await shows(pilot, "Enter adds and enrols")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: not isinstance(pilot.app.screen, ModalScreen), "the dialog is closed")
        await shows(pilot, "c Clients")
        await tap(pilot, "c")
        await shows(pilot, "1 of 1", "book: Call")
        await tap(pilot, "enter")
        [path] = [one.id for one in desk.book.store.find(Pathway)]

        await book_next(pilot, "Information call")
        await come(pilot, desk, clock, path)
        await book_next(pilot, "Readiness assessment")
        await come(pilot, desk, clock, path)
        await tap(pilot, "c")
        await shows(pilot, "Record readiness")
        await tap(pilot, "c", "tab", "d", "ctrl+s")
        await wait_for(pilot, lambda: toasts(pilot.app), "it is noted")
        pilot.app.clear_notifications()
        await shows(pilot, "Readiness: cleared, Dr. Example")
        await book_next(pilot, "Treatment plan")
        await come(pilot, desk, clock, path)
        await tap(pilot, "p")
        await shows(pilot, "Sessions", "Kind")
        await tap(pilot, "6", "tab", "tab", "d", "ctrl+s")
        await wait_for(pilot, lambda: toasts(pilot.app), "it is noted")
        pilot.app.clear_notifications()
        await shows(pilot, "Sessions 0/6 ○")

        for number in (1, 2):
            await book_next(pilot, "Ketamine session")
            await come(pilot, desk, clock, path)
            await shows(pilot, f"Sessions {number}/6 ◐ Integration owed")
            clock.now += timedelta(hours=2)
            await book_next(pilot, "Integration visit")
            await come(pilot, desk, clock, path)
            await shows(pilot, f"Sessions {number}/6 ◐ Integration ●")
            clock.now += timedelta(days=4)
        await book_next(pilot, "Ketamine session")
        await shows(pilot, "Call ● Assessment ● Plan ● Sessions 2/6 ◐ Integration ● Follow-up ○")
    sessions = [one for one in desk.pathways.card(path).visits if one.event.step == "session"]
    assert [one.enrolment.status for one in sessions] == ["attended", "attended", "enrolled"]
    assert all(one.event.supervisor and one.event.room for one in sessions)
    days = [one.event.starts.date() for one in sessions]
    assert all(later - earlier >= timedelta(days=3) for earlier, later in pairwise(days))
