"""Withdrawing somebody: whose seat it is, who gets it next, and whether it counts as late."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from atma_tui.desk.seats.enrolments import Outcome
from atma_tui.desk.seats.withdraw_preview import WithdrawPreview
from atma_tui.domain.records import Event
from atma_tui.domain.seat_words import status_words
from atma_tui.domain.when import span_words
from atma_tui.ui.dialogs.dialog import ViewDialog
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.enrolments.enrol_words import subject
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.show import who
from atma_tui.ui.widgets.entry import Field
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.sentence import Sentence


class WithdrawScreen(Form[Outcome], ViewDialog[Outcome, WithdrawPreview]):
    """End one enrolment; gives the outcome, None when nothing was done."""

    ASKS = True
    OK = "Withdraw"
    CSS_PATH = "withdraw.tcss"
    AUTO_FOCUS: ClassVar[str | None] = "#reason Input"

    def __init__(self, enrolment_id: str) -> None:
        super().__init__()
        self._enrolment_id = enrolment_id
        self._preview: WithdrawPreview | None = None

    def compose(self) -> ComposeResult:
        """Lay out who it is, the reasons, and what Enter does."""
        with Vertical(classes="dialog form") as dialog:
            dialog.border_title = "Withdraw"
            yield Static(id="whom", classes="about")
            yield Field("Reason", str, hint="optional", id="reason")
            yield Field("Waived because", str, hint="only if it should not count as a late cancel", id="waiver")
            yield Static(id="says", classes="says")
            yield self.buttons()
            yield KeyLine()

    def view_query(self) -> Callable[[], WithdrawPreview]:
        """Ask whose seat it is and what becomes of it."""
        return partial(self.desk.enrolments.preview_withdraw, self._enrolment_id)

    def render_view(self, view: WithdrawPreview) -> None:
        """Say it."""
        self._preview = view
        self.set_class(view.late, "-late")
        self.query_one("#whom", Static).update(self._whom(view))
        self.say(*what_withdrawing_does(view, private=self.private))

    def _whom(self, preview: WithdrawPreview) -> Content:
        name = subject(who(preview.person.name, private=self.private), preview.enrolment.party)
        offering = preview.offering
        when = span_words(offering.starts, offering.ends) if isinstance(offering, Event) else ""
        lines = [Sentence(name, "strong"), Sentence(preview.title), *([Sentence(when, "dim")] if when else [])]
        return Content("\n").join(line.show() for line in lines)

    def action_save(self) -> None:
        """Withdraw once it has been said what that does."""
        if self._preview is not None and self._preview.live:
            self.withdraw()

    @use_case
    async def withdraw(self) -> None:
        """Withdraw."""
        outcome = await self.host.do(
            self.desk.enrolments.withdraw,
            self._enrolment_id,
            why=self.query_one("#reason", Field).value,
            waive=self.query_one("#waiver", Field).value,
        )
        self.dismiss(outcome)


def what_withdrawing_does(preview: WithdrawPreview, *, private: bool) -> list[Sentence]:
    """Say what Enter does and what becomes of the seat, one sentence a line."""
    if not preview.live:
        words = status_words(preview.enrolment)
        return [Sentence(f"There is nothing to withdraw: {words} already.", "bad")]
    lines = [Sentence("Inside the clinic's notice for appointments: this is a late cancel.", "warn")]
    lines = lines if preview.late else []
    if preview.appointments:
        lines.append(
            Sentence(f"Their path ends. Coming appointments that end with it: {preview.appointments}.", "warn")
        )
    names = ", ".join(who(person.name, private=private) for person in preview.next)
    if names:
        lines.append(Sentence(f"Enter withdraws; the seat is offered to {names}.", "good"))
    elif preview.enrolment.status == "waiting":
        lines.append(Sentence("Enter takes them off the waiting list."))
    elif preview.waiting:
        lines.append(
            Sentence(f"Enter withdraws; of {preview.waiting} waiting nobody can take the seat now.", "warn")
        )
    elif isinstance(preview.offering, Event) and preview.offering.step:
        lines.append(Sentence("Enter withdraws; the time, the room and the clinician are free again."))
    else:
        lines.append(Sentence("Enter withdraws; nobody is waiting, so the seat is open to anyone."))
    return lines
