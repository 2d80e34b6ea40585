"""What a person agreed to or withdrew, of what the clinic asks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace
from textual.widget import Widget

from atma_tui.desk.people.new_person import known_of
from atma_tui.domain.people.optional import ConsentMark
from atma_tui.domain.records import Consent, Person
from atma_tui.domain.when import day_words, read_day, today
from atma_tui.ui.dialogs.setup_form import SetupForm
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Field, Labelled

_SAID: dict[str, bool | None] = {"unknown": None, "given": True, "withdrawn": False}
_OPTIONS = [("unknown", "Not asked"), ("given", "Given"), ("withdrawn", "Withdrawn")]


class ConsentsForm(SetupForm[Person]):
    """Note what somebody said; unchanged consents keep their day and who noted them."""

    AUTO_FOCUS = "#fields Choice, #fields Entry"
    CSS = "ConsentsForm Labelled > * { margin-left: 42; }"

    def __init__(self, person: Person) -> None:
        super().__init__("Consents")
        self._person = person
        self._known = {one.kind: one for one in person.consents}

    def fields(self) -> Iterator[Widget]:
        """A choice for each kind, and when they said so."""
        for number, kind in enumerate(self.host.clinic.consent_kinds):
            known = self._known.get(kind)
            yield Labelled(
                kind, Choice(_OPTIONS, value=_picked(known), id=f"consent-{number}"), hint=_words(known)
            )
        yield Field("Said on", self._read_day, hint="empty: today; such as 2026-11-30, mon, -7", id="day")

    def _read_day(self, words: str) -> date | None:
        return read_day(words, today(self.desk.now()), past=True) if words else None

    async def submit(self) -> Person:
        """Save what differs."""
        day = self.answer("day", self._read_day)
        clinic = self.host.clinic
        marks = tuple(
            ConsentMark(kind=kind, given=_SAID[said], day=day)
            for number, kind in enumerate(clinic.consent_kinds)
            if (said := self.picked(f"consent-{number}")) != _picked(self._known.get(kind))
        )
        new = replace(known_of(self._person, clinic), consents=marks)
        return await self.do(self.desk.people.change, self._person.id, new, rev=self._person.rev)


def _picked(known: Consent | None) -> str:
    return "unknown" if known is None else "given" if known.given else "withdrawn"


def _words(known: Consent | None) -> str:
    return f"{day_words(known.day)}, noted by {known.by}" if known else ""
