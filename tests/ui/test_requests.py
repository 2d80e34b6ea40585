from importlib import import_module
from inspect import signature

import pytest

from atma_tui.domain.records import Program, ProgramSeats
from atma_tui.ui.host import MODE_NAMES
from atma_tui.ui.requests import Request
from atma_tui.ui.routes import ROUTES
from tests.ui.kit import running, tap
from tests.ui.rig import add_event, app_over, shows, small_desk


def answering(key):
    module, _, name = ROUTES[key].partition(":")
    return getattr(import_module(module), name)


def test_every_number_key_has_a_screen():
    assert tuple(key for key in ROUTES if isinstance(key, str)) == MODE_NAMES
    assert [answering(name).MODE for name in MODE_NAMES] == list(MODE_NAMES)


@pytest.mark.parametrize("request_class", Request.__subclasses__(), ids=lambda one: one.__name__)
def test_every_request_has_a_screen_that_takes_what_it_says(request_class):
    signature(answering(request_class)).bind(**dict.fromkeys(request_class.__struct_fields__))


@pytest.mark.parametrize("key", ["2", "3", "5"])
async def test_what_is_typed_right_after_a_key_is_for_the_screen_that_the_key_opens(key, tmp_path):
    desk = small_desk()
    add_event(desk, starts=desk.now().replace(tzinfo=None))
    with desk.book.act("start") as work:
        work.add(Program(id="walk", title="Walking"))
        work.add(ProgramSeats(id="walk@edmonton", program="walk", site="edmonton", capacity=2))
    async with running(app_over(desk, tmp_path)) as pilot:
        await tap(pilot, key)
        await shows(pilot, "Enrol")
        await tap(pilot, "e", *"keen")
        await shows(pilot, "New person: keen")
