"""Clinic settings, for all desks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.domain.errors import InputError
from atma_tui.domain.people.contacts import read_email
from atma_tui.domain.records import Clinic
from atma_tui.ui.dialogs.setup_form import YES, SetupForm
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Field, Labelled


class ClinicForm(SetupForm[Clinic]):
    """Change the clinic's settings."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command(
            "clinic.kept", "f4", "kept", "People", "What is kept about people, and what they agree to", "Settings"
        ),
    )
    CSS = "ClinicForm Labelled > * { margin-left: 27; }"

    def __init__(self, clinic: Clinic) -> None:
        super().__init__("Clinic settings")
        self._clinic = clinic

    def fields(self) -> Iterator[Widget]:
        """Name, deadlines, the drive, what calendars say."""
        now = self._clinic
        yield Field("Name", str, now.name, required=True, max_length=80, id="name", classes="-terse")
        yield _number("Offers", now.offer_hours, "hours an offered seat is held, at most", "offer_hours")
        yield _number("Late-cancel notice", now.late_hours, "hours", "late_hours")
        yield _number("Travel time between sites", now.travel_minutes, "minutes, with parking", "travel_minutes")
        yield _number("Door", now.door_minutes, "minutes late, then seats are given away", "door_minutes")
        yield _yes_no("Seats left", now.seats_in_feed, "in words, in public calendars", "seats_in_feed")
        yield _number("Guests' names", now.guest_months, "months from the last event; 0: for ever", "guest_months")
        yield _number("Clients' names", now.client_years, "years from the last entry; 0: for ever", "client_years")
        yield _number("Looks at clients", now.look_years, "years kept; 0: for ever", "look_years")
        yield _number("Minors' names", now.minor_years, "years kept at least after they turned 18", "minor_years")
        named = now.reminders_name_programs
        yield _yes_no("Drafts name events", named, "by their titles, in reminders", "reminders_name_programs")
        yield Field(
            "Drafts are from",
            read_email,
            now.reminders_from,
            hint="e-mail; empty: whoever sends them",
            max_length=254,
            id="reminders_from",
        )
        yield Field(
            "Calendar ID domain",
            str,
            now.feed_domain,
            hint="ask IT before changing",
            required=True,
            max_length=253,
            id="feed_domain",
        )

    def action_kept(self) -> None:
        """Decide what is kept about people."""
        from atma_tui.ui.programs.kept_form import KeptForm

        self.app.push_screen(KeptForm(self._clinic), self._go_on_with)

    def _go_on_with(self, saved: Clinic | None) -> None:
        self._clinic = saved or self._clinic

    async def submit(self) -> Clinic:
        """Save them; only what was changed is said in the log."""
        fields = ClinicFields(
            name=self.answer("name", str),
            offer_hours=self.answer("offer_hours", int),
            late_hours=self.answer("late_hours", int),
            travel_minutes=self.answer("travel_minutes", int),
            door_minutes=self.answer("door_minutes", int),
            feed_domain=self.answer("feed_domain", str),
            guest_months=self.answer("guest_months", int),
            client_years=self.answer("client_years", int),
            minor_years=self.answer("minor_years", int),
            look_years=self.answer("look_years", int),
            seats_in_feed=self.picked("seats_in_feed") == "yes",
            reminders_name_programs=self.picked("reminders_name_programs") == "yes",
            reminders_from=self.answer("reminders_from", str),
        )
        return await self.do(self.desk.choices.change, fields, rev=self._clinic.rev, override=self.override)


def _yes_no(label: str, value: bool, hint: str, id: str) -> Labelled:
    return Labelled(label, Choice(YES, value="yes" if value else "no", id=id), hint=hint, classes="-beside")


def _number(label: str, value: int, hint: str, id: str) -> Field[int]:
    return Field(label, _read_number, str(value), hint=hint, required=True, max_length=5, id=id, classes="-beside")


def _read_number(words: str) -> int:
    if not words.isdecimal():
        raise InputError("A whole number, such as 24.")
    return int(words)
