"""How many people an enrolment is for, asked and changed: from a card of an event as from a program's places."""

from __future__ import annotations

from functools import partial
from typing import Any

from atma_tui.domain.errors import Full, NotOpen
from atma_tui.domain.records import Enrolment, Person
from atma_tui.domain.seat_words import places_words
from atma_tui.ui.dialogs.count import CountScreen
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.enrolments.anyway import Way, unless
from atma_tui.ui.ground.show import who


async def change_party(screen: DeskScreen[Any], enrolment: Enrolment, person: Person) -> None:
    """Make a party larger or smaller; one that does not fit only with a reason."""
    name, party = who(person.name, private=screen.host.private), enrolment.party
    text = (
        f"{name} has {places_words(party)}. Seat and place in line are kept; freed seats go to the next in line."
    )
    number = await screen.app.push_screen_wait(CountScreen("How many people?", text, party, ok="changes it"))
    if number is not None:
        resize = partial(screen.desk.parties.resize, enrolment.id, number)
        ways = Way(Full, "override", "A larger party"), Way(NotOpen, "override", "Enrolment is not open")
        await unless(screen, resize, *ways, ok="lets them in anyway")
