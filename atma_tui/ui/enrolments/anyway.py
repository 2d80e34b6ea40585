"""Overriding refusals with a reason for each kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from textual.screen import Screen

from atma_tui.domain.errors import AtmaError, Clash, ListFull, NotOpen
from atma_tui.ui.ground.door import Refused, tell
from atma_tui.ui.host import host_of

T = TypeVar("T")


class Way(NamedTuple):
    """How to override one kind of refusal."""

    refusal: type[AtmaError]
    why_is: str
    """The keyword under which the reason is passed."""
    title: str
    """Title of the question for the reason."""


ELSEWHERE = Way(Clash, "clash_why", "Booked elsewhere at that time")
NOT_OPEN = Way(NotOpen, "anyway", "Enrolment is not open")
ASKING = (
    ELSEWHERE,
    NOT_OPEN,
    Way(ListFull, "anyway", "The waiting list is full"),
)
"""The refusals of a seat that can be overridden, besides that none is free."""


async def unless(screen: Screen[Any], call: Callable[..., T], *ways: Way, ok: str, tells: bool = True) -> T | None:
    """Do something; if it is refused in one of these ways, ask for a reason and do it with that.

    Args:
        screen: the screen that asks.
        call: what to do, with a keyword for each reason.
        ways: the refusals that a reason overrides.
        ok: what Enter does once a reason is typed.
        tells: whether a toast shows what is refused in another way; if not, the caller shows it.

    Returns the result; None if no reason was given.

    Raises:
        Refused: it was refused in another way.
    """
    from atma_tui.ui.dialogs.reason import ReasonScreen

    host = host_of(screen)
    reasons: dict[str, str] = {}
    while True:
        try:
            return await host.do_quietly(call, **reasons)
        except Refused as refused:
            found = [way for way in ways if isinstance(refused.error, way.refusal) and way.why_is not in reasons]
            if not found:
                if tells:
                    tell(screen.app, refused.error)
                raise
            words = str(refused.error)
            why = await screen.app.push_screen_wait(ReasonScreen(found[0].title, words, ok=ok))
            if why is None:
                return None
            reasons[found[0].why_is] = why
