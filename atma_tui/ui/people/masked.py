"""Masked clients: masking, and opening a record with a reason, which the log of looks keeps."""

from __future__ import annotations

from typing import Any

from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.ground.door import on_desk, on_desk_unseen, place_of, use_case


class OpensMasked(DeskScreen[Any]):
    """Base of the screens that show one client's record; it is hidden again when the screen closes."""

    async def person_id(self) -> str:
        """Return whose record it is, empty when it is gone."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Ask for a reason when the client is masked."""
        self.open_masked()

    @use_case
    async def open_masked(self) -> None:
        """Show the record for a reason; without one, go back."""
        from atma_tui.ui.dialogs.reason import ReasonScreen

        id, masking = await self.person_id(), self.desk.masking
        if not id or not await on_desk_unseen(self.app, masking.is_hidden, id):
            return
        place, why = place_of(self.app), ""
        if await on_desk_unseen(self.app, lambda: masking.needs_reason):
            words = (
                "This client asked to be masked. The reason is kept in the log of looks, which the client may see."
            )
            asked = ReasonScreen("Open a masked record", words, ok="opens the record")
            answer = await self.app.push_screen_wait(asked)
            if answer is None:
                self.dismiss(None)
                return
            why = answer
        reason = await on_desk_unseen(self.app, masking.open, id, why)
        self.desk.looks.saw(await on_desk_unseen(self.app, self.desk.book.person, id), place, reason=reason)
        self.reload()

    def on_unmount(self) -> None:
        """Hide the record again."""
        self.desk.masking.shut()


async def change_masking(screen: DeskScreen[Any], person_id: str) -> None:
    """Mask a client, or unmask, once asked."""
    from atma_tui.ui.dialogs.confirm import ConfirmScreen

    masking = screen.desk.masking
    if await on_desk(screen.app, masking.is_masked, person_id):
        change, question = masking.unmask, ConfirmScreen("Unmask?", "Everybody sees the name again.", ok="unmasks")
    else:
        words = "Lists show initials, and the record opens only with a reason."
        change, question = masking.mask, ConfirmScreen("Mask this client?", words, ok="masks")
    if await screen.app.push_screen_wait(question):
        await screen.host.do(change, person_id)
