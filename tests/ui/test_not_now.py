"""A key that a screen knows and cannot be used now says why, on every screen, and nothing behind it acts."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from atma_tui.ui.events.event_card import EventCardScreen
from atma_tui.ui.not_now import NEEDS, needs_of, not_now_words, why_not
from tests.ui.clients.test_pathway import clock, desk  # noqa: F401
from tests.ui.kit import burst, running, screen_text, settle, toasts
from tests.ui.made import leaves
from tests.ui.ours import ours
from tests.ui.rig import add_event, app_over, small_desk
from tests.ui.test_every_screen import name, shown

QUIET = {"enter", "escape", "up", "down", "left", "right", "pageup", "pagedown", "home", "end", "shift+down"}
"""Keys that go somewhere or do what one sees: with nothing to do they are as quiet as in any program."""
APP = {"quit"}
ONE_LINE = 76
"""Cells that a toast has on a narrow terminal."""


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | frozenset | set | list | dict):
        for one in value:
            yield from strings(one)


def withheld(kind: type[DOMNode]) -> set[str]:
    """Return the actions that a class's `check_action` names, itself or by a table of its module."""
    code, module = kind.check_action.__code__, sys.modules[kind.__module__]
    return {
        one
        for part in (code.co_consts, *(getattr(module, name, 0) for name in code.co_names))
        for one in strings(part)
    }


def bound(kind: type[DOMNode]) -> list[Binding]:
    return [one for same in kind._merge_bindings().key_to_bindings.values() for one in same if one.id]


def can_be_withheld() -> dict[str, Binding]:
    """Return the commands that some `check_action` can withhold, by id."""
    return {
        binding.id: binding
        for kind in ours(DOMNode)
        if "check_action" in vars(kind)
        for part in ours(kind)
        for binding in bound(part)
        if binding.action.partition("(")[0] in withheld(kind) - APP
    }


def test_every_command_that_can_be_withheld_has_words_and_no_other():
    found = can_be_withheld()
    spoken = {id: binding for id, binding in found.items() if binding.key not in QUIET}
    assert [id for id, binding in spoken.items() if not needs_of(binding)] == []
    assert [id for id, binding in found.items() if len(not_now_words(binding)) > ONE_LINE] == []
    used = {*found, *(binding.action.partition("(")[0] for binding in found.values())}
    assert set(NEEDS) - used == set()


@pytest.mark.parametrize("kind", leaves(Screen), ids=name)
async def test_a_key_that_cannot_be_used_says_why_and_nothing_behind_it_acts(kind, desk, tmp_path):  # noqa: F811
    async with shown(kind, desk, tmp_path, size=(200, 60)) as (pilot, screen):
        for key in unavailable(screen):
            pilot.app.clear_notifications()
            await burst(pilot, key, "escape", "escape")
            await settle(pilot)
            assert toasts(pilot.app) == [why_not(screen, key)]
            assert pilot.app.screen is screen


def unavailable(screen: Screen) -> list[str]:
    """Return the keys of a screen that neither do anything now nor are text."""
    chain = [bindings for node, bindings in screen._modal_binding_chain if node is not screen.app]
    known = {key for bindings in chain for key in bindings.key_to_bindings}
    focused = screen.focused
    text = {key for key in known if focused and focused.check_consume_key(key, key if len(key) == 1 else None)}
    return sorted(known - text - QUIET - set(screen.active_bindings) - {"tab", "shift+tab"})


async def test_enrol_on_a_cancelled_event_says_why_and_its_letters_are_no_keys(tmp_path):
    book = small_desk()
    event = add_event(book)
    book.events.cancel(event.id, "storm")
    async with running(app_over(book, tmp_path)) as pilot:
        pilot.app.push_screen(EventCardScreen(event.id))
        await settle(pilot)
        await burst(pilot, "e", *"kim")
        await settle(pilot)
        assert toasts(pilot.app) == ["e (Enrol) is only for an event that has not ended and is not cancelled."]
        assert isinstance(pilot.app.screen, EventCardScreen)
        assert "Nobody was enrolled." in screen_text(pilot.app)
