import os
from datetime import date
from pathlib import Path

import pytest
from textual.app import ComposeResult

from atma_tui.domain.errors import InputError
from atma_tui.domain.when import read_day
from atma_tui.ui.ground.safe import SafeApp
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Entry, Field, Labelled
from tests.ui.gallery import HOSTILE
from tests.ui.kit import paste, running, screen_text, settle, tap, type_text, wait_for

TODAY = date(2026, 12, 1)


class Form(SafeApp):
    def __init__(self, make) -> None:
        super().__init__(crash_log=Path(os.devnull))
        self.make = make

    def compose(self) -> ComposeResult:
        self.parts = self.make()
        yield from self.parts


def entry(**options):
    return Form(lambda: [Entry(**options)])


async def test_a_long_paste_is_cut_instead_of_refused():
    async with running(entry(max_length=10)) as pilot:
        await paste(pilot, "x" * 5000)
        assert pilot.app.parts[0].value == "x" * 10
        await paste(pilot, "more")
        assert pilot.app.parts[0].value == "x" * 10


async def test_a_paste_replaces_what_is_selected():
    async with running(entry(value="abcdef", max_length=8)) as pilot:
        await tap(pilot, "home", "right", "shift+right", "shift+right")
        await paste(pilot, "123456")
        assert pilot.app.parts[0].value == "a1234def"
        await type_text(pilot, "!")
        assert pilot.app.parts[0].value == "a1234def"


async def test_pasted_lines_become_one():
    async with running(entry()) as pilot:
        await paste(pilot, "Ada Sample\r\n12 Some Street\n")
        assert pilot.app.parts[0].value == "Ada Sample 12 Some Street"


@pytest.mark.parametrize("text", HOSTILE)
async def test_nothing_harmful_is_pasted_or_shown(text):
    async with running(entry(hint=text)) as pilot:
        await settle(pilot)
        assert all(char.isprintable() or char == "\n" for char in screen_text(pilot.app))
        await paste(pilot, text)
        assert pilot.app.parts[0].value.isprintable()
        assert len(pilot.app.parts[0].value) <= 200


async def test_the_cursor_does_not_blink():
    async with running(entry()) as pilot:
        assert not pilot.app.parts[0].cursor_blink


def fields():
    return [
        Field("Name", str, required=True, max_length=40, id="name"),
        Field("Day", lambda words: read_day(words, TODAY), hint="8 dec, fri, +7", id="day"),
    ]


async def test_a_field_gives_the_answer_that_was_read():
    async with running(Form(fields)) as pilot:
        name, day = pilot.app.parts
        name.value, day.value = "  Ada Sample ", "8 dec"
        await settle(pilot)
        assert (name.answer(), day.answer()) == ("Ada Sample", date(2026, 12, 8))


async def test_a_missing_or_wrong_answer_is_said_under_the_field_which_takes_the_focus():
    async with running(Form(fields)) as pilot:
        name, day = pilot.app.parts
        with pytest.raises(InputError):
            name.answer()
        await settle(pilot)
        assert "! Name is missing." in screen_text(pilot.app)
        day.value = "someday"
        with pytest.raises(InputError):
            day.answer()
        await settle(pilot)
        assert "'someday' is not a day" in screen_text(pilot.app)
        assert pilot.app.focused is day.entry


async def test_leaving_a_field_checks_it_and_typing_takes_the_words_away():
    async with running(Form(fields)) as pilot:
        day = pilot.app.parts[1]
        day.entry.focus()
        await settle(pilot)
        assert "8 dec, fri, +7" in screen_text(pilot.app)
        await type_text(pilot, "xx")
        await tap(pilot, "shift+tab")
        await wait_for(pilot, lambda: "! 'xx' is not a day" in screen_text(pilot.app), "it is said")
        assert pilot.app.focused is not day.entry
        day.entry.focus()
        await settle(pilot)
        await tap(pilot, "backspace")
        await wait_for(pilot, lambda: "8 dec, fri, +7" in screen_text(pilot.app), "the hint is back")


async def test_an_empty_field_is_not_scolded_when_passed():
    async with running(Form(fields)) as pilot:
        await tap(pilot, "tab", "tab", "tab")
        await settle(pilot)
        assert "!" not in screen_text(pilot.app)


async def test_a_form_may_say_what_the_desk_refused():
    async with running(Form(fields)) as pilot:
        pilot.app.parts[0].say("[/] is taken.")
        await settle(pilot)
        assert "! [/] is taken." in screen_text(pilot.app)


async def test_a_long_message_is_shown_whole():
    words = "This is what went wrong, in words that need more than one line to be read."
    async with running(Form(fields), size=(50, 20)) as pilot:
        pilot.app.parts[0].say(words)
        await settle(pilot)
        assert " ".join(screen_text(pilot.app).split()).count("more than one line to be read.") == 1


SITES = [("edmonton", "Edmonton [/b]"), ("calgary", "[@click=app.quit]Calgary")]


async def test_a_choice_is_literal_and_gives_its_key():
    async with running(Form(lambda: [Labelled("Site", Choice(SITES, value="calgary"))])) as pilot:
        choice = pilot.app.query_one(Choice)
        assert choice.picked == "calgary"
        choice.focus()
        await tap(pilot, "space")
        await settle(pilot)
        assert "Edmonton [/b]" in screen_text(pilot.app)
        assert "[@click=app.quit]Calgary" in screen_text(pilot.app)
        await tap(pilot, "up", "enter")
        await settle(pilot)
        assert choice.picked == "edmonton"


async def test_a_choice_survives_page_keys_and_is_found_by_typing():
    async with running(Form(lambda: [Choice(SITES, none="Any site")])) as pilot:
        choice = pilot.app.query_one(Choice)
        choice.focus()
        assert choice.picked is None
        await tap(pilot, "enter", "pagedown", "pageup", *"edm", "enter")
        await settle(pilot)
        assert choice.picked == "edmonton"


@pytest.mark.parametrize("text", HOSTILE)
async def test_labels_and_options_are_literal(text):
    def parts():
        return [Labelled(text, Choice([("k", text)]), hint=text), Field(text, str, text, hint=text)]

    async with running(Form(parts), size=(120, 40)) as pilot:
        pilot.app.query_one(Choice).focus()
        await tap(pilot, "space")
        await settle(pilot)
        assert all(char.isprintable() or char == "\n" for char in screen_text(pilot.app))


async def test_enter_picks_nothing_in_the_list_of_a_choice_when_nothing_there_has_what_was_typed():
    sites = [("edmonton", "Edmonton"), ("calgary", "Calgary")]
    async with running(Form(lambda: [Choice(sites, none="Which site?", must=True)])) as pilot:
        await tap(pilot, "enter", *"today", "enter")
        assert pilot.app.parts[0].picked is None
        await tap(pilot, "backspace", *"to", "enter")
        assert pilot.app.parts[0].picked == "edmonton"
