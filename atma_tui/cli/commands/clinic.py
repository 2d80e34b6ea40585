"""What the clinic decides for itself."""

from __future__ import annotations

from argparse import Namespace

from atma_tui.cli.reply import Reply, Table
from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.desk.desk import Desk
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Clinic


def show(desk: Desk, args: Namespace) -> Reply:
    """Show what holds."""
    return _reply(desk.choices.get())


def change(desk: Desk, args: Namespace) -> Reply:
    """Decide anew."""
    given = {name: getattr(args, name) for name in ClinicFields.__struct_fields__ if hasattr(args, name)}
    if not given:
        raise InputError("Say what to change, such as --seats-in-feed on; nothing was changed.")
    done = desk.book.do(desk.choices.change, ClinicFields(**given))
    return Reply(shape=_shape(done.value), parts=[f"{done.summary or 'It was so already'}."])


def _reply(clinic: Clinic) -> Reply:
    rows = [
        ("name", clinic.name),
        ("offered seats are held", f"{clinic.offer_hours} h at most"),
        ("a late cancel is within", f"{clinic.late_hours} h"),
        ("drive between two sites", f"{clinic.travel_minutes} min"),
        ("names of events end in", f"@{clinic.feed_domain}"),
        ("calendars tell seats left", "yes" if clinic.seats_in_feed else "no"),
    ]
    return Reply(shape=_shape(clinic), parts=[Table((), rows)])


def _shape(clinic: Clinic) -> dict[str, object]:
    return {name: getattr(clinic, name) for name in ClinicFields.__struct_fields__}
