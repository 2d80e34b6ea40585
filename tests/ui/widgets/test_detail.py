from atma_tui.ui.widgets import detail
from tests.ui.kit import running, screen_text, settle, tap, type_text
from tests.ui.rig import Rig, add_event, add_person, app_over, enrol, shows, small_desk


class EventsRig(Rig):
    DEFAULT_MODE = "events"


class PeopleRig(Rig):
    DEFAULT_MODE = "people"


async def test_what_is_known_of_the_row_follows_the_cursor(tmp_path):
    desk = small_desk()
    add_event(desk, "Open house", description="Come by with a question.")
    add_event(desk, "Talk", description="About sleep.")
    async with running(app_over(desk, tmp_path, EventsRig), (120, 40)) as pilot:
        await shows(pilot, "Come by with a question.")
        await tap(pilot, "down")
        await shows(pilot, "About sleep.")


async def test_a_held_arrow_key_asks_the_desk_once(tmp_path, monkeypatch):
    monkeypatch.setattr(detail, "monotonic", lambda: 0.0)  # no key comes late, however busy the computer is
    desk = small_desk()
    for number in range(20):
        add_event(desk, f"Event {number:02}")
    asked = []
    card = desk.agenda.card
    async with running(app_over(desk, tmp_path, EventsRig), (120, 40)) as pilot:
        await settle(pilot)
        desk.agenda.card = lambda ref: asked.append(ref) or card(ref)
        await type_text(pilot, "")
        for _ in range(10):
            pilot.app.screen.query_one("#events").action_cursor_down()
        await settle(pilot)
        assert len(asked) == 1


async def test_it_is_there_when_the_terminal_becomes_wide(tmp_path):
    desk = small_desk()
    add_event(desk, "Open house", description="Come by with a question.")
    async with running(app_over(desk, tmp_path, EventsRig), (80, 24)) as pilot:
        await shows(pilot, "Open house")
        assert "Come by" not in screen_text(pilot.app)
        await pilot.resize_terminal(120, 40)
        await shows(pilot, "Come by with a question.")


async def test_a_person_beside_the_list_with_what_is_coming(tmp_path):
    desk = small_desk()
    enrol(desk, add_event(desk, "Open house"), "Ann Sample")
    add_person(desk, "Bo Sample", notes="calls back after noon")
    async with running(app_over(desk, tmp_path, PeopleRig), (120, 40)) as pilot:
        await type_text(pilot, "sample")
        await shows(pilot, "Tue 8 Dec 2026 18:00 Open house", "enrolled")
        await tap(pilot, "escape", "down")
        await shows(pilot, "Notes: calls back after noon")
