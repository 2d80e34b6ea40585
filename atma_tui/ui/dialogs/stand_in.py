"""A lead allows one thing that the operator may not do."""

from __future__ import annotations

from collections.abc import Iterator

from textual.widget import Widget

from atma_tui.domain.trust.permissions import Authority
from atma_tui.ui.dialogs.setup_form import SetupForm
from atma_tui.ui.widgets.entry import Field


class StandInForm(SetupForm[Authority]):
    """Asks for the name and the PIN of a lead; the next act that needs it is done in their name."""

    OK = "Allow once"

    def __init__(self) -> None:
        super().__init__("A lead allows the next thing")

    def fields(self) -> Iterator[Widget]:
        """The lead's name and PIN."""
        yield Field("Lead", str, hint="their name", required=True, max_length=60, id="lead")
        pin = Field(
            "PIN", str, required=True, hint="for one action, within two minutes; the log shows it", id="pin"
        )
        pin.entry.password = True
        yield pin

    async def submit(self) -> Authority:
        """Let them stand in."""
        return await self.do(self.desk.signing_in.stand_in, self.answer("lead", str), self.answer("pin", str))
