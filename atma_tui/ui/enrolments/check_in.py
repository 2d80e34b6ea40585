"""Checking somebody in from any screen: a party is asked how many of it are here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from atma_tui.domain.errors import Clash, Full
from atma_tui.domain.records import Enrolment, Person
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.enrolments.anyway import Way, unless
from atma_tui.ui.ground.show import who

if TYPE_CHECKING:
    from atma_tui.desk.seats.enrolments import Outcome

_LET_IN = Way(Full, "override", "Let them in?"), Way(Clash, "override", "Let them in?")


async def check_in(screen: DeskScreen[Any], enrolment: Enrolment, person: Person) -> Outcome | None:
    """Check somebody in, of a party as many as are here; None when nothing is to be done.

    Without a seat, or over a clash, only with a reason.
    """
    came: int | None = 0
    if enrolment.party > 1:
        came = await _ask(screen, enrolment, who(person.name, private=screen.host.private))
    if came is None:
        return None
    arrive = partial(screen.desk.arrivals.check_in, enrolment.id, came=came)
    return await unless(screen, arrive, *_LET_IN, ok="lets them in anyway")


async def _ask(screen: DeskScreen[Any], enrolment: Enrolment, name: str) -> int | None:
    from atma_tui.ui.dialogs.count import CountScreen

    text = f"{name}, party of {enrolment.party}. Those who come later are checked in on the same line."
    question = CountScreen("How many are here?", text, enrolment.party, most=enrolment.party, ok="checks them in")
    return await screen.app.push_screen_wait(question)
