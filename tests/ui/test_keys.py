import os
from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.command import DiscoveryHit, Hit
from textual.content import Content
from textual.keys import KEY_ALIASES, Keys, _character_to_key
from textual.screen import ModalScreen, Screen
from textual.widgets import Footer, Input, Static

from atma_tui.ui.app_keys import EVERYWHERE
from atma_tui.ui.dialogs.help import HelpScreen, help_rows
from atma_tui.ui.ground.keys import (
    ELSEWHERE,
    LISTS,
    TYPING,
    ActiveCommand,
    Command,
    active_commands,
    bindings,
    by_group,
    declared,
    key_name,
)
from atma_tui.ui.ground.palette import ActiveCommands
from atma_tui.ui.ground.safe import SafeApp
from atma_tui.ui.widgets.rows import Row
from tests.ui.gallery import FormScreen, Gallery
from tests.ui.key_table import keys_page
from tests.ui.kit import running, screen_text, settle, tap, wait_for
from tests.ui.ours import ours
from tests.ui.rig import PeopleRig, app_over, small_desk

BOOK = Command("testing.book", "n,f7", "book", "Enrol", "Enrol somebody in the event", "Testing")
SHUT = Command("testing.shut", "z", "shut", "Shut", "Close [/] the [@click=app.quit]event", "Testing")
FIND = Command("testing.find", "ctrl+t", "find", "Find", "Find anything, also while typing", first=True)


class Booking(SafeApp):
    COMMANDS = {ActiveCommands}
    BINDINGS = bindings(BOOK, SHUT, FIND)
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__(crash_log=Path(os.devnull))
        self.done: list[str] = []

    def compose(self) -> ComposeResult:
        yield Static("desk")
        yield Input(id="words")
        yield Footer()

    def action_book(self) -> None:
        self.done.append("book")

    def action_shut(self) -> None:
        self.done.append("shut")

    def action_find(self) -> None:
        self.done.append("find")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if action == "shut" and "book" in self.done else True


def test_a_command_becomes_a_binding_with_its_public_name():
    [binding] = bindings(BOOK)
    assert (binding.key, binding.action, binding.id) == ("n,f7", "book", "testing.book")
    assert (binding.description, binding.tooltip) == ("Enrol", "Enrol somebody in the event")
    assert BOOK in declared()


def test_an_id_has_one_meaning():
    bindings(BOOK)
    with pytest.raises(ValueError, match=r"testing\.book"):
        bindings(Command("testing.book", "x", "other", "Other", "Something else"))


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("ctrl+z", "Ctrl+Z"),
        ("f1", "F1"),
        ("question_mark", "?"),
        ("n", "n"),
        ("N", "N"),
        ("escape", "Esc"),
        ("pagedown", "PgDn"),
        ("shift+tab", "Shift+Tab"),
        ("ctrl+pageup", "Ctrl+PgUp"),
        ("enter", "Enter"),
    ],
)
def test_keys_are_called_as_on_the_keyboard(key, name):
    assert key_name(key) == name


def test_the_page_of_the_manual_lists_each_command_under_its_heading():
    assert keys_page([BOOK, FIND]).endswith(
        "## Everywhere\n\n- `Ctrl+T`: Find anything, also while typing\n\n"
        "## Testing\n\n- `n`, `F7`: Enrol somebody in the event\n"
    )


def test_every_declared_key_is_one_that_textual_knows():
    known = {key.value for key in Keys} | set(KEY_ALIASES)
    for command in declared():
        for key in command.keys.split(","):
            last = key.split("+")[-1]
            assert key in known or last in known or len(last) == 1 or _character_is(last), f"{command.id}: {key}"


def _character_is(name):
    return name in {_character_to_key(chr(code)) for code in range(32, 127)}


async def test_active_commands_join_the_keys_of_one_action():
    async with running(Booking()) as pilot:
        active = {command.id: command for command in active_commands(pilot.app.screen)}
        assert active["testing.book"].keys == ("n", "F7")
        assert active["testing.book"].group == "Testing"
        assert active["testing.find"].group == ELSEWHERE
        await pilot.app.run_action("book")
        active = {command.id: command for command in active_commands(pilot.app.screen)}
        assert not active["testing.shut"].enabled


async def test_a_key_map_changes_footer_and_help_alike():
    async with running(Booking()) as pilot:
        pilot.app.set_keymap({"testing.book": "f5"})
        await settle(pilot)
        assert "F5" in screen_text(pilot.app)
        assert {command.id: command.keys for command in active_commands(pilot.app.screen)}["testing.book"] == (
            "F5",
        )


async def test_while_typing_help_and_palette_still_know_the_letters():
    async with running(Booking()) as pilot:
        pilot.app.query_one("#words").focus()
        await settle(pilot)
        active = {command.id: command for command in active_commands(pilot.app.screen)}
        assert active["testing.shut"].typing
        assert not active["testing.book"].typing
        assert active["testing.book"].keys == ("F7", "n")
        await palette(pilot, *"shut", shows="Close [/]")
        await tap(pilot, "enter", "enter")
        await wait_for(pilot, lambda: pilot.app.done == ["shut"], "it is done")


