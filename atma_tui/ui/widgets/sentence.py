"""A sentence on a screen, and how it stands out."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content

from atma_tui.ui.ground.show import show
from atma_tui.ui.widgets.spans import SITE_STYLES, Tone

STYLES: dict[Tone, str] = {
    "": "",
    "dim": "$foreground-muted",
    "strong": "bold",
    "good": "$text-success",
    "warn": "$text-warning",
    "bad": "bold $text-error",
    "cancelled": "strike $foreground-muted",
    **SITE_STYLES,
}


class Sentence(NamedTuple):
    """A sentence and how it looks."""

    text: str
    tone: Tone = ""

    def show(self) -> Content:
        """Return it as content."""
        return show(self.text, 400, STYLES[self.tone])
