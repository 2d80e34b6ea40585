"""Picking one of a few: a drop-down list whose texts are literal.

Choice([("edmonton", "Edmonton"), ("calgary", "Calgary")], value="calgary", id="site")
self.query_one("#site", Choice).picked
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.widgets import Select

from atma_tui.ui.show import cell


class Choice(Select[str]):
    """Pick one key by its words."""

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
        none: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Offer (key, words) pairs; with `none`, picking nothing is allowed and called that."""
        super().__init__(
            [(cell(words), key) for key, words in options],
            prompt=none or "",
            allow_blank=none is not None or value is None,
            value=Select.NULL if value is None else value,
            compact=True,
            id=id,
            classes=classes,
        )

    @property
    def picked(self) -> str | None:
        """The key that was picked, None when none was."""
        return None if self.is_blank() else str(self.value)
