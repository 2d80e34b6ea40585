"""A refusal that a reason overrides is asked about, and not told in a toast as well."""

import ast
from datetime import datetime
from pathlib import Path

from atma_tui.ui.events.event_card import EventCardScreen
from tests.ui.kit import running, tap, toasts
from tests.ui.rig import add_event, app_over, shows, small_desk

UI = Path(__file__).parents[2] / "atma_tui" / "ui"


def asking_by_hand(path: Path) -> list[str]:
    handlers = [one for one in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(one, ast.ExceptHandler)]
    return [f"{path.name}:{one.lineno}" for one in handlers if "ReasonScreen(" in ast.unparse(one)]


def test_only_one_place_asks_for_a_reason_after_a_refusal():
    found = [where for path in sorted(UI.rglob("*.py")) for where in asking_by_hand(path)]
    assert [where.partition(":")[0] for where in found] == ["anyway.py"]


async def test_restoring_on_a_closed_day_asks_and_tells_nothing(tmp_path):
    desk = small_desk()
    event = add_event(desk)
    desk.events.cancel(event.id, "storm")
    desk.closing.close("edmonton", datetime(2026, 12, 8), datetime(2026, 12, 9), "storm")
    async with running(app_over(desk, tmp_path), size=(120, 40)) as pilot:
        pilot.app.push_screen(EventCardScreen(event.id))
        await shows(pilot, "Open house")
        await tap(pilot, "k")
        await shows(pilot, "Restore an event", "Enter restores the event")
        await tap(pilot, "enter")
        await shows(pilot, "The site is closed", "Reason")
        assert toasts(pilot.app) == []
        await tap(pilot, *"open", "enter")
        await shows(pilot, "undoes")
    assert desk.book.store.get(type(event), event.id).live
