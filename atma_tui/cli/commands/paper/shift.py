"""Handing over to the next shift: what to know, and the note board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from atma_tui.cli import lookup
from atma_tui.cli.command import Arg, DeskCommand, Opt
from atma_tui.cli.json_views import call_shape, enrolment_shape, offer_shape
from atma_tui.cli.lookup import short_ids
from atma_tui.cli.reply import Reply, Table
from atma_tui.cli.shared import OnlySite
from atma_tui.domain.when import ALBERTA, instant, wall

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.shift.handover import Handover
    from atma_tui.domain.records import BoardNote

NoteArg = Annotated[str, Arg("NOTE", "id of a note on the board, as `atma-tui handover` shows it")]
ForSite = Annotated[str, Opt("SITE", "for this site only (all sites)")]


class ShowHandover(DeskCommand):
    """Show what the next shift has to know: notes, calls, arrivals to be marked, and what was done."""

    only_looks = True
    examples = ("handover --site edmonton", "handover --since last")
    site: OnlySite = ""
    since: Annotated[
        str, Opt("WHEN", "what was done since a day, a time, or `last`: when you were here last (today)")
    ] = ""

    def run(self, desk: Desk) -> Reply:
        from atma_tui.desk.shift.handover import TOPICS

        known = desk.handovers.handover(site=lookup.site_id(desk, self.site), since=since_of(desk, self.since))
        parts: list[str | Table] = [f"Since {wall(known.since, ALBERTA):%a %d %b %Y, %H:%M}"]
        if known.notes:
            parts += ["On the board:", _note_table(desk, known)]
        if known.offers or known.owed:
            calls = [
                *((one.person.name, one.person.phone, f"Offered seat: {one.title}") for one in known.offers),
                *((one.person.name, one.person.phone, one.call.why) for one in known.owed),
            ]
            parts += ["To be called:", Table(("NAME", "PHONE", "WHAT"), calls, frozenset({1}), wraps=True)]
        if known.here:
            here = [(one.person.name, f"until {one.event.ends:%H:%M}", one.event.title) for one in known.here]
            parts += ["Still here:", Table(("NAME", "WHEN", "EVENT"), here)]
        if known.open:
            ids = short_ids(desk, (one.enrolment for one in known.open))
            seats = [
                (ids[one.enrolment.id], one.person.name, f"{one.event.starts:%a %d %b %H:%M}", one.event.title)
                for one in known.open
            ]
            parts += ["Came, or not:", Table(("ENROLMENT", "NAME", "WHEN", "EVENT"), seats)]
        for topic, acts in known.done:
            lines = [(f"{wall(act.at, ALBERTA):%d %b %H:%M}", act.by, act.summary) for act in acts]
            parts += [f"{TOPICS[topic]} ({len(acts)}):", Table((), lines, frozenset({0}), wraps=True)]
        return Reply(shape=_shape(desk, known), parts=parts)


def since_of(desk: Desk, words: str) -> datetime | None:
    """Return a moment of the past as typed; None where nothing was said. Raises `InputError`."""
    if not words:
        return None
    if words == "last":
        return desk.handovers.last_here()
    day = lookup.days(desk, words, "", past=True)[0] if not any(char in words for char in ": T") else None
    return instant(datetime.combine(day, datetime.min.time()) if day else lookup.wall(desk, words), ALBERTA)


def _note_table(desk: Desk, known: Handover) -> Table:
    ids, sites = short_ids(desk, known.notes), desk.note_board.site_names()
    rows = [
        (
            ids[one.id],
            f"{wall(one.at, ALBERTA):%d %b %H:%M}",
            one.by,
            sites.get(one.site, "all sites"),
            "new" if one.id in known.unread else "",
            one.words,
        )
        for one in known.notes
    ]
    return Table(("NOTE", "WHEN", "FROM", "FOR", "", "TEXT"), rows, frozenset({0, 1}), wraps=True)


def note_shape(note: BoardNote) -> dict[str, Any]:
    """Return a note on the board for `--json`."""
    return {
        "id": note.id,
        "text": note.words,
        "site": note.site or None,
        "at": note.at.isoformat(),
        "by": note.by,
        "state": note.state,
        "read_by": list(note.read_by),
    }


def _shape(desk: Desk, known: Handover) -> dict[str, Any]:
    now = desk.book.deadline_time(desk.now())
    return {
        "since": known.since.isoformat(),
        "notes": [{**note_shape(one), "unread": one.id in known.unread} for one in known.notes],
        "offers": [offer_shape(one, now) for one in known.offers],
        "calls": [call_shape(one.call, one.person) for one in known.owed],
        "open": [enrolment_shape(one.enrolment, one.person, None) for one in known.open],
        "here": [enrolment_shape(one.enrolment, one.person, None) for one in known.here],
        "done": {topic: [{
                    "at": one.at.isoformat(),
                    "by": one.by,
                    "summary": one.summary,
                    "about": list(one.related_ids),
                } for one in acts]
                 for topic, acts in known.done},
    }  # fmt: skip


class WriteOnBoard(DeskCommand):
    """Put a note on the board, for the next shift and the other city."""

    examples = ('handover note "The projector is at the repair shop" --site edmonton',)
    text: Annotated[str, Arg("TEXT", "what to note")]
    site: ForSite = ""

    def run(self, desk: Desk) -> Reply:
        note = desk.note_board.write(self.text, site=lookup.site_id(desk, self.site))
        return Reply(shape=note_shape(note), parts=["It is on the board.", note.id])


class ChangeOnBoard(DeskCommand):
    """Change a note on the board; it is unread again for everybody."""

    examples = ('handover edit brd-5f0c "The projector is back"',)
    note: NoteArg
    text: Annotated[str, Arg("TEXT", "what to note")]

    def run(self, desk: Desk) -> Reply:
        note = desk.note_board.change(self.note, self.text)
        return Reply(shape=note_shape(note), parts=["Changed on the board.", note.id])


class ReadBoard(DeskCommand):
    """Mark notes on the board as read, all of them without an id."""

    examples = ("handover read", "handover read brd-5f0c")
    notes: Annotated[Sequence[str], Arg("NOTE", "ids of notes", many=True)] = ()

    def run(self, desk: Desk) -> Reply:
        refs = list(self.notes) or [one.id for one in desk.note_board.notes()]
        read = desk.note_board.read(refs)
        return Reply(shape=[note_shape(one) for one in read], parts=[f"{len(read)} marked as read."])


class FinishOnBoard(DeskCommand):
    """Take a note off the board: what it says is done."""

    examples = ("handover done brd-5f0c",)
    note: NoteArg

    def run(self, desk: Desk) -> Reply:
        note = desk.note_board.done(self.note)
        return Reply(shape=note_shape(note), parts=["It is off the board.", note.id])
