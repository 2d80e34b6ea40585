"""At the door: people counted without a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from atma_tui.cli.command import Arg, DeskCommand, Opt
from atma_tui.cli.json_views import seats_shape
from atma_tui.cli.reply import Reply
from atma_tui.cli.shared import EventArg
from atma_tui.domain.errors import InputError
from atma_tui.domain.text import clean

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.door.counting import Counted


class Door(DeskCommand):
    """Count people at the door who give no name, or show how many were counted.

    Each takes a seat as a walk-in does. After the event, =N says how many there were.
    """

    examples = ("door evt-5f0c", "door evt-5f0c +3", "door evt-5f0c -1", "door evt-5f0c =42")
    event: EventArg
    people: Annotated[str, Arg("+N|-N|=N", "so many came in, went out again, or came in all")] = ""
    override: Annotated[str, Opt("REASON", "over capacity or past those waiting; it is marked")] = ""

    def run(self, desk: Desk) -> Reply:
        from atma_tui.domain.seats import counted_words, sum_words

        summary = self._counted(desk).summary if self.people else ""
        card = desk.agenda.card(self.event)
        words = counted_words(card.seats) if card.seats.counted_in else "nobody was counted at the door"
        return Reply(
            shape={"event": card.offering.id, "title": card.title, "seats": seats_shape(card.seats)},
            parts=[f"{summary or f'{card.title}: {words}'}.", sum_words(card.seats)],
        )

    def _counted(self, desk: Desk) -> Counted:
        typed = re.fullmatch(r"([+=-])\s*([0-9]{1,6})", self.people.strip())
        if typed is None:
            raise InputError(
                f"Say +3 when three came in, -1 when one went out, =42 when 42 came in all; not "
                f"{clean(self.people, 40)!r}. Nobody was counted."
            )
        number, counts = int(typed[2]), desk.door_counts
        if typed[1] == "-":
            return counts.count_out(self.event, number)
        count = counts.set_total if typed[1] == "=" else counts.count_in
        return count(self.event, number, override=self.override)
