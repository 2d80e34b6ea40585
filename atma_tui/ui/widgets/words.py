"""Words on a screen that are said anew whenever the book is read, and are mostly the same as before."""

from __future__ import annotations

from textual.visual import VisualType
from textual.widgets import Static


class Words(Static):
    """A text that is not painted while it stays the same, and laid out only when it needs another number of lines.

    For texts as wide as what they are in. Textual lays the whole screen out whenever a text is set.
    """

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show other words."""
        if content != self.content:
            super().update(content, layout=False)
            if layout and self.styles.is_auto_height and self._lines() != self.content_size.height:
                self.refresh(layout=True)

    def _lines(self) -> int:
        self.clear_cached_dimensions()
        return self.get_content_height(self.container_size, self.screen.size, self.content_size.width)
