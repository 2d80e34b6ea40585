"""Words on a screen that are said anew whenever the book is read, and are mostly the same as before."""

from __future__ import annotations

from textual.visual import VisualType
from textual.widgets import Static


class Words(Static):
    """A text that is not painted while it stays the same, and laid out only when it may need other room.

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
        """Return what is another when it may need other room: nothing, a number of lines, or the words."""
        if self.styles.is_auto_width:
            return self.content
        if not self.styles.is_auto_height:
            return None
        if not self.content_size:
            return self.content
        self.clear_cached_dimensions()
        return self.get_content_height(self.container_size, self.screen.size, self.content_size.width)
