"""The log, undo, and who looked."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from atma_tui.cli import lookup
from atma_tui.cli.command import Arg, DeskCommand, Flag, Opt
from atma_tui.cli.json_views import act_shape, look_line_shape, look_words
from atma_tui.cli.reply import Reply, Table, listing
from atma_tui.cli.shared import FirstDay, LastDay
from atma_tui.cli.values import number
from atma_tui.domain.errors import InputError, NotFound
from atma_tui.domain.when import ALBERTA, today, wall

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from atma_tui.desk.desk import Desk
    from atma_tui.desk.history.look_log import LookRow
    from atma_tui.domain.records import Act

_LOOK_DAYS = 30


class Undo(DeskCommand):
    """Take back one's own last act, or the act given; somebody else's or an older one only with --yes.

    Seats that become free go to those who wait. Undoing an undo does the act again.
    """

    examples = ("undo", "undo 1234", "undo 1234 --yes")
    act: Annotated[str, Arg("ACT", "number of the act, as `atma-tui log` shows it")] = ""
    yes: Annotated[bool, Flag("also somebody else's act, or one that is not your last")] = False

    def run(self, desk: Desk) -> Reply:
        act = self._act(desk)
        if act is None:
            raise NotFound("There is nothing to undo.")
        if not self.yes and (why := desk.history.why_ask(act)):
            desk.looks.saw(act, self.command_name)
            raise InputError(
                f"“{act.summary}” {why}; nothing was undone. "
                f"`atma-tui undo {_number(act)} --yes` undoes it anyway."
            )
        done = desk.book.do(desk.history.undo, act.id)
        return Reply(shape=act_shape(done.value, undone=True), parts=[f"{done.summary}.", done.value.id])

    def _act(self, desk: Desk) -> Act | None:
        from atma_tui.domain.records import Act

        if self.act:
            return desk.book.the(Act, _act_ref(self.act))
        return desk.history.own_last() or desk.history.undoable()


def _act_ref(words: str) -> str:
    """Return the id of an act that may be given as its number: `12`, `act-12`."""
    number = words.strip().removeprefix("act-")
    return f"act-{int(number):010d}" if number.isascii() and number.isdigit() and len(number) <= 10 else words


def _number(act: Act) -> int:
    return int(act.id.removeprefix("act-"))


class _Line(NamedTuple):
    """A line of the log: an act, or a look."""

    at: datetime
    number: int | str
    by: str
    words: str
    shape: dict[str, Any]


def _words(act: Act, undone: Collection[str]) -> str:
    return f"{act.summary} (undone)" if act.id in undone else act.summary


class Log(DeskCommand):
    """Show what was done, by whom and when, newest first; about a client also who looked at them."""

    only_looks = True
    examples = ("log", 'log --person "Ada Sample"', "log --event evt-5f0c --json")
    person: Annotated[str, Opt("PERSON", "only about this person")] = ""
    event: Annotated[str, Opt("EVENT", "only about this event")] = ""
    limit: Annotated[int, Opt("N", "how many at most (50)", number(1, 1_000_000))] = 50

    def run(self, desk: Desk) -> Reply:
        acts = self._acts(desk)
        undone = desk.history.undone_among(acts)
        lines = [
            _Line(act.at, _number(act), act.by, _words(act, undone), act_shape(act, undone=act.id in undone))
            for act in acts
        ]
        lines += self._looks(desk)
        lines = sorted(lines, key=lambda one: one.at, reverse=True)[: self.limit]
        rows = [(one.number, f"{wall(one.at, ALBERTA):%Y-%m-%d %H:%M}", one.by, one.words) for one in lines]
        table = Table(("ACT", "AT", "BY", "WHAT"), rows, frozenset({0, 1}), wraps=True)
        return listing([one.shape for one in lines], table, "Nothing was done yet.")

    def _looks(self, desk: Desk) -> list[_Line]:
        """Return who looked at the person, for whoever may see it."""
        if not (self.person and desk.book.at_desk.may("looks")):
            return []
        person = lookup.person(desk, self.person)
        looks = [row.look for row in desk.look_log.at_person(person.id) if not row.look.id.startswith("act-")]
        return [_Line(one.at, "", one.by, look_words(one), look_line_shape(one, person.id)) for one in looks]

    def _acts(self, desk: Desk) -> list[Act]:
        from atma_tui.domain.records import Event

        if self.person and self.event:
            raise InputError("Say --person or --event, not both.")
        if self.person:
            return desk.history.acts_about(lookup.person(desk, self.person).id, self.limit)
        if self.event:
            return desk.history.acts_about(desk.book.the(Event, self.event).id, self.limit)
        return desk.history.recent(self.limit)


class Looks(DeskCommand):
    """Show who looked at a person, whom an operator looked at, or what is unusual; newest first.

    Without PERSON it is the last 30 days, unless days are given.
    """

    only_looks = True
    examples = (
        'looks "Ada Sample"',
        "looks --by Robin --from 2026-12-01",
        "looks --unusual",
        "looks per-77aa --csv",
    )
    person: Annotated[str, Arg("PERSON", "at whom: id, beginning of it, or whole name")] = ""
    by: Annotated[str, Opt("OPERATOR", "only what this operator looked at")] = ""
    unusual: Annotated[bool, Flag("only what a lead should ask about, with the reason")] = False
    first: FirstDay = ""
    last: LastDay = ""
    csv: Annotated[bool, Flag("write a file for a spreadsheet into the folder for reports")] = False

    def run(self, desk: Desk) -> Reply:
        from atma_tui.desk.history.look_file import look_shape, write_looks

        name, found = self._found(desk)
        rows = [row for row, _ in found]
        if self.csv:
            file = write_looks(self.settings().private, name, rows)
            return Reply(
                shape={"file": str(file), "people": [id for row in rows for id, _ in row.people]},
                parts=[f"Wrote {len(rows)} looks to {file}."],
                changed=True,
            )
        shape = [{**look_shape(row), "why": [*why]} if self.unusual else look_shape(row) for row, why in found]
        head = ("AT", "BY", "DONE", "PLACE", "WHO", "WHY")
        table = Table(head, [_look_cells(row, why) for row, why in found], frozenset({0, 1}), wraps=True)
        return listing(shape, table, "There was no such look.")

    def _found(self, desk: Desk) -> tuple[str, list[tuple[LookRow, Sequence[str]]]]:
        """Return a name for a file, and the looks that were asked for, each with why it is unusual."""
        from atma_tui.domain.trust.unusual import WORDS

        if bool(self.person) + bool(self.by) + self.unusual != 1:
            raise InputError("Say one of: at which PERSON, --by OPERATOR, or --unusual.")
        first, last = _span_of_looks(desk, self.first, self.last)
        if self.person:
            who = lookup.person(desk, self.person)
            rows = desk.look_log.at_person(who.id)
            if self.first or self.last:
                rows = [row for row in rows if first <= wall(row.look.at, ALBERTA).date() <= last]
            return who.id, [(row, ()) for row in rows]
        if self.by:
            rows = desk.look_log.by_operator(self.by, first, last)
            return f"by-{self.by}-{first}-to-{last}", [(row, ()) for row in rows]
        found = desk.look_log.unusual(first, last)
        return f"unusual-{first}-to-{last}", [(row, [WORDS[why] for why in one.why]) for row, one in found]


def _span_of_looks(desk: Desk, first: str, last: str) -> tuple[date, date]:
    begin, end = lookup.days(desk, first, last, past=True)
    end = end or today(desk.now())
    return begin or end - timedelta(days=_LOOK_DAYS), end


def _look_cells(row: LookRow, why: Sequence[str]) -> tuple[str, ...]:
    look = row.look
    names = ", ".join(name or id for id, name in row.people)
    at = f"{wall(look.at, ALBERTA):%Y-%m-%d %H:%M}"
    return at, look.by, look.done, look.place, names, "; ".join(filter(None, [look.reason, *why]))
