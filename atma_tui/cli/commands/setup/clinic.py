"""Clinic settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from atma_tui.cli.command import DeskCommand, Opt
from atma_tui.cli.reply import Reply, Table
from atma_tui.cli.shared import SetUpOverride
from atma_tui.cli.values import number, on_or_off
from atma_tui.domain.errors import InputError

if TYPE_CHECKING:
    from atma_tui.cli.json_views import Shape
    from atma_tui.desk.desk import Desk
    from atma_tui.domain.records import Clinic


_HOURS = number(0, 336)


def _read_person_fields(name: str, words: str) -> tuple[str, ...]:
    from atma_tui.domain.people.optional import read_person_fields

    return read_person_fields(words)


def _read_consent_kinds(name: str, words: str) -> tuple[str, ...]:
    from atma_tui.domain.people.optional import read_consent_kinds

    return read_consent_kinds(words)


class ClinicShow(DeskCommand):
    """Show the clinic's settings."""

    only_looks = True
    examples = ("clinic show --json",)

    def run(self, desk: Desk) -> Reply:
        clinic = desk.choices.get()
        rows = [
            ("name", clinic.name),
            ("offered seats are held", f"{clinic.offer_hours} h at most"),
            ("a late cancel is within", f"{clinic.late_hours} h"),
            ("drive between two sites", f"{clinic.travel_minutes} min"),
            ("names of events end in", f"@{clinic.feed_domain}"),
            ("calendars tell seats left", "yes" if clinic.seats_in_feed else "no"),
            ("names of guests are kept", _kept_words(clinic.guest_months, "month", "their last event or call")),
            ("names of clients are kept", _kept_words(clinic.client_years, "year", "the last entry")),
            ("those of minors at least", f"{clinic.minor_years} years after they turned 18"),
            ("looks at clients are kept", f"{clinic.look_years} years" if clinic.look_years else "for ever"),
            ("drafts of reminders name events", "yes" if clinic.reminders_name_programs else "no"),
            ("drafts of reminders are from", clinic.reminders_from or "whoever sends them"),
            ("kept about a person", ", ".join(clinic.person_fields) or "name, phone and e-mail only"),
            ("asked for consent to", "; ".join(clinic.consent_kinds) or "nothing"),
        ]
        return Reply(shape=_clinic_shape(clinic), parts=[Table((), rows)])


class ClinicSet(DeskCommand):
    """Change the clinic's settings, for all its desks.

    With a longer drive, people may not be in time any more. They are listed, and nothing is changed without a
    reason.
    """

    examples = (
        "clinic set --seats-in-feed on",
        "clinic set --offer-hours 48 --late-hours 24",
        'clinic set --person-fields "birth-year, emergency, escort" --consents "may be phoned; newsletter"',
    )
    name: Annotated[str | None, Opt("TEXT", "what the clinic is called")] = None
    feed_domain: Annotated[str | None, Opt("DOMAIN", "what the calendar names of new events end in")] = None
    offer_hours: Annotated[int | None, Opt("N", "how long an offered seat is held, at most", number(1, 336))] = (
        None
    )
    late_hours: Annotated[
        int | None,
        Opt("N", "cancelling a program appointment later than this before it is a late cancel", _HOURS),
    ] = None
    travel_minutes: Annotated[
        int | None, Opt("N", "the drive between two sites, parking included", number(0, 1440))
    ] = None
    door_minutes: Annotated[
        int | None,
        Opt("N", "so long after the start, seats of those who are not there may be given away", number(0, 1440)),
    ] = None
    seats_in_feed: Annotated[
        bool | None, Opt("on|off", "whether public calendars say how many seats are left", on_or_off)
    ] = None
    guest_months: Annotated[
        int | None,
        Opt("N", "how long a guest's name is kept after their last event or call; 0: for ever", number(0, 600)),
    ] = None
    client_years: Annotated[
        int | None, Opt("N", "how long a client's name is kept after the last entry; 0: for ever", number(0, 100))
    ] = None
    minor_years: Annotated[
        int | None,
        Opt(
            "N", "how long it is kept at least after a client turned 18, whose birth year is known", number(0, 50)
        ),
    ] = None
    look_years: Annotated[
        int | None, Opt("N", "how long it is kept who looked at clients; 0: for ever", number(0, 100))
    ] = None
    reminders_name_programs: Annotated[
        bool | None, Opt("on|off", "whether drafts of reminders say what an event is called", on_or_off)
    ] = None
    reminders_from: Annotated[
        str | None, Opt("EMAIL", "address that drafts of reminders are from; empty: whoever sends them")
    ] = None
    person_fields: Annotated[
        tuple[str, ...] | None,
        Opt(
            "FIELDS",
            "what is kept about a person besides name, phone and e-mail, with commas between: former-names, "
            "second-contacts, birth-year, emergency, escort, interpreter, or none",
            _read_person_fields,
        ),
    ] = None
    consent_kinds: Annotated[
        tuple[str, ...] | None,
        Opt(
            "KINDS",
            "what people are asked to agree to, with ; between, such as may be phoned; empty: nothing",
            _read_consent_kinds,
            flag="--consents",
        ),
    ] = None
    override: SetUpOverride = ""

    def run(self, desk: Desk) -> Reply:
        from atma_tui.desk.clinic.choices import ClinicFields

        given = {name: value for name, value in vars(self).items() if name in ClinicFields.__struct_fields__}
        if not given:
            raise InputError("Say what to change, such as --seats-in-feed on; nothing was changed.")
        done = desk.book.do(desk.choices.change, ClinicFields(**given), override=self.override)
        return Reply(shape=_clinic_shape(done.value), parts=[f"{done.summary or 'That is so already'}."])


def _kept_words(number: int, unit: str, after: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'} after {after}" if number else "for ever"


def _clinic_shape(clinic: Clinic) -> Shape:
    from atma_tui.desk.clinic.choices import ClinicFields

    return {name: getattr(clinic, name) for name in ClinicFields.__struct_fields__}
