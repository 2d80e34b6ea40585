"""Actions on a line of the call list: note the result of a call, let somebody in, change the order."""

from __future__ import annotations

from functools import partial
from typing import Literal

from atma_tui.desk.calls.calling import CallPage, Gap, OfferCall
from atma_tui.desk.calls.calls import CallRow
from atma_tui.desk.seats.enrolments import Outcome
from atma_tui.desk.seats.queues import WaitingRow
from atma_tui.ui.calls.call_facts import beyond, declined_words, let_in_words
from atma_tui.ui.calls.call_rows import CallItem, name_words, queue_of
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.enrolments.take_offer import take_offer
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.show import who

Result = Literal["yes", "voicemail", "no", "later"]
_OWED: dict[Result, Literal["reached", "voicemail", "no_answer", "dropped"]] = {
    "yes": "reached",
    "voicemail": "voicemail",
    "no": "dropped",
    "later": "no_answer",
}


class CallActs(DeskScreen[CallPage]):
    """A screen with a call list, and the waiting list of the offering under the cursor."""

    @property
    def item(self) -> CallItem | None:
        """What the cursor is on."""
        raise NotImplementedError

    @property
    def waiting(self) -> WaitingRow | None:
        """Who the cursor of the waiting line is on."""
        raise NotImplementedError

    @property
    def marked(self) -> list[OfferCall | CallRow]:
        """The calls that are marked, to be noted together."""
        raise NotImplementedError

    def clear_marks(self) -> None:
        """Take all marks away."""
        raise NotImplementedError

    def key_after(self, key: str) -> str | None:
        """Return the line to go to when `key` is dealt with."""
        raise NotImplementedError

    async def go_on(self, key: str | None) -> None:
        """Show the list as it is now, the cursor on that line."""
        raise NotImplementedError

    def go_to_offered(self, outcome: Outcome) -> None:
        """Go to the person who was offered the seat next."""
        raise NotImplementedError

    # Calls

    def action_called(self, result: Result) -> None:
        """Note the result of the call to the person under the cursor, or of all marked calls."""
        item = self.item
        if self.marked:
            self.note_marked(result)
        elif isinstance(item, OfferCall):
            self.note_offer(item, result)
        elif isinstance(item, CallRow):
            self.note_owed(item, result)

    @use_case
    async def note_marked(self, result: Result) -> None:
        """Note the same result for all marked calls, in one act; "no" asks first."""
        marked = self.marked
        offers = [one.line.enrolment.id for one in marked if isinstance(one, OfferCall)]
        owed = [one.call.id for one in marked if isinstance(one, CallRow)]
        leaving = [one.call.enrolment for one in marked if isinstance(one, CallRow) and one.keeps]
        people = [one.line.person if isinstance(one, OfferCall) else one.person for one in marked]
        names = ", ".join(who(person.name, private=self.host.private) for person in people)
        if result == "no" and not await self._sure(f"{names}\nTheir seats go to whoever is next in line."):
            return
        note = partial(self.desk.several_calls.note, _OWED[result], offers=offers, owed=owed)
        await self.host.do(note, leaving=leaving if result == "no" else ())
        self.clear_marks()
        await self.go_on(None)

    @use_case
    async def note_owed(self, line: CallRow, result: Result) -> None:
        """Note the result of an owed call; after a question, "no" to a seat they still have withdraws them."""
        from atma_tui.ui.enrolments.withdraw import WithdrawScreen

        onward = self.key_after(line.call.id)
        if result == "no" and line.keeps:
            withdrawn = await self.app.push_screen_wait(WithdrawScreen(line.call.enrolment))
            if withdrawn is None:
                return
        await self.host.do(self.desk.calls.note, line.call.id, _OWED[result])
        await self.go_on(onward)

    @use_case
    async def note_offer(self, item: OfferCall, result: Result) -> None:
        """Note the result of a call about a held seat; after "no", go to the person it is offered to next."""
        enrolment = item.line.enrolment
        onward = self.key_after(enrolment.id)
        if result == "yes":
            if not await take_offer(self, item.line.enrolment):
                return
        elif result == "no":
            if not await self._sure(declined_words(item, private=self.host.private)):
                return
            outcome = await self.host.do(self.desk.waiting.decline, enrolment.id)
            await self.go_on(onward)
            self.go_to_offered(outcome)
            return
        else:
            words = "voicemail" if result == "voicemail" else "no_answer"
            await self.host.do(self.desk.waiting.tried, enrolment.id, words)
        await self.go_on(onward)

    # The waiting line

    @use_case
    async def action_let_in(self) -> None:
        """Offer free seats to somebody past those before them."""
        gap, chosen = self.item, self.waiting
        if not isinstance(gap, Gap) or chosen is None:
            return
        over = bool(beyond(gap, chosen))
        effect = f"This {let_in_words(gap, chosen, private=self.host.private)}"
        why = await self._ask(
            "Offer to someone else, over capacity" if over else "Offer to someone else", effect, "offers it"
        )
        if why is not None:
            outcome = await self.host.do(
                self.desk.waiting.let_in,
                chosen.enrolment.id,
                why,
                override=why if over else "",
                clash_why=why if chosen.elsewhere else "",
            )
            await self.go_on(outcome.enrolment.id)

    @use_case
    async def action_prioritise(self) -> None:
        """Move somebody to the front of the line, or back to their own place."""
        chosen, line = self.waiting, queue_of(self.item)
        if chosen is None:
            return
        name = name_words(chosen.person, chosen.enrolment.party, private=self.host.private)
        front = max(one.enrolment.priority for one in line) + 1
        if chosen.enrolment.priority:
            priority, effect = 0, f"{name} goes back to their own place in line."
        elif chosen.rank == 1:
            self.app.notify(f"{name} is the first in line already.")
            return
        else:
            priority, effect = (
                front,
                f"{name} goes from place {chosen.rank} to place 1; the others keep their order.",
            )
        why = await self._ask("Another place in line", effect, "moves them")
        if why is not None:
            await self.host.do(self.desk.waiting.prioritise, chosen.enrolment.id, priority, why)

    async def _sure(self, effect: str) -> bool:
        """Ask before somebody loses a seat."""
        from atma_tui.ui.dialogs.confirm import ConfirmScreen

        question = ConfirmScreen("The answer is no", effect, ok="offers the seat to the next person")
        return bool(await self.app.push_screen_wait(question))

    async def _ask(self, title: str, effect: str, ok: str) -> str | None:
        from atma_tui.ui.dialogs.reason import ReasonScreen

        return await self.app.push_screen_wait(ReasonScreen(title, effect, ok=ok))
