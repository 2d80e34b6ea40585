"""Asking for a step, a time and a run of times, and booking them."""

from __future__ import annotations

from datetime import date
from typing import Any

from atma_tui.desk.clients.path_cards import PathwayCard
from atma_tui.ui.dialogs.screen import DeskScreen


async def book_step(
    screen: DeskScreen[Any], pathway_id: str, step_id: str, *, first: date | None = None, clinician: str = ""
) -> bool:
    """Book a step at a free time that is picked, from a day on; returns whether it was booked."""
    from atma_tui.ui.clients.slots import SlotPicker

    picker = SlotPicker(pathway_id, step_id, first=first, clinician=clinician)
    return await screen.app.push_screen_wait(picker) is not None


async def book_any(
    screen: DeskScreen[Any], card: PathwayCard, *, first: date | None = None, clinician: str = ""
) -> bool:
    """Book a step that is picked; otherwise the same."""
    from atma_tui.ui.clients.step_picker import StepPicker

    step = await screen.app.push_screen_wait(StepPicker(card))
    return bool(step) and await book_step(screen, card.pathway.id, step, first=first, clinician=clinician)


async def book_run(screen: DeskScreen[Any], card: PathwayCard) -> None:
    """Pick the first time of a run, look at all its dates, and book what is possible."""
    from atma_tui.ui.clients.run import RunScreen
    from atma_tui.ui.clients.slots import SlotPicker

    many = [one.step for one in card.rail.steps if one.step.planned or one.step.times > 1]
    step = many[0] if many else card.rail.wanted
    if step is None:
        screen.app.notify("No step of this program is repeated.")
        return
    first = await screen.app.push_screen_wait(SlotPicker(card.pathway.id, step.id, run=True))
    if first is not None:
        await screen.app.push_screen_wait(RunScreen(card.pathway.id, step.id, first))
