"""What a sync would change, before anything is changed: Enter applies it, Escape drops it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from atma_tui.sync.planning.plan import Plan
from atma_tui.ui.dialogs.dialog import DeskDialog
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show
from atma_tui.ui.websites.plan_words import COLUMNS, item_of, item_words, sentence_of, summary_words
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Heading, Row

_GROUP = "Plan"

Verdict = Literal["apply", "force"]


class PlanScreen(DeskDialog[Verdict]):
    """Show a plan; gives what to do with it, None when it is dropped."""

    CSS_PATH = "plan.tcss"
    KEEPS_NAMES = True
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command(
            "plan.apply", "enter", "apply", "Apply", "Change the book as shown, in one act", _GROUP, first=True
        ),
        Command("plan.force", "f", "force", "Apply anyway", "Apply what was held back, once asked again", _GROUP),
    )

    def __init__(
        self, plan: Plan, rows: Sequence[Row | Heading], place: str = "", clashes: Sequence[str] = ()
    ) -> None:
        """`rows` are its `plan_rows`, made where no key waits for them; `place` says which of several it is."""
        super().__init__()
        self._plan, self._rows, self._place, self._clashes = plan, rows, place, clashes

    def compose(self) -> ComposeResult:
        """Counts, the question of a guard, the list, and the event under the cursor in full."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = show(f"What {self._plan.source} would change")
            dialog.border_subtitle = show(self._place)
            yield Static(show(summary_words(self._plan).capitalize()), id="counts")
            if self._plan.blocked_by:
                held = f"Held back. {self._plan.blocked_by} f applies it anyway."
                yield Static(show(held, 600), id="held", classes="bad")
            yield LongList(*COLUMNS, header=False, empty="No event changes.", id="items")
            with VerticalScroll(id="whole", can_focus=False):
                yield Static(id="item")
            yield KeyLine()

    def on_mount(self) -> None:
        """Show the plan."""
        self.query_one(LongList).set_rows(self._rows)
        self.query_one(LongList).focus()

    @on(LongList.Highlighted)
    def show_item(self, moved: LongList.Highlighted) -> None:
        """Show the event under the cursor in full."""
        item = item_of(self._plan, moved.key)
        sentence = sentence_of(self._plan, moved.key, self._clashes)
        self.query_one("#item", Static).update(
            item_words(item, self._plan.origin) if item else show(sentence, 400)
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A held plan is not applied by Enter, and one that changes nothing not at all."""
        if action == "force":
            return bool(self._plan.blocked_by)
        return self._plan.changes if action == "apply" else True

    def action_apply(self) -> None:
        """Apply it."""
        self.dismiss("apply")

    @use_case
    async def action_force(self) -> None:
        """Let pass what was held back, once somebody said so twice."""
        from atma_tui.ui.dialogs.confirm import ConfirmScreen

        if await self.app.push_screen_wait(
            ConfirmScreen("Apply what was held back?", self._plan.blocked_by, ok="applies it all")
        ):
            self.dismiss("force")
