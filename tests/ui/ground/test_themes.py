"""Every text is readable on everything it may lie on: WCAG's ratio of contrast, computed."""

import pytest
from textual.color import Color

from atma_tui.domain.colours import SITE_COLOURS
from atma_tui.domain.records import Site
from atma_tui.settings import THEMES
from atma_tui.ui.ground.themes import DESK_THEMES, site_style
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.spans import SITE_STYLES, site_tone
from tests.ui.demo import evening
from tests.ui.kit import running, settle, tap

TEXTS = ("foreground", "foreground-muted", "text-disabled", "footer-key-foreground", "footer-foreground")
COLOURED = ("primary", "secondary", "accent", "success", "warning", "error", "muted")
GROUNDS = ("background", "surface", "panel", "block-cursor-blurred-background")
ON_FIELDS = ("foreground", "foreground-muted", "text-muted")
SCREENS = (
    ("1", "escape"),
    ("1", *"om"),
    ("2",),
    ("2", "enter"),
    ("2", "n"),
    ("2", "k"),
    ("3",),
    ("3", "d"),
    ("escape", "5", "c"),
    ("6",),
    ("8",),
    ("alt+s",),
)
"""Keys that lead to the screens with most colours."""
ON_CURSOR = "block-cursor-foreground"


def variables(theme):
    return {**theme.to_color_system().generate(), **theme.variables}


def luminance(colour):
    parts = (part / 255 for part in (colour.r, colour.g, colour.b))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def ratio(said, text, ground):
    text, ground = Color.parse(said[text]), Color.parse(said[ground])
    return contrast(ground.blend(text, text.a, 1), ground)


@pytest.mark.parametrize("theme", DESK_THEMES, ids=lambda theme: theme.name)
def test_every_text_is_readable_on_every_ground(theme):
    said = variables(theme)
    least = 7 if theme.name == "high-contrast" else 4.5
    texts = [*TEXTS, *(f"text-{name}" for name in COLOURED), *(site_style(name)[1:] for name in SITE_COLOURS)]
    poor = {(text, ground): round(ratio(said, text, ground), 2) for text in texts for ground in GROUNDS}
    assert not {key: value for key, value in poor.items() if value < least}
    assert ratio(said, ON_CURSOR, "block-cursor-background") >= 4.5
    assert ratio(said, "foreground", "event-ground") >= least
    assert all(ratio(said, text, "field") >= least for text in ON_FIELDS)
    assert contrast(Color.parse("white"), Color.parse(said["primary"])) >= 4.5, "the mode that is shown"


@pytest.mark.parametrize("theme", DESK_THEMES, ids=lambda theme: theme.name)
def test_frames_and_events_are_seen_on_their_ground(theme):
    said = variables(theme)
    assert ratio(said, "frame", "background") >= 2
    assert ratio(said, "frame-focused", "background") > 1.5 * ratio(said, "frame", "background"), (
        "what has the focus"
    )
    assert all(ratio(said, "field", ground) >= 1.25 for ground in ("background", "surface"))
    assert ratio(said, "event-ground", "background") >= 1.3


async def test_every_text_on_the_main_screens_is_readable_in_every_theme():
    app = evening()
    async with running(app, (120, 32)) as pilot:
        for keys in SCREENS:
            for key in keys:
                await tap(pilot, key)
                await settle(pilot)
            for theme in THEMES:
                app.theme = theme
                await settle(pilot)
                assert not unreadable(app), f"{theme} after {keys}"
            while len(app.screen_stack) > 1:
                await tap(pilot, "escape")
                await settle(pilot)


def unreadable(app):
    """Return what has too little contrast on the screen that keys go to; what is behind a dialog is dimmed."""
    dialog = next(iter(app.screen.query(".dialog")), None) if app.screen.is_modal else None
    shown = dialog.region if dialog is not None else app.screen.region
    found = {}
    for y in shown.line_range if dialog is not None else range(shown.height):
        strip = app.screen._compositor.render_strips()[y].crop(shown.x, shown.right)
        for text, style, _ in strip:
            words = "".join(one for one in text if one.isalnum())
            if words and style.color is not None and style.bgcolor is not None:
                said, ground = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
                if contrast(said, ground) < 4.5:
                    found[y, words] = (said.hex, ground.hex)
    return found


@pytest.mark.parametrize("theme", DESK_THEMES, ids=lambda theme: theme.name)
def test_the_colours_of_two_sites_differ(theme):
    said = variables(theme)
    assert len({said[f"site-{name}"] for name in SITE_COLOURS}) == len(SITE_COLOURS)


async def test_a_site_has_a_colour_in_any_theme():
    async with running(evening()) as pilot:
        app = pilot.app
        assert set(THEMES) <= set(app.available_themes)
        for name in app.available_themes:
            app.theme = name
            await settle(pilot)
            assert all(app.theme_variables[f"site-{colour}"] for colour in SITE_COLOURS)


def test_a_site_of_any_known_colour_is_shown_in_it_and_of_another_plainly():
    assert [site_tone(Site(id="x", name="X", colour=name)) for name in SITE_COLOURS] == list(SITE_COLOURS)
    assert set(SITE_STYLES) == set(SITE_COLOURS)
    assert site_tone(Site(id="x", name="X", colour="mauve")) == "" and site_style("mauve") == "$foreground"


async def test_the_choice_in_focus_stands_out_from_the_others_in_every_theme():
    async with running(evening()) as pilot:
        await tap(pilot, "escape", "2", "n")
        await settle(pilot)
        focused, other = pilot.app.focused, pilot.app.screen.query_one("#category", Choice)
        assert isinstance(focused, Choice)
        for theme in DESK_THEMES:
            pilot.app.theme = theme.name
            await settle(pilot)
            assert contrast(*(one.background_colors[1] for one in (focused, other))) > 1.5
            assert [str(span.style) for span in focused.render().spans] == ["reverse"], "as the cursor in a box"
        assert not other.render().spans
