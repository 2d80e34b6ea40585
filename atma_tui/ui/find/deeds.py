"""Doing what a verb in the phone line asks for; each asks before anything is done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.app import App

from atma_tui.desk.people.new_person import NewPerson
from atma_tui.desk.phone_verbs import Deed
from atma_tui.domain.records import Event, Person
from atma_tui.ui.dialogs.dialog import DeskDialog
from atma_tui.ui.find.find_words import deed_question
from atma_tui.ui.ground.door import on_desk_unseen
from atma_tui.ui.requests import OpenPerson

if TYPE_CHECKING:
    from atma_tui.ui.host import Host


def add_person(app: App[Any], new: NewPerson) -> None:
    """Ask for the rest of somebody new, and show the card."""
    from atma_tui.ui.people.person_form import PersonForm

    def show(person: Person | None) -> None:
        if person is not None:
            cast("Host", app).open(OpenPerson(person.id))

    app.push_screen(PersonForm(new=new), show)


async def do_deed(dialog: DeskDialog[None], deed: Deed) -> bool:
    """Ask, and do it; returns whether it was done."""
    if deed.verb == "seats":
        return await _show_sum(dialog, deed)
    if deed.verb == "move":
        return await _move(dialog, deed)
    return await _withdraw(dialog, deed) if deed.enrolment is not None else await _cancel(dialog, deed)


async def _show_sum(dialog: DeskDialog[None], deed: Deed) -> bool:
    from atma_tui.ui.events.seat_sum import SeatSumScreen

    assert deed.target is not None
    await dialog.app.push_screen_wait(SeatSumScreen(deed.target.id))
    return False


async def _withdraw(dialog: DeskDialog[None], deed: Deed) -> bool:
    from atma_tui.ui.enrolments.withdraw import WithdrawScreen

    assert deed.enrolment is not None
    return await dialog.app.push_screen_wait(WithdrawScreen(deed.enrolment.id)) is not None


async def _cancel(dialog: DeskDialog[None], deed: Deed) -> bool:
    from atma_tui.ui.events.event_acts import cancel_event

    assert deed.target is not None
    card = await on_desk_unseen(dialog.app, dialog.desk.agenda.card, deed.target.id)
    return isinstance(card.offering, Event) and await cancel_event(dialog, card.offering)


async def _move(dialog: DeskDialog[None], deed: Deed) -> bool:
    from atma_tui.ui.dialogs.confirm import ConfirmScreen
    from atma_tui.ui.enrolments.anyway import ASKING, unless

    assert deed.person is not None
    assert deed.enrolment is not None
    assert deed.target is not None
    question = ConfirmScreen("Move", deed_question(deed, private=dialog.private), ok="moves them")
    if not await dialog.app.push_screen_wait(question):
        return False
    move = partial(dialog.desk.moving.move, deed.enrolment.id, deed.target.id)
    return await unless(dialog, move, *ASKING, ok="moves them anyway") is not None
