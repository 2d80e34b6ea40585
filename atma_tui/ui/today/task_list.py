"""The pane of what there is to do."""

from __future__ import annotations

from collections.abc import Sequence

from atma_tui.ui.today.tasks import Task, tasks_content
from atma_tui.ui.widgets.words import Words


class TaskList(Words):
    """What there is to do, a line each, as wide as the pane is by now."""

    _tasks: Sequence[Task] = ()

    def show_tasks(self, found: Sequence[Task]) -> None:
        """Show other tasks; before the pane has its place, once it has."""
        self._tasks = found
        self.on_resize()

    def on_resize(self) -> None:
        """Use the room that there is now."""
        if self._tasks and self.content_size.width:
            self.update(tasks_content(self._tasks, self.content_size.width))
