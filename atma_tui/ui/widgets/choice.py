"""Picking one of a few: a drop-down list whose texts are literal.

Choice([("edmonton", "Edmonton"), ("calgary", "Calgary")], none="Any site", value="calgary", id="site")
self.query_one("#site", Choice).picked           # "calgary"
@on(Choice.Changed, "#site")
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.widgets import Select

from atma_tui.ui.ground.show import cell


class Choice(Select[str]):
    """Pick one key by its words; one is always picked, the first unless told otherwise."""

    DEFAULT_CSS = """
    Choice { & > SelectCurrent { background: $panel; }
      &:focus > SelectCurrent { background-tint: $foreground 12%; }
    }
    """

    def __init__(
        self,
        options: Iterable[tuple[str, str]],
        *,
        value: str | None = None,
        none: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Offer (key, words) pairs, at least one; `none` offers to pick nothing, first and under that name."""
        prompts = [(cell(words), key) for key, words in (*((("", none),) if none else ()), *options)]
        picked = prompts[0][1] if value is None else value
        super().__init__(prompts, allow_blank=False, value=picked, compact=True, id=id, classes=classes)

    @property
    def picked(self) -> str | None:
        """The key that was picked, None when nothing was."""
        return str(self.value) or None
