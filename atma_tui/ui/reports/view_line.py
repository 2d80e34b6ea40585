"""A line of views of which one is shown; the arrows go from one to the next, and so does a click."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

_ARROWS = " ←→"


class ViewLine(Widget):
    """The titles of all views."""

    DEFAULT_CSS = "ViewLine { height: 1; padding: 0 1; text-wrap: nowrap; }"
    ALLOW_SELECT = False
    shown: reactive[str] = reactive("", init=False)
    """Id of the view that is shown."""

    class Picked(Message):
        """A view was clicked."""

        def __init__(self, view: str) -> None:
            super().__init__()
            self.view = view

    def __init__(self, views: Sequence[tuple[str, str]], shown: str) -> None:
        super().__init__()
        self._views = views
        self.set_reactive(ViewLine.shown, shown)

    def beside(self, steps: int) -> str:
        """Return the view that is so many steps to the right of the one that is shown, round and round."""
        ids = [id for id, _ in self._views]
        return ids[(ids.index(self.shown) + steps) % len(ids)]

    def render(self) -> Content:
        """Return the line."""
        titles = (
            Content.styled(f" {title} ", "$text on $primary bold" if id == self.shown else "$foreground-muted")
            for id, title in self._views
        )
        return Content("").join([*titles, Content.styled(_ARROWS, "$text-accent bold")])

    def on_click(self, event: events.Click) -> None:
        """Pick the view under the mouse."""
        right = 1
        for id, title in self._views:
            right += len(title) + 2
            if event.x < right:
                self.post_message(self.Picked(id))
                return
