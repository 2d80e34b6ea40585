"""The sign-in sheet of an event, entered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from atma_tui.cli.command import Arg, DeskCommand, Flag, Opt
from atma_tui.cli.files import read
from atma_tui.cli.json_views import enrolment_shape
from atma_tui.cli.reply import Reply
from atma_tui.cli.shared import DryRun, EventArg
from atma_tui.domain.errors import InputError

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.door.walk_ins import OnSheet

_MAX_BYTES = 200_000
_KINDS = {
    "enrolled": "was enrolled",
    "known": "is in the book",
    "new": "is new",
    "here": "is checked in already",
    "twice": "is on the sheet twice",
}
_ASKED = ("unsure", "twice")
"""Kinds of names that are entered only once it is said who that is."""


class EnterSheet(DeskCommand):
    """Enter who was at an event from the sign-in sheet: all of them in one act, however full it was.

    Whoever was enrolled is checked in. Of a name that may be somebody in the book, or is there twice, nothing is
    entered until it is said who that is, by their id, or with --new.
    """

    examples = (
        'walkins evt-5f0c "Ada Sample" "Bo Example +2"',
        "walkins evt-5f0c --file sheet.txt --dry-run",
        'walkins evt-5f0c "Flo Twin" --new',
    )
    event: EventArg
    names: Annotated[
        Sequence[str], Arg("NAME", "who was there, by name or id; +2 behind it for two they brought", many=True)
    ] = ()
    file: Annotated[str, Opt("FILE", "a text file with a name in each line")] = ""
    new: Annotated[bool, Flag("add whoever may be in the book already, or is named twice, as somebody new")] = (
        False
    )
    dry_run: DryRun = False

    def run(self, desk: Desk) -> Reply:
        from atma_tui.desk.door.walk_ins import Walked

        found = desk.walk_ins.recognise(self.event, [_name(line) for line in self._lines()])
        if self.dry_run:
            return Reply(shape=[_shape(one) for one in found], parts=[_words(one, new=self.new) for one in found])
        if not self.new and (unsure := [one for one in found if one.kind in _ASKED]):
            said = " ".join(_words(one, new=False) for one in unsure)
            raise InputError(f"{said} Give the id, or --new; nobody was entered.")
        walked = [
            Walked(party=one.party, name=one.name)
            if one.kind in ("new", *_ASKED)
            else Walked(party=one.party, person_id=one.people[0].id)
            for one in found
            if one.kind != "here"
        ]
        notes = [_words(one, new=False) for one in found if one.kind == "here"]
        if not walked:
            return Reply(shape=[], notes=[*notes, "Nobody was entered."])
        done = desk.book.do(desk.walk_ins.enter, self.event, walked)
        return Reply(
            shape=[enrolment_shape(one.enrolment, one.person, None) for one in done.value],
            parts=[f"{done.summary}."],
            notes=notes,
        )

    def _lines(self) -> list[str]:
        lines = list(self.names)
        if self.file:
            try:
                lines += read(self.file, _MAX_BYTES).decode("utf-8-sig").splitlines()
            except UnicodeDecodeError:
                raise InputError("The file is no UTF-8 text; nobody was entered.") from None
        if not (lines := [line.strip() for line in lines if line.strip()]):
            raise InputError("Say who was there: names, or --file with a name in each line.")
        return lines


def _name(line: str) -> tuple[str, int]:
    """Return a name and how many they are: `Ada Sample +2` are three."""
    found = re.fullmatch(r"(.*\S)\s*\+\s*([0-9]{1,3})", line)
    return (found[1], int(found[2]) + 1) if found else (line, 1)


def _words(one: OnSheet, *, new: bool) -> str:
    if one.kind in _ASKED and new:
        return f"{one.name} is new."
    if one.kind == "unsure":
        return f"{one.name} may be {', '.join(f'{person.name} ({person.id})' for person in one.people[:3])}."
    return f"{one.name} {_KINDS[one.kind]}."


def _shape(one: OnSheet) -> dict[str, object]:
    return {
        "name": one.name,
        "party": one.party,
        "kind": one.kind,
        "people": [person.id for person in one.people],
    }
