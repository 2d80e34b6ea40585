"""The demo in a browser, as `textual serve "atma-tui demo"` shows it: drawn, and driven by keys."""

import sys

import pytest

pytest.importorskip("textual_serve", reason="textual-serve is not installed (it comes with the dev group)")
from tests.ui.browser.chromium import CHROMIUM, page, served  # after the look for what it needs

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here to try it in")


async def test_the_demo_is_drawn_in_a_browser_and_follows_its_keys(tmp_path):
    async with served(f"{sys.executable} -m atma_tui demo") as url, page(url, tmp_path / "profile") as desk:
        await desk.until("seats offered")  # the last that Today shows
        await desk.focus()
        await desk.press("Escape", 27)
        await desk.until("Walk-in")
        await desk.press("7")
        await desk.until("clinic-website")
        await desk.press("y")
        await desk.until("Art evening")
