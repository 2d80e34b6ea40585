"""A form of several fields with a button: a refusal is shown in it, and no input is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar, Generic, TypeVar, cast

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from atma_tui.domain.errors import Affected, InputError
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.ground.door import Refused, use_case
from atma_tui.ui.ground.show import show
from atma_tui.ui.widgets.entry import Field
from atma_tui.ui.widgets.key_line import KeyLine

Answer = TypeVar("Answer")
T = TypeVar("T")
YES = [("yes", "Yes"), ("no", "No")]


class SetupForm(Form[Answer], Generic[Answer]):
    """A form with a button; a refusal is shown in it, and no input is lost."""

    CSS_PATH = str(Path(__file__).with_name("setup_form.tcss"))
    """Whole: Textual looks for a short one beside the module of the form itself."""
    AUTO_FOCUS: ClassVar[str | None] = "#fields Input"

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.override = ""
        """The reason to save although some bookings no longer fit."""

    def compose(self) -> ComposeResult:
        """Lay out the fields, what was refused, and the button."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = show(self._title)
            with VerticalScroll(id="fields", can_focus=False):
                yield from self.fields()
            yield Static(id="says")
            yield self.buttons()
            yield KeyLine()

    def fields(self) -> Iterator[Widget]:
        """Return the fields."""
        raise NotImplementedError

    async def submit(self) -> Answer:
        """Save what was typed. Raises `InputError` once a field said what is wrong, `Refused` for a refusal."""
        raise NotImplementedError

    def answer(self, id: str, read: Callable[[str], T]) -> T:
        """Return a field's answer; `read` only gives its type."""
        return cast("Field[T]", self.query_one(f"#{id}", Field)).answer()

    @use_case
    async def action_save(self) -> None:
        """Save."""
        try:
            saved = await self.submit()
        except InputError as error:
            self.refuse("" if self.query(".-wrong") else str(error))
            return
        except Refused as refused:
            self.refuse(str(refused.error))
            if isinstance(refused.error, Affected):
                await self._ask_why(str(refused.error))
            return
        self.dismiss(saved)

    async def _ask_why(self, affected: str) -> None:
        """Show what does not fit any more, and save anyway when a reason is given."""
        from atma_tui.ui.dialogs.reason import ReasonScreen

        question = ReasonScreen("Some bookings would no longer fit", affected, ok="saves it anyway")
        why = await self.app.push_screen_wait(question)
        if why is None:
            return
        self.override = why
        try:
            self.dismiss(await self.submit())
        except Refused as refused:
            self.refuse(str(refused.error))
        finally:
            self.override = ""
