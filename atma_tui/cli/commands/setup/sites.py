"""Sites: rooms and hours, and hours in which one is closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from atma_tui.cli import lookup
from atma_tui.cli.command import Arg, DeskCommand, Flag, Opt
from atma_tui.cli.reply import Reply, Table, listing
from atma_tui.cli.shared import HoursFrom, HoursTo, SetUpOverride
from atma_tui.domain.errors import Blocked, InputError
from atma_tui.domain.when import span_words, wall_words

if TYPE_CHECKING:
    from atma_tui.cli.json_views import Shape
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.events.closing import Touched
    from atma_tui.domain.records import Site

SiteArg = Annotated[str, Arg("SITE", "id, beginning or name of a site")]


class SiteList(DeskCommand):
    """List the sites with their rooms and opening hours."""

    only_looks = True
    examples = ("site list",)

    def run(self, desk: Desk) -> Reply:
        from atma_tui.domain.typed import hours_words, rooms_words

        sites = desk.sites()
        rows = [
            (one.id, one.name, hours_words(one.hours) or "mon-fri 9-17", rooms_words(one.rooms)) for one in sites
        ]
        table = Table(("ID", "SITE", "HOURS", "ROOMS"), rows, wraps=True)
        return listing([_shape(one) for one in sites], table, "This book has no sites.")


class SiteEdit(DeskCommand):
    """Change the name, the address, the rooms of a site, its hours or its colour.

    What is booked must still fit its rooms and hours. What does not is listed, and nothing is changed without a
    reason.
    """

    examples = (
        'site edit edmonton --rooms "Group room 20 seats; Room 1 2 seats 15 min"',
        'site edit cal --hours "mon-fri 9-17; sat 10-14"',
    )
    site: SiteArg
    name: Annotated[str | None, Opt("NAME", "another name")] = None
    address: Annotated[str | None, Opt("TEXT", "in public calendars")] = None
    phone: Annotated[str | None, Opt("PHONE", "its phone")] = None
    rooms: Annotated[
        str | None, Opt("ROOMS", "all rooms of a site: name, seats, minutes between two appointments")
    ] = None
    hours: Annotated[str | None, Opt("HOURS", "when appointments may be booked; empty: mon-fri 9-17")] = None
    colour: Annotated[str | None, Opt("COLOUR", "of its name on the screen, such as blue or teal")] = None
    override: SetUpOverride = ""

    def run(self, desk: Desk) -> Reply:
        from atma_tui.domain.typed import read_hours, read_rooms

        site = desk.site(self.site)
        given = (self.name, self.address, self.phone, self.rooms, self.hours, self.colour)
        if all(one is None for one in given):
            raise InputError("Say what changes, such as --rooms or --hours; nothing was changed.")
        done = desk.book.do(
            desk.programs.save_site,
            site.id,
            name=self.name,
            address=self.address,
            phone=self.phone,
            rooms=None if self.rooms is None else read_rooms(self.rooms, site.rooms),
            hours=None if self.hours is None else read_hours(self.hours),
            colour=self.colour,
            rev=site.rev,
            override=self.override,
        )
        return _saved(done.value, done.summary)


class SiteClose(DeskCommand):
    """Close a site for some hours, such as a storm; whoever is in an event then is owed a call.

    What is on in those hours is listed first. With --yes each event moves to the next free week, as the screen
    proposes it, or is cancelled where there is none; --move, --cancel and --stay say otherwise.
    """

    examples = (
        "site close edmonton --from 2026-12-08 --to 2026-12-08 --reason storm",
        'site close edm --from "8 dec 12:00" --to "8 dec 22:00" --reason storm --move "evt-5f=15 dec 18:00" --yes',
    )
    site: SiteArg
    first: HoursFrom
    last: HoursTo
    reason: Annotated[str, Opt("REASON", "what people are told")]
    move: Annotated[Sequence[str], Opt("EVENT=WHEN", "move it to then; may be repeated", many=True)] = []
    cancel: Annotated[Sequence[str], Opt("EVENT", "cancel it; may be repeated", many=True)] = []
    stay: Annotated[Sequence[str], Opt("EVENT", "it takes place; may be repeated", many=True)] = []
    yes: Annotated[bool, Flag("move or cancel what is on then")] = False

    def run(self, desk: Desk) -> Reply:
        site, (first, last) = desk.site(self.site), lookup.span(desk, self.first, self.last)
        touched = {one.event.id: one for one in desk.closing.touched(site.id, first, last)}
        cancelled, stay = ({_event_id(desk, one) for one in some} for some in (self.cancel, self.stay))
        said = dict(_read_move(desk, one) for one in self.move)
        if unknown := [one for one in (*said, *cancelled, *stay) if one not in touched]:
            raise InputError(f"{unknown[0]} is not on in those hours; nothing was changed.")
        settled = cancelled | stay
        proposed = {id: one.proposed for id, one in touched.items() if one.proposed and id not in settled}
        moves = proposed | said
        if not self.yes and touched.keys() - said.keys() - settled:
            listed = "; ".join(_fate_words(one, moves.get(id), id in stay) for id, one in touched.items())
            raise Blocked(
                f"In those hours: {listed}. Nothing was changed: --yes does this; --move EVENT=WHEN, "
                "--cancel EVENT and --stay EVENT say otherwise."
            )
        done = desk.book.do(desk.closing.close, site.id, first, last, self.reason, moves=moves, stay=stay)
        notes = [f"{len(done.value)} to call about it: `atma-tui calls` lists them."] if done.value else []
        return _saved(desk.site(site.id), done.summary, notes)


class SiteReopen(DeskCommand):
    """Open a site again in hours that were closed; what was cancelled for them stays cancelled."""

    examples = ("site reopen edmonton --from 2026-12-08 --to 2026-12-08",)
    site: SiteArg
    first: HoursFrom
    last: HoursTo

    def run(self, desk: Desk) -> Reply:
        first, last = lookup.span(desk, self.first, self.last)
        done = desk.book.do(desk.closing.reopen, self.site, first, last)
        return _saved(done.value, done.summary)


def _read_move(desk: Desk, words: str) -> tuple[str, datetime]:
    event, _, when = words.partition("=")
    return _event_id(desk, event), lookup.wall(desk, when)


def _event_id(desk: Desk, words: str) -> str:
    from atma_tui.domain.records import Event

    return desk.book.the(Event, words).id


def _fate_words(one: Touched, moves_to: datetime | None, stays: bool) -> str:
    event, count = one.event, len(one.people)
    when = span_words(event.starts, event.ends, all_day=event.all_day)
    people = f"{count} {'person' if count == 1 else 'people'} in it" if count else "nobody in it"
    fate = f"moves to {wall_words(moves_to)}" if moves_to else "is cancelled"
    return f"{event.title} ({event.id}), {when}, {people}, {'takes place' if stays else fate}"


def _saved(site: Site, summary: str, notes: Sequence[str] = ()) -> Reply:
    return Reply(shape=_shape(site), parts=[f"{summary}.", site.id], notes=notes)


def _shape(site: Site) -> Shape:
    from atma_tui.domain.typed import hours_words

    return {
        "id": site.id,
        "name": site.name,
        "zone": site.zone,
        "colour": site.colour,
        "address": site.address or None,
        "phone": site.phone or None,
        "rooms": [
            {"id": one.id, "name": one.name, "seats": one.seats, "turnover": one.turnover} for one in site.rooms
        ],
        "hours": hours_words(site.hours),
        "closed": [
            {"starts": one.starts.isoformat(), "ends": one.ends.isoformat(), "why": one.why}
            for one in site.closures
        ],
    }
