"""Enrolling somebody: one box to find them, the party, and in words what Enter will do.

Nothing is done that was not on the screen before: Enter waits until what it does has been said, and when another
desk was faster the dialog says so and Enter means the waiting list.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import Input

from atma_tui.desk.phone_line import read_somebody
from atma_tui.desk.seats.enrolments import Outcome
from atma_tui.desk.seats.previews import Preview
from atma_tui.domain.errors import Full, InputError
from atma_tui.ui.enrolments.anyway import ASKING, unless
from atma_tui.ui.enrolments.enrol_box import EnrolBox
from atma_tui.ui.enrolments.enrol_words import Wish
from atma_tui.ui.ground.door import Refused, use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.widgets.entry import Entry, Field
from atma_tui.ui.widgets.people import COMMAND, NEW
from atma_tui.ui.widgets.person_fields import PersonFields

_GROUP = "Enrolling"
_EITHER = "Enter puts them on both waiting lists; once one has a free seat, they leave the other."


class EnrolScreen(EnrolBox):
    """Enrol somebody in an event or a program's places; gives the outcome, None when nothing was done."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("enrol.new", "f3", "new", "New person", "Enrol somebody who is not in the book yet", _GROUP),
        Command(
            "enrol.take", "f4", "take", "Take existing", "Take the likely duplicate, not a new person", _GROUP
        ),
        Command("enrol.anyway", "f6", "anyway", "Anyway", "Enrol although it is full, with a reason", _GROUP),
        Command("enrol.either", "f7", "either", "Either", "Wait for this or another event at once", _GROUP),
    )

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        preview = self._shown[1] if self._shown else None
        if action == "new":
            return not self.adding
        if action == "take":
            return self.adding and bool(self._people)
        if action == "anyway":
            return not self.asking and preview is not None and "waiting" in (preview.status, preview.anyway)
        if action == "either":
            return not self.asking and preview is not None and preview.status == "waiting"
        return True

    def action_new(self) -> None:
        """Describe somebody new, with what was typed."""
        self._shown = None
        self._people = {}
        self.found.set_rows([])
        self.add_class("-adding")
        fields = self.query_one(PersonFields)
        fields.fill(read_somebody(self.query_one("#words", Entry).value))
        fields.focus_empty()
        self.reload()

    def action_take(self) -> None:
        """Take somebody of the book in place of the new person."""
        if (person := self._people.get(self.found.cursor_key or "")) is not None:
            self._fixed = person
            self._back_to_search("")

    def action_anyway(self) -> None:
        """Ask for a reason to go over capacity."""
        self._ask_why(over=True)

    @use_case
    async def action_either(self) -> None:
        """Wait here and for another event at once, such as the same in the other city; the first seat counts."""
        from atma_tui.ui.enrolments.pick_event import EventPicker

        wish = self.wish()
        picker = EventPicker("Or which other event?", _EITHER, without=self._offering_id)
        other = await self.app.push_screen_wait(picker)
        if wish is None or other is None:
            return
        try:
            outcome = await self._either(wish, other)
        except Refused as refused:
            self._refuse(refused)
            return
        if outcome is not None:
            self.dismiss(outcome)

    async def _either(self, wish: Wish, other: str) -> Outcome | None:
        """Wait for both; over a clash and the like only with a reason, None without one. Raises `Refused`."""
        either = partial(
            self.desk.waiting.either,
            (self._offering_id, other),
            person_id=wish.person.id if wish.person else "",
            new=wish.new,
            party=wish.party,
        )
        return await unless(self, either, *ASKING, ok="waits anyway", tells=False)

    def _refuse(self, refused: Refused) -> None:
        """Say what was refused, and what Enter does now."""
        faster = isinstance(refused.error, Full)
        self._refused = "Another desk was faster." if faster else str(refused.error)
        self.read_offering()

    def action_close(self) -> None:
        """Go one step back; close when there is none."""
        if self.busy:
            return
        if self.asking:
            self._stop_asking()
            self.reload()
        elif self.adding:
            self._back_to_search(self.query_one("#words", Entry).value)
        else:
            self.dismiss(None)

    def _back_to_search(self, words: str) -> None:
        self.remove_class("-adding")
        entry = self.query_one("#words", Entry)
        entry.focus()
        with entry.prevent(Input.Changed):
            entry.value = words
        self._shown = None
        self.search()

    def _ask_why(self, *, over: bool) -> None:
        self._over = over
        self.add_class("-why")
        self.query_one("#why", Field).entry.focus()
        self.reload()

    # Doing it

    def action_enter(self) -> None:
        """Do what was said, ask what is missing, or wait until it is said."""
        wish = self.wish()
        if self.query_one("#words", Entry).value != self._searched and not self.adding:
            return
        if wish is None and self.found.cursor_key in (NEW, COMMAND):
            self._go_on(self.found.cursor_key)
            return
        if wish is None or self._shown is None or self._shown[0] != wish:
            return
        preview = self._shown[1]
        if preview.status == "refused" and not preview.anyway:
            self.app.bell()
        elif (preview.clashes or preview.anyway) and not self.asking:
            self._ask_why(over=False)
        elif self.asking and not self.query_one("#why", Field).value:
            self.query_one("#why", Field).say("A reason is needed; it is kept in the log.")
        else:
            with suppress(InputError):
                if self.adding:
                    self.query_one(PersonFields).check()
                self.enrol(wish, preview)

    def _go_on(self, key: str) -> None:
        """Describe somebody new, or go to the phone line with what was typed for it."""
        if key == NEW:
            self.action_new()
        else:
            self.leave_for_find()

    @use_case
    async def enrol(self, wish: Wish, preview: Preview) -> None:
        """Enrol; when it cannot be what was said any more, say what Enter does now."""
        why = self.query_one("#why", Field).value if self.asking else ""
        override = why if self._over else ""
        line = "waiting" in (preview.status, preview.anyway) and not override
        try:
            outcome = await self.do(
                self.desk.enrolments.enrol,
                self._offering_id,
                person_id=wish.person.id if wish.person else "",
                new=wish.new,
                party=wish.party,
                wait=line,
                override=override,
                clash_why="" if override else why,
                anyway="" if override else why,
                arrived=self._arrived and not line,
            )
        except Refused as refused:
            self._refuse(refused)
            return
        self.dismiss(outcome)
