from __future__ import annotations

import pytest

from atma_tui.domain.records import Answer
from tests.ui.kit import SIZES, paste, running, screen_text, tap, type_text, wait_for
from tests.ui.rig import app_over, shows, small_desk


@pytest.fixture
def desk():
    desk = small_desk()
    with desk.book.act("start") as work:
        for id, question, words, next_step in (
            ("cost", "What does it cost?", "price fee", "Offer a call."),
            ("escort", "Do I need somebody to drive me?", "escort taxi", ""),
            ("odd", "[@click=app.quit]Is [/] this?", "", "[link=file:///x]"),
        ):
            work.add(Answer(id=id, question=question, answer=f"About {id}.", words=words, next_step=next_step))
    return desk


async def test_any_word_of_the_question_finds_the_answer_and_the_next_step(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await tap(pilot, "f2")
        await shows(pilot, "What does it cost?", "Do I need somebody")
        await type_text(pilot, "fee")
        await wait_for(pilot, lambda: "drive me" not in screen_text(pilot.app), "only what fits is left")
        await shows(pilot, "About cost.", "Next: Offer a call.")


async def test_the_arrows_go_through_the_answers_while_typing(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await tap(pilot, "f2")
        await shows(pilot, "About cost.")
        await tap(pilot, "down")
        await shows(pilot, "About escort.")
        await tap(pilot, "down")
        await shows(pilot, "About odd.", "[@click=app.quit]Is [/] this?", "[link=file:///x]")


async def test_nothing_found_says_what_to_try(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await tap(pilot, "f2")
        await shows(pilot, "About cost.")
        await paste(pilot, "[/red] \x1b[2J zzz")
        await shows(pilot, "fewer may do")
        assert "About" not in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_question_answer_and_next_step_are_seen_at_every_size(desk, tmp_path, size):
    async with running(app_over(desk, tmp_path), size=size) as pilot:
        await tap(pilot, "f2")
        await shows(pilot, "What does it cost?", "About cost.", "Next: Offer a call.", "Esc Close")
