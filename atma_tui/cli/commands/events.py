"""Events: list, add, edit, cancel, copy."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime, timedelta
from typing import Any

from atma_tui.cli.json_views import event_shape, row_shape
from atma_tui.cli.lookup import day_wall, days, end_wall, short_ids, site_id, wall, when
from atma_tui.cli.reply import Reply, Table
from atma_tui.desk.desk import Desk
from atma_tui.desk.events.agenda import EventRow
from atma_tui.desk.events.events import EventFields
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Event
from atma_tui.domain.seats import Seats
from atma_tui.domain.when import today

_PLAIN = (
    "title",
    "room",
    "place",
    "category",
    "description",
    "url",
    "notes",
    "minimum",
    "visibility",
    "capacity",
    "program",
)


def listing(desk: Desk, args: Namespace) -> Reply:
    """List what is on."""
    first, last = days(desk, args)
    rows = desk.agenda.events(site=site_id(desk, args), first=first, last=last, words=args.search, past=args.all)
    return Reply(
        shape=[row_shape(row) for row in rows],
        parts=[_table(desk, rows)] if rows else [],
        notes=[] if rows else ["No event fits; --all also looks at what is over."],
    )


def _table(desk: Desk, rows: list[EventRow]) -> Table:
    ids = short_ids(desk, Event, (row.event.id for row in rows))
    day = today(desk.now())
    return Table(
        ("ID", "WHEN", "SITE", "TITLE", "SEATS"),
        [(ids[row.event.id], when(row.event, day), row.site.name, row.event.title, _state(row)) for row in rows],
        frozenset({0, 1, 4}),
    )


def _state(row: EventRow) -> str:
    return "cancelled" if not row.event.live else seat_words(row.seats)


def seat_words(seats: Seats) -> str:
    """Return the sum in few words: `3 of 20 free`, `full, 2 waiting`, `no limit`."""
    if seats.free is None:
        words = "no limit"
    elif seats.free > 0:
        words = f"{seats.free} of {seats.tight.capacity} free"
    else:
        words = f"{-seats.free} over" if seats.free else "full"
    return f"{words}, {seats.waiting} waiting" if seats.waiting else words


def add(desk: Desk, args: Namespace) -> Reply:
    """Make an event or a series."""
    starts = day_wall(desk, args.starts) if _all_day(args) else wall(desk, args.starts)
    given = _given(desk, args, starts)
    if "ends" not in given:
        raise InputError("Say how long it takes: --minutes N or --ends WHEN; nothing was saved.")
    fields = EventFields(site=args.site, starts=starts, **given)
    done = desk.book.do(desk.events.add, fields, weeks=args.weeks)
    shapes = [_shape(desk, event) for event in done.value]
    return Reply(
        shape=shapes[0] if args.weeks == 1 else shapes,
        parts=[f"{done.summary}.", *(event.id for event in done.value)],
    )


def edit(desk: Desk, args: Namespace) -> Reply:
    """Change an event."""
    before = desk.agenda.card(args.event).event
    given = vars(args)
    starts = before.starts
    if "starts" in given:
        starts = day_wall(desk, args.starts) if _all_day(args, before) else wall(desk, args.starts)
    fields = _given(desk, args, starts, before)
    if "starts" in given:
        fields["starts"] = starts
    if "site" in given:
        fields["site"] = args.site
    if not fields:
        raise InputError(
            "Say what changes, such as --starts or --capacity; `atma-tui event edit --help` lists all."
        )
    done = desk.book.do(desk.events.edit, before.id, EventFields(**fields), rev=before.rev, override=args.override)
    after = done.value
    if not done.summary:
        return Reply(
            shape=_shape(desk, after), parts=[f"{after.title} is like that already; nothing was changed."]
        )
    return Reply(shape=_shape(desk, after), parts=[f"{done.summary}.", after.id], notes=_owed(desk, after))


def cancel(desk: Desk, args: Namespace) -> Reply:
    """Cancel an event."""
    done = desk.book.do(desk.events.cancel, args.event, args.reason)
    event = done.value
    return Reply(shape=_shape(desk, event), parts=[f"{done.summary}.", event.id], notes=_owed(desk, event))


def copy(desk: Desk, args: Namespace) -> Reply:
    """Make another event like one."""
    model = desk.agenda.card(args.event).event
    starts = day_wall(desk, args.starts) if _all_day(args, model) else wall(desk, args.starts)
    given = vars(args)
    fields = _given(desk, args, starts, model) | ({"site": args.site} if "site" in given else {})
    done = desk.book.do(desk.events.copy, model.id, starts, EventFields(**fields))
    return Reply(shape=_shape(desk, done.value), parts=[f"{done.summary}.", done.value.id])


def _shape(desk: Desk, event: Event) -> dict[str, Any]:
    return event_shape(event, desk.agenda.card(event.id).seats)


def _owed(desk: Desk, event: Event) -> list[str]:
    owed = sum(1 for line in desk.calls.sheet().owed if line.call.event == event.id)
    return [f"{owed} to call about it: `atma-tui calls` lists them."] if owed else []


def _all_day(args: Namespace, before: Event | None = None) -> bool:
    return "all_day" in vars(args) or (before is not None and before.all_day)


def _given(desk: Desk, args: Namespace, starts: datetime, before: Event | None = None) -> dict[str, Any]:
    """Return what was said of an event, besides site and start."""
    said = vars(args)
    fields = {name: said[name] for name in _PLAIN if name in said}
    if "all_day" in said:
        fields["all_day"] = True
    if "ends" in said and "minutes" in said:
        raise InputError("Say --ends or --minutes, not both; nothing was saved.")
    if "minutes" in said:
        fields["ends"] = starts + timedelta(minutes=args.minutes)
    elif _all_day(args, before):
        if "ends" in said or before is None:
            last = day_wall(desk, args.ends) if "ends" in said else starts
            fields["ends"] = last + timedelta(days=1)
    elif "ends" in said:
        fields["ends"] = end_wall(desk, args.ends, starts)
    return fields
