"""People: find, show one."""

from __future__ import annotations

from argparse import Namespace

from atma_tui.cli import lookup
from atma_tui.cli.json_views import card_shape, person_shape
from atma_tui.cli.reply import Reply, Table
from atma_tui.desk.desk import Desk
from atma_tui.desk.people.people import HistoryRow
from atma_tui.domain.records import Enrolment, Event, Person
from atma_tui.domain.when import today


def listing(desk: Desk, args: Namespace) -> Reply:
    """Find people; the likeliest first."""
    found = desk.people.search(args.text, limit=args.limit + 1)
    shown = found[: args.limit]
    ids = lookup.short_ids(desk, Person, (one.id for one in shown))
    notes = [] if shown else ["Nobody like that is in the book."]
    if len(found) > len(shown):
        notes = [f"Only the first {len(shown)} are shown; say more of the name, or --limit."]
    table = Table(
        ("ID", "NAME", "KNOWN AS", "PHONE", "E-MAIL", "STATUS"),
        [(ids[one.id], one.name, one.known_as, one.phone, one.email, one.status) for one in shown],
        frozenset({0, 3, 5}),
    )
    return Reply(shape=[person_shape(one) for one in shown], parts=[table] if shown else [], notes=notes)


def card(desk: Desk, args: Namespace) -> Reply:
    """Show one person."""
    card = desk.people.card(lookup.person(desk, args.person).id)
    person = card.person
    known = f" ({person.known_as})" if person.known_as else ""
    facts = [("id", person.id), ("status", person.status), ("phone", person.phone), ("e-mail", person.email)]
    parts: list[str | Table] = [f"{person.name}{known}", Table((), [row for row in facts if row[1]])]
    for heading, lines in (("Coming:", card.coming), ("Before:", card.past)):
        if lines:
            parts += [heading, _history(desk, lines)]
    notes = [f"{other.name} may be the same ({why}): {other.id}." for other, why in card.duplicates]
    return Reply(shape=card_shape(card), parts=parts, notes=notes)


def _history(desk: Desk, lines: tuple[HistoryRow, ...]) -> Table:
    ids = lookup.short_ids(desk, Enrolment, (one.enrolment.id for one in lines))
    day = today(desk.now())
    return Table(
        ("ENROLMENT", "WHEN", "SITE", "TITLE", "STATUS"),
        [
            (
                ids[one.enrolment.id],
                lookup.when(one.offering, day) if isinstance(one.offering, Event) else "",
                one.offering.site,
                one.title,
                _status(one),
            )
            for one in lines
        ],
        frozenset({0, 1, 4}),
    )


def _status(one: HistoryRow) -> str:
    status = one.enrolment.status.replace("_", "-")
    return f"{status} {one.rank}" if one.rank is not None else status
