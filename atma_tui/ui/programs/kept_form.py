"""What the clinic keeps about people besides name, phone and e-mail, and what it asks them to agree to."""

from __future__ import annotations

from collections.abc import Iterator

from textual.widget import Widget

from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.domain.people.optional import OPTIONAL, WORDS, read_consent_kinds
from atma_tui.domain.records import Clinic
from atma_tui.ui.dialogs.setup_form import YES, SetupForm
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Field, Labelled


class KeptForm(SetupForm[Clinic]):
    """Decide what is asked for and shown; what is no longer shown stays stored."""

    AUTO_FOCUS = "#fields Choice"
    CSS = "KeptForm Labelled > * { margin-left: 27; }"

    def __init__(self, clinic: Clinic) -> None:
        super().__init__("What is kept about people")
        self._clinic = clinic

    def fields(self) -> Iterator[Widget]:
        """Yes or no for each field, and the kinds of consent."""
        for field in OPTIONAL:
            picked = "yes" if field in self._clinic.person_fields else "no"
            words = WORDS[field]
            yield Labelled(
                f"{words[0].upper()}{words[1:]}", Choice(YES, value=picked, id=field), classes="-beside"
            )
        yield Field(
            "Consents",
            read_consent_kinds,
            "; ".join(self._clinic.consent_kinds),
            hint="such as may be phoned; newsletter; photo. Empty: nobody is asked",
            max_length=500,
            id="consents",
        )

    async def submit(self) -> Clinic:
        """Save it."""
        fields = ClinicFields(
            person_fields=tuple(field for field in OPTIONAL if self.picked(field) == "yes"),
            consent_kinds=self.answer("consents", read_consent_kinds),
        )
        return await self.do(self.desk.choices.change, fields, rev=self._clinic.rev)
