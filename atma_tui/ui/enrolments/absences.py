"""Marking no-shows and undoing check-ins, from any screen.

Both ask first, since they may give a seat away or take somebody off the list of those who are here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from atma_tui.domain.records import Enrolment, Event
from atma_tui.domain.when import wall
from atma_tui.ui.dialogs.screen import DeskScreen

if TYPE_CHECKING:
    from atma_tui.desk.seats.enrolments import Outcome

_MAX_NAMES = 12


async def not_here(screen: DeskScreen[Any], enrolment: Enrolment, name: str, event: Event) -> Outcome | None:
    """Take a check-in back, once asked; None when it stays."""
    since = f" at {wall(enrolment.arrived, event.zone):%H:%M}" if enrolment.arrived else ""
    text = f"{name} was checked in for {event.title}{since}."
    if not await _ask(screen, "Not here after all?", text, "takes the check-in back"):
        return None
    return await screen.host.do(screen.desk.arrivals.undo_check_in, enrolment.id)


async def no_show(screen: DeskScreen[Any], enrolment: Enrolment, name: str, event: Event) -> None:
    """Mark one person as a no-show, once asked."""
    if await _ask(screen, "No-show", _missing(event, [name]), "marks the no-show"):
        await screen.host.do(screen.desk.arrivals.no_show, enrolment.id)


async def no_shows(screen: DeskScreen[Any], names: Sequence[str], event: Event) -> None:
    """Mark all who did not come, once asked."""
    ok = "marks the no-show" if len(names) == 1 else f"marks all {len(names)} as no-shows"
    if names and await _ask(screen, "No-shows", _missing(event, names), ok):
        await screen.host.do(screen.desk.arrivals.no_shows, event.id)


def _missing(event: Event, names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} did not come to {event.title}.\nThe seat is free again."
    more = f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else ""
    return (
        f"{len(names)} did not come to {event.title}:\n{', '.join(names[:_MAX_NAMES])}{more}\n"
        "Their seats are free again."
    )


async def _ask(screen: DeskScreen[Any], title: str, text: str, ok: str) -> bool:
    from atma_tui.ui.dialogs.confirm import ConfirmScreen

    return bool(await screen.app.push_screen_wait(ConfirmScreen(title, text, ok=ok)))
