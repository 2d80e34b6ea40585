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
            super().update(content, layout=False)
            if layout and self._needs_room():
                self.refresh(layout=True)

    def _needs_room(self) -> bool:
        """Whether it may be wider now, or takes another number of lines."""
        if self.styles.is_auto_width or not self.styles.is_auto_height:
            return self.styles.is_auto_width
        self.clear_cached_dimensions()
        lines = self.get_content_height(self.container_size, self.screen.size, self.content_size.width)
        return lines != self.content_size.height
