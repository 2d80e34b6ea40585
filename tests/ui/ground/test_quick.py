"""What is left out for speed changes nothing that is seen."""

from atma_tui.ui.shift.handover import HandoverScreen
from tests.ui.kit import running, settle
from tests.ui.rig import app_over, small_desk


async def test_the_sheet_of_a_screen_holds_though_rules_were_looked_up_a_moment_before(tmp_path):
    app = app_over(small_desk(), tmp_path)
    async with running(app, (80, 24)) as pilot:
        await settle(pilot)
        assert "#whole" not in str(app.stylesheet.rules_map.keys())
        screen = HandoverScreen()
        app._load_screen_css(screen)
        assert any("HandoverScreen" in rule.selectors for rule in app.stylesheet.rules_map["#whole"])
