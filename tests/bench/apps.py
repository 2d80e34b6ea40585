"""Small Textual apps to measure against: `python -m tests.bench.apps label|repaint|list COUNT`."""

import gc

gc.disable()

import sys  # noqa: E402
from pathlib import Path  # noqa: E402

from textual.app import App, ComposeResult  # noqa: E402
from textual.widgets import Static  # noqa: E402


class Label(App[None]):
    """What any Textual program costs: one label."""

    def compose(self) -> ComposeResult:
        yield Static("READY")


class Repaint(App[None]):
    """Repaints the whole screen on a key press: the floor of any answer."""

    BINDINGS = [("x", "turn", "Repaint")]

    def compose(self) -> ComposeResult:
        yield Static("READY")

    def on_mount(self) -> None:
        self.query_one(Static).styles.height = "100%"

    def action_turn(self) -> None:
        label = self.query_one(Static)
        letter = "b" if str(label.content).startswith("a") else "a"
        label.update(letter * (self.size.width * self.size.height))


def rows(count: int) -> App[None]:
    """Return an app with a long list of that many rows."""
    from atma_tui.ui.ground.safe import SafeApp
    from atma_tui.ui.widgets.columns import Column
    from atma_tui.ui.widgets.long_list import LongList
    from atma_tui.ui.widgets.rows import Row
    from atma_tui.ui.widgets.seats import say_seats

    def draw(number: int) -> Row:
        seats = say_seats(taken=number % 23, free=20 - number % 23, waiting=number % 3, width=24)
        return Row(str(number), (f"{number % 24:02}:00", f"READY event number {number}", seats, "Room 1"))

    class Rows(SafeApp):
        BINDINGS = [("r", "replace", "Replace all rows")]

        def compose(self) -> ComposeResult:
            columns = (Column("When", 5), Column("Event", 20, flex=1), Column("Seats", 24), Column("Room", 8))
            yield LongList(*columns, draw=draw, key=str)

        def on_mount(self) -> None:
            self.action_replace()

        def action_replace(self) -> None:
            self.query_one(LongList).set_rows(range(count))

    return Rows(crash_log=Path("/dev/null"))


if __name__ == "__main__":
    small: dict[str, type[App[None]]] = {"label": Label, "repaint": Repaint}
    (small[sys.argv[1]]() if sys.argv[1] in small else rows(int(sys.argv[2]))).run()
