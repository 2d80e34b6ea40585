"""Whose time is over, and everything that is kept about one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from atma_tui.cli import lookup
from atma_tui.cli.command import DeskCommand, Flag, Opt
from atma_tui.cli.files import path
from atma_tui.cli.output import error_shape
from atma_tui.cli.reply import Reply, Table, listing
from atma_tui.cli.shared import PersonArg, WhyOpen
from atma_tui.domain.errors import InputError

if TYPE_CHECKING:
    from atma_tui.cli.json_views import Shape
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.trust.retention import Overdue
    from atma_tui.domain.trust.retention import Due


class RetentionDue(DeskCommand):
    """List the names that are due for removal, and why; --apply --yes removes them for good.

    What they were in stays without a name, and all counts stay what they are. It cannot be undone.
    """

    examples = ("retention", "retention --json", "retention --apply --yes")
    apply: Annotated[bool, Flag("remove the names of all who are listed")] = False
    yes: Annotated[bool, Flag("with --apply: without asking")] = False

    def run(self, desk: Desk) -> Reply:
        found = desk.retention.due()
        if self.apply and self.yes and found.words:
            return self._applied(desk, found)
        reply = _listed(desk, found)
        if not (self.apply and found.words):
            return reply
        refused = InputError(f"Nothing was removed. It cannot be undone; add --yes to remove {found.words}.")
        shape = {"due": reply.shape, "error": error_shape(refused)}
        return reply._replace(shape=shape, notes=[str(refused)], exit_code=refused.exit_code)

    def _applied(self, desk: Desk, found: Overdue) -> Reply:
        from atma_tui.desk.trust.copies import copies_words

        done = desk.book.do(desk.retention.apply, [one.person.id for one in found.people])
        removed, copies = done.value, copies_words(self.settings())
        return Reply(
            shape={"guests": removed.guests, "clients": removed.clients, "looks": removed.looks},
            parts=[f"{done.summary}."],
            notes=[copies] if copies else [],
        )


def _listed(desk: Desk, found: Overdue) -> Reply:
    ids = lookup.short_ids(desk, [one.person for one in found.people])
    rows = [(ids[one.person.id], one.person.name, one.until.isoformat(), one.why) for one in found.people]
    table = Table(("ID", "NAME", "KEPT UNTIL", "WHY"), rows, frozenset({0, 2}), wraps=True)
    reply = listing([_shape(one) for one in found.people], table, "No name is due for removal.")
    looks = [f"{found.looks:,} looks are older than they are kept."] if found.looks else []
    return reply._replace(notes=[*reply.notes, *looks])


def _shape(one: Due) -> Shape:
    return {
        "id": one.person.id,
        "name": one.person.name,
        "status": one.person.status,
        "last": one.last.isoformat(),
        "until": one.until.isoformat(),
        "why": one.why,
    }


class PersonExport(DeskCommand):
    """Write a person's own copy of all that is kept about them: as a text, and as JSON.

    Read it before it is handed over: remarks may be about somebody else.
    """

    examples = (
        'person export "Ada Sample"',
        "person export per-77aa --out copy.txt",
        "person export per-77aa --json",
    )
    person: PersonArg
    out: Annotated[
        str, Opt("FILE", "a text, or JSON where it ends in .json. Left out: both, into the folder of reports")
    ] = ""

    reason: WhyOpen = ""

    def run(self, desk: Desk) -> Reply:
        from atma_tui.desk.trust.own_copy import write_own_copy

        person = lookup.person(desk, self.person)
        why = desk.masking.open(person.id, self.reason) if desk.masking.is_hidden(person.id) else ""
        copy = desk.own_copies.of(person.id)
        desk.looks.saw([person], self.command_name, done="export", reason=why)
        files = write_own_copy(copy, path(self.out).absolute() if self.out else None, self.settings().private)
        return Reply(
            shape={"person": person.id, "files": [str(file) for file in files], "copy": copy.shape},
            parts=[f"Wrote {file}." for file in files],
            changed=True,
        )
