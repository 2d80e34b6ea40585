"""Doing what was refused anyway, with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from atma_tui.desk.seats.enrolments import Outcome
from atma_tui.domain.errors import AtmaError
from atma_tui.domain.records import Person
from atma_tui.ui.ground.door import Refused
from atma_tui.ui.host import host_of
from atma_tui.ui.widgets.people import discreet


async def unless(
    screen: Screen[Any],
    refusal: type[AtmaError],
    person: Person,
    call: Callable[..., Outcome],
    why_is: str,
    title: str,
    ok: str,
) -> bool:
    """Do something; when that is refused in this way only with a reason, given as `why_is`.

    Returns whether it was done. Raises `Refused` for any other refusal, which was shown.
    """
    from atma_tui.ui.dialogs.reason import ReasonScreen

    host = host_of(screen)
    try:
        await host.do(call)
    except Refused as refused:
        if not isinstance(refused.error, refusal):
            raise
        words = discreet(str(refused.error), person, private=host.private)
        why = await screen.app.push_screen_wait(ReasonScreen(title, words, ok=ok))
        if why is None:
            return False
        await host.do(call, **{why_is: why})
    return True
