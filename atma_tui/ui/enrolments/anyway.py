"""Doing what was refused anyway, with a reason for each kind of refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from textual.screen import Screen

from atma_tui.domain.errors import AtmaError, Clash, ListFull, NotOpen
from atma_tui.ui.ground.door import Refused
from atma_tui.ui.host import host_of

T = TypeVar("T")


class Way(NamedTuple):
    """How a refusal is gone past."""

    refusal: type[AtmaError]
    why_is: str
    """Under which name the reason is given."""
    title: str
    """Heads the question for the reason."""


ELSEWHERE = Way(Clash, "clash_why", "Booked elsewhere at that time")
NOT_OPEN = Way(NotOpen, "anyway", "Enrolment is not open")
ASKING = (
    ELSEWHERE,
    NOT_OPEN,
    Way(ListFull, "anyway", "The waiting list is full"),
)
"""What asking for a seat may be refused for, besides that none is free."""


async def unless(screen: Screen[Any], call: Callable[..., T], *ways: Way, ok: str) -> T | None:
    """Do something; when that is refused in one of these ways, ask for a reason and do it with that.

    Args:
        screen: the screen that asks.
        call: what to do, with a keyword for each reason.
        ways: the refusals that a reason goes past.
        ok: what Enter does once a reason is typed.

    Returns what came of it, None when no reason was given.

    Raises:
        Refused: it was refused in another way, which was shown.
    """
    from atma_tui.ui.dialogs.reason import ReasonScreen

    host = host_of(screen)
    reasons: dict[str, str] = {}
    while True:
        try:
            return await host.do(call, **reasons)
        except Refused as refused:
            found = [way for way in ways if isinstance(refused.error, way.refusal) and way.why_is not in reasons]
            if not found:
                raise
            words = str(refused.error)
            why = await screen.app.push_screen_wait(ReasonScreen(found[0].title, words, ok=ok))
            if why is None:
                return None
            reasons[found[0].why_is] = why
