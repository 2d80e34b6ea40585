"""The table of rights: which role may do what at least."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from atma_tui.domain.records import Role
from atma_tui.domain.trust.rights import ROLES, RULES, Right, right_named
from atma_tui.ui.dialogs.dialog import ViewDialog
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row


class RightsTable(ViewDialog[None, Mapping[Right, Role]]):
    """Which roles have each right; Enter gives the one under the cursor to the next role."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("rights.change", "enter", "change", "Change", "Give the right to the next role", "Settings"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._rights: Mapping[Right, Role] = {}

    def compose(self) -> ComposeResult:
        """Lay out the table: a row for each right, a column for each role."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = "Who may do what"
            roles = (Column(role.capitalize(), 6) for role in ROLES)
            yield LongList(Column("To", 30, 1), *roles, empty="There are no rights to give.", id="rights")
            yield KeyLine()

    def view_query(self) -> Callable[[], Mapping[Right, Role]]:
        """Ask what holds."""
        return self.desk.operators.rights

    def render_view(self, view: Mapping[Right, Role]) -> None:
        """Show it."""
        self._rights = view
        rows = [
            Row(right, (RULES[right].words, *("yes" if _has(role, least) else "no" for role in ROLES)))
            for right, least in view.items()
        ]
        self.query_one(LongList).set_rows(rows)

    @on(LongList.Selected)
    def action_change(self) -> None:
        """Give the right under the cursor to the next role that it may be given to."""
        if (key := self.query_one(LongList).cursor_key) is not None:
            self.give(right_named(key))

    @use_case
    async def give(self, right: Right) -> None:
        """Give a right to the next role."""
        roles = ROLES[ROLES.index(RULES[right].fewest) :]
        after = roles[(roles.index(self._rights[right]) + 1) % len(roles)]
        await self.host.do(self.desk.operators.decide, right, after)


def _has(role: Role, least: Role) -> bool:
    return ROLES.index(role) >= ROLES.index(least)
