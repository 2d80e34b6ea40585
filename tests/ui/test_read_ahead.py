"""What a screen is made of is read before it is shown: it then looks as it would have."""

from atma_tui.ui.programs.programs import ProgramsScreen
from tests.ui.demo import evening
from tests.ui.kit import running, screen_text, settle, tap


async def _programs(*, read_ahead: bool) -> tuple[str, bool]:
    """Return what Programs shows, and whether its sheet was there before."""
    app = evening()
    async with running(app, (120, 40)) as pilot:
        if read_ahead:
            app.read_all_ahead()
        sheets = {path for path, _ in app.stylesheet.source}
        await tap(pilot, "5")
        await settle(pilot)
        return screen_text(app), {str(path) for path in app.screen.css_path} <= sheets


async def test_a_screen_that_was_read_ahead_looks_the_same():
    before, was_there = await _programs(read_ahead=True)
    assert was_there
    assert isinstance(ProgramsScreen.CSS_PATH, str), "a screen without a sheet proves nothing"
    after, _ = await _programs(read_ahead=False)
    assert before == after
