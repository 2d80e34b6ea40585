"""Texts on a screen that are set again whenever the book is read, usually to the same words."""

from __future__ import annotations

from textual.visual import VisualType
from textual.widgets import Static


class Words(Static):
    """A text that is repainted only if it changes, and laid out only if it may need another size.

    Textual lays the whole screen out whenever a text is set.
    """

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show other words."""
        if content != self.content:
            before = self._room()
            super().update(content, layout=False)
            if layout and self._room() != before:
                self.refresh(layout=True)

    def _room(self) -> object:
        """Return a key that changes if the text may need another size: empty, a number of lines, or the words."""
        if self.styles.is_auto_width:
            return self.content
        if not self.styles.is_auto_height:
            return None
        if not self.content_size:
            return self.content
        self.clear_cached_dimensions()
        return self.get_content_height(self.container_size, self.screen.size, self.content_size.width)
