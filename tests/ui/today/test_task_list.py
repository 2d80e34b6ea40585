"""What there is to do uses the room of its pane, whenever that gets its place."""

from textual.app import App, ComposeResult

from atma_tui.ui.today.task_list import TaskList
from atma_tui.ui.today.tasks import Task


class Pane(App[None]):
    """One pane whose tasks came early, and one whose tasks have not come yet."""

    def compose(self) -> ComposeResult:
        shown = TaskList()
        shown.show_tasks([Task("6", "4 calls to make", "Alex Nobody: Information evening")])
        yield shown
        yield TaskList(id="empty")


async def test_tasks_that_came_before_the_pane_had_its_place_are_shown_whole():
    app = Pane()
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.pause()
        assert "Alex Nobody: Information evening" in str(app.query(TaskList).first().content)
        await pilot.resize_terminal(34, 10)
        await pilot.pause()
        assert "Alex Nobody:…" in str(app.query(TaskList).first().content)
