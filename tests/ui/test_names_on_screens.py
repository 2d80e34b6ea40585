"""Over a book full of clients: whom a screen names is in the log of looks; initials and the lock name nobody."""

from __future__ import annotations

from dataclasses import fields

import pytest

from atma_tui.domain.records import Enrolment, Event, Look, Mask, Pathway, Person
from atma_tui.ui.dialogs.lock import LockScreen
from atma_tui.ui.routes import ROUTES, answering_screen, mode_screen
from tests.desk.history import named_book
from tests.ui.kit import running, screen_text, settle, type_text
from tests.ui.rig import app_over

SIZE = (200, 60)
TYPED = {"people": "given", "OpenFind": "given", "OpenClients": "", "EnrolIn": "given", "today": "given"}
"""What is typed where nobody is shown before."""


def known() -> dict[str, str]:
    """Return the arguments of requests: somebody whose path is under way, and the fullest event."""
    store = named_book.desk().book.store
    path = next(one for one in store.find(Pathway) if one.under_way)
    event = max(store.find(Event), key=lambda one: store.count(Enrolment, offering=one.id))
    return {"event_id": event.id, "offering_id": event.id, "person_id": path.person, "pathway_id": path.id}


def screen_of(key):
    """Return a new screen of a route."""
    if isinstance(key, str):
        return mode_screen(key)
    arguments = known()
    return answering_screen(key(**{one.name: arguments[one.name] for one in fields(key) if one.name in arguments}))


def name_of(key) -> str:
    return key if isinstance(key, str) else key.__name__


async def shown(pilot, key) -> str:
    """Open a screen, type what makes it show people, and return what it says."""
    pilot.app.push_screen(screen_of(key))
    await settle(pilot)
    if words := TYPED.get(name_of(key)):
        await type_text(pilot, words)
        await settle(pilot)
    return screen_text(pilot.app)


@pytest.mark.parametrize("key", ROUTES, ids=name_of)
async def test_whom_a_screen_names_is_in_the_log_of_looks(key, tmp_path):
    desk = named_book.desk()
    async with running(app_over(desk, tmp_path), size=SIZE) as pilot:
        named = named_book.named_in(await shown(pilot, key))
        desk.looks.flush()
        looks = desk.book.store.find(Look)
    assert named <= {id for look in looks for id in look.people}
    assert all("given" not in f"{look.place} {look.reason}" for look in looks)


@pytest.mark.parametrize("key", ROUTES, ids=name_of)
async def test_initials_and_the_lock_name_nobody(key, tmp_path):
    desk = named_book.desk()
    async with running(app_over(desk, tmp_path, private=True), size=SIZE) as pilot:
        assert named_book.named_in(await shown(pilot, key)) == set()
        pilot.app.private = False
        pilot.app.action_lock()
        await settle(pilot)
        assert isinstance(pilot.app.screen, LockScreen)
        assert named_book.named_in(screen_text(pilot.app) + pilot.app.title + pilot.app.sub_title) == set()


@pytest.mark.parametrize("key", ROUTES, ids=name_of)
async def test_masked_clients_are_named_on_no_screen(key, tmp_path):
    desk = named_book.desk()
    with desk.book.act("mask") as work:
        for one in desk.book.store.find(Person):
            work.add(Mask(id=one.id, at=work.now, by=work.by))
    async with running(app_over(desk, tmp_path), size=SIZE) as pilot:
        assert named_book.named_in(await shown(pilot, key)) == set()