async def test_what_goes_first_works_while_typing():
    async with running(Booking()) as pilot:
        pilot.app.query_one("#words").focus()
        await tap(pilot, "n", "ctrl+t")
        assert pilot.app.done == ["find"]
        assert pilot.app.query_one("#words", Input).value == "n"


def command(**changes):
    given = {"keys": ("n",), "label": "Enrol", "help": "Enrol somebody", "group": "Events", "action": "book"}
    return ActiveCommand(**{**given, "node": None, "enabled": True, **changes})


def test_groups_begin_with_the_screens_own():
    groups = by_group([command(group=ELSEWHERE), command(group=LISTS), command(), command(label="More")])
    assert [(name, len(members)) for name, members in groups] == [("Events", 2), (ELSEWHERE, 1), (LISTS, 1)]


def test_the_menu_says_what_does_not_work_now():
    [heading, row] = help_rows([command(help="Enrol somebody", enabled=False)], "")
    assert (heading.text, row.cells) == ("Events", ("n", "Enrol somebody (not now)"))


def test_the_menu_is_searched_in_keys_labels_and_sentences():
    commands = [command(), command(label="Cancel", help="Call it off", keys=("k",))]
    assert [row.key for row in help_rows(commands, "call OFF") if isinstance(row, Row)] == ["1"]
    assert help_rows(commands, "nothing of it") == []


async def test_the_menu_lists_what_the_screen_below_can_do_and_closes():
    async with running(Gallery()) as pilot:
        await tap(pilot, "f1")
        await wait_for(pilot, lambda: "Make a new event" in screen_text(pilot.app), "help is shown")
        shown = screen_text(pilot.app)
        assert shown.index("Events") < shown.index("Everywhere") < shown.index("Lists")
        assert "Close the menu" not in shown
        await tap(pilot, "end", "escape")
        assert len(pilot.app.screen_stack) == 1


async def test_enter_in_the_menu_does_what_the_line_says():
    async with running(Gallery()) as pilot:
        await tap(pilot, "f1", *"make a new", "enter")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, FormScreen), "the form is open")


async def test_keys_of_the_toolkit_come_last_and_in_our_words():
    async with running(Gallery()) as pilot:
        pilot.app.query_one("#find").focus()
        await settle(pilot)
        groups = by_group(active_commands(pilot.app.screen))
        assert groups[-1][0] == TYPING
        assert "Move left by a word" in [one.help for one in groups[-1][1]]


async def test_help_fits_when_the_terminal_is_resized():
    async with running(Gallery(), size=(120, 40)) as pilot:
        await tap(pilot, "f1")
        await pilot.resize_terminal(50, 15)
        await wait_for(pilot, lambda: "Make a new event" in screen_text(pilot.app), "help is shown")
        assert all(len(line) <= 50 for line in screen_text(pilot.app).split("\n"))
        assert isinstance(pilot.app.screen, HelpScreen)


async def palette(pilot, *keys, shows="Enrol"):
    await tap(pilot, "ctrl+p", *keys)
    await wait_for(pilot, lambda: shows in screen_text(pilot.app), "the palette found it")


async def test_the_palette_runs_what_it_finds():
    async with running(Booking()) as pilot:
        await palette(pilot, *"enrol")
        await tap(pilot, "enter", "enter")
        await wait_for(pilot, lambda: pilot.app.done == ["book"], "it is done")


async def test_the_palette_finds_by_explanation_and_leaves_lists_out():
    async with running(Gallery()) as pilot:
        provider = ActiveCommands(pilot.app.screen)
        hits = [hit async for hit in provider.search("new event")]
        assert [hit.text for hit in hits] == ["New"]
        offered = [hit.text async for hit in provider.discover()]
        assert "New" in offered
        assert "Up" not in offered


async def test_the_palette_is_literal():
    async with running(Booking()) as pilot:
        provider = ActiveCommands(pilot.app.screen)
        for query in ("shut", "[/", "[@click=app.quit]"):
            hits = [hit async for hit in provider.search(query)] + [hit async for hit in provider.discover()]
            assert all(isinstance(hit.prompt, Content) for hit in hits)
            assert all(isinstance(hit, Hit | DiscoveryHit) and hit.help is None for hit in hits)
        await palette(pilot)
        assert "Close [/] the [@click=app.quit]event" in screen_text(pilot.app)


async def test_the_menu_lists_what_is_needed_most_first_and_closing_the_desk_last(tmp_path):
    async with running(app_over(small_desk(), tmp_path, PeopleRig)) as pilot:
        groups = dict(by_group(active_commands(pilot.app.screen)))
        everywhere = [one.help for one in groups[ELSEWHERE]]
        assert everywhere[0].startswith("Find anything")
        assert everywhere[1].startswith("Undo the last thing")
        assert everywhere[-1] == "Close the desk"


def test_no_screen_hides_a_key_that_works_everywhere():
    for screen in ours(Screen):
        if not issubclass(screen, ModalScreen):
            own = {key for binding in screen.__dict__.get("BINDINGS", ()) for key in binding.key.split(",")}
            assert not own & {key for binding in EVERYWHERE for key in binding.key.split(",")}, screen


def test_what_a_key_does_fits_the_menu_on_a_narrow_terminal():
    ours(Screen)
    assert [one.id for one in declared() if len(one.help) > 56 and not one.id.startswith("testing.")] == []
