"""The desk's themes, dark, light and high contrast, and the colours of sites, frames and events in each of them.

`tests/ui/ground/test_themes.py` computes that every text is readable on everything it may lie on.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import Theme

from atma_tui.domain.colours import SITE_COLOURS

_SITES = {
    "blue": ("#6db8ff", "#0b57a4", "#8fd0ff"),
    "red": ("#ff8f8f", "#a3161f", "#ffaaaa"),
    "green": ("#7ddc8f", "#1c6428", "#8dff9d"),
    "purple": ("#cba3ff", "#6a2fb0", "#dcc2ff"),
    "orange": ("#ffac5e", "#8a4200", "#ffc078"),
    "teal": ("#5fd8d0", "#005f5f", "#74fff5"),
    "pink": ("#ff9bd2", "#a01a6b", "#ffb8e4"),
    "brown": ("#d9b48f", "#6b4423", "#ecd0b0"),
}
"""By the theme: dark, light, high contrast."""


def site_style(colour: str) -> str:
    """Return the style of a site's letter or name, for `Content.styled`; plain for a colour that nobody knows."""
    return f"$site-{colour}" if colour in SITE_COLOURS else "$foreground"


_GROUNDS = {
    "frame": ("#4f5b69", "#a8a192", "#8c8c8c"),
    "frame-focused": ("#5aa6f5", "#0b5cad", "#ffe14d"),
    "field": ("#283543", "#dcd7ca", "#404040"),
    "event-ground": ("#36465a", "#cfdded", "#3a3a3a"),
}
"""By the theme as well: frames of panes, without and with the focus; what fields and the board's events lie on."""


def own_variables(dark: bool) -> dict[str, str]:
    """Return the desk's own colours for a theme that does not have them."""
    return _own_shades(0 if dark else 1)


def _own_shades(place: int) -> dict[str, str]:
    sites = {f"site-{name}": shades[place] for name, shades in _SITES.items()}
    return sites | {name: shades[place] for name, shades in _GROUNDS.items()}


def _theme(name: str, texts: Mapping[str, str], *, dark: bool, shades: int, **colours: str) -> Theme:
    """Return a theme whose coloured texts are said one by one: Textual mixes them too pale for a light ground."""
    variables = {**{f"text-{key}": colour for key, colour in texts.items()}, **_own_shades(shades)}
    variables["foreground-muted"] = variables["text-disabled"] = texts["muted"]
    variables["footer-key-foreground"] = texts["accent"]
    return Theme(
        name,
        dark=dark,
        foreground=colours["foreground"],
        background=colours["background"],
        surface=colours["surface"],
        panel=colours["panel"],
        primary=colours["primary"],
        secondary=colours["secondary"],
        accent=colours["accent"],
        success=colours["success"],
        warning=colours["warning"],
        error=colours["error"],
        variables={
            **variables,
            "block-cursor-background": colours["primary"],
            "block-cursor-foreground": colours["on_primary"],
            "block-cursor-blurred-background": colours["still"],
            "block-cursor-blurred-foreground": colours["foreground"],
        },
    )


DESK_THEMES = (
    _theme(
        "dark",
        {
            "primary": "#7fbcff",
            "secondary": "#9fb6cf",
            "accent": "#ffb95c",
            "success": "#86d9a0",
            "warning": "#ffcb74",
            "error": "#ff9aa8",
            "muted": "#a3adb8",
        },
        dark=True,
        shades=0,
        foreground="#e3e7ec",
        background="#11161c",
        surface="#19202a",
        panel="#222c38",
        primary="#1c66b3",
        on_primary="#ffffff",
        still="#1d3450",
        secondary="#35506e",
        accent="#ffb95c",
        success="#3f9e5f",
        warning="#d99a2b",
        error="#c23b55",
    ),
    _theme(
        "light",
        {
            "primary": "#0a4f98",
            "secondary": "#3c5570",
            "accent": "#7a3d00",
            "success": "#17602f",
            "warning": "#744700",
            "error": "#a11229",
            "muted": "#4c5662",
        },
        dark=False,
        shades=1,
        foreground="#1b222b",
        background="#fbfaf6",
        surface="#f3f0e9",
        panel="#e6e2d8",
        primary="#0b5cad",
        on_primary="#ffffff",
        still="#d4e3f3",
        secondary="#5d7791",
        accent="#b05a00",
        success="#2f8a4c",
        warning="#b07300",
        error="#b3233b",
    ),
    _theme(
        "high-contrast",
        {
            "primary": "#8fd0ff",
            "secondary": "#d0d0d0",
            "accent": "#ffe14d",
            "success": "#7dff9b",
            "warning": "#ffd84d",
            "error": "#ffa8a8",
            "muted": "#d8d8d8",
        },
        dark=True,
        shades=2,
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#1a1a1a",
        primary="#005fcc",
        on_primary="#ffffff",
        still="#002f66",
        secondary="#5a5a5a",
        accent="#ffe14d",
        success="#00a63d",
        warning="#d6a800",
        error="#c40000",
    ),
)
"""Their names are those of `settings.THEMES`."""
