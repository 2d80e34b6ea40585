"""Who works at the desk, and what they may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from atma_tui.cli import lookup
from atma_tui.cli.command import Arg, DeskCommand, Flag, Opt
from atma_tui.cli.reply import Reply, Table, listing
from atma_tui.domain.errors import InputError
from atma_tui.domain.when import ago_words

if TYPE_CHECKING:
    from atma_tui.cli.json_views import Shape
    from atma_tui.desk.desk import Desk
    from atma_tui.domain.records import Operator

_Who = Annotated[str, Arg("NAME", "name, id or beginning of the id of somebody who works at the desk")]
_ROLE = "reader: changes nothing; desk: the daily work; lead: also the set-up"
_SITE = "where they work; any when left out"


class OperatorList(DeskCommand):
    """List who works at the desk; leads also see for whom wrong PINs were given lately."""

    only_looks = True
    examples = ("operator list",)

    def run(self, desk: Desk) -> Reply:
        found = desk.operators.all()
        ids, sites = lookup.short_ids(desk, found), {site.id: site.name for site in desk.sites()}
        rows = [
            (ids[one.id], one.name, one.role, sites.get(one.site, ""), "PIN" if one.pin else "no PIN")
            for one in found
        ]
        table = Table(("ID", "NAME", "ROLE", "SITE", ""), rows)
        nobody = "Nobody is recorded: anybody may do everything, under any name."
        reply = listing([_shape(one) for one in found], table, nobody)
        return reply._replace(notes=[*reply.notes, *_notes(desk, found)])


def _notes(desk: Desk, found: list[Operator]) -> list[str]:
    """Return what leads should know."""
    if not desk.book.at_desk.may("people"):
        return []
    open_leads = [one.name for one in found if one.role == "lead" and not one.pin]
    return [
        *(f"{name} is a lead without a PIN: anybody can act under that name." for name in open_leads),
        *(
            f"{one.count} wrong PIN{'s' if one.count > 1 else ''} for {one.name} in the last week, "
            f"the last one {ago_words(one.last_at, desk.now())}."
            for one in desk.operators.wrong_pins()
        ),
    ]


class OperatorAdd(DeskCommand):
    """Record somebody who works at the desk. The first one is a lead, and records the others.

    From then on everybody says who they are: with --operator or ATMA_OPERATOR, on the screen with the lock.
    """

    examples = ('operator add "Lea Sample" --role lead', 'operator add "Ada Sample" --site edmonton')
    name: Annotated[str, Arg("NAME", "what they are called; kept with all that they do")]
    role: Annotated[Literal["reader", "desk", "lead"], Opt("ROLE", _ROLE)] = "desk"
    site: Annotated[str, Opt("SITE", _SITE)] = ""

    def run(self, desk: Desk) -> Reply:
        is_first = not desk.book.at_desk.has_operators
        done = desk.book.do(desk.operators.add, self.name, self.role, self.site)
        name = done.value.name
        notes = [
            f"Give {name} a PIN next: atma-tui operator pin {name!r} --operator {name!r}. From now on everybody "
            "who uses this book has to be recorded and says who they are, with --operator or ATMA_OPERATOR."
        ]
        return _saved(done.value, done.summary, notes if is_first else [])


class OperatorEdit(DeskCommand):
    """Change the name, the role or the site of somebody at the desk."""

    examples = ('operator edit "Ada Sample" --role lead',)
    operator_name: _Who
    name: Annotated[str | None, Opt("NAME", "another name")] = None
    role: Annotated[Literal["reader", "desk", "lead"] | None, Opt("ROLE", _ROLE)] = None
    site: Annotated[str | None, Opt("SITE", "where they work; empty: any")] = None

    def run(self, desk: Desk) -> Reply:
        if (self.name, self.role, self.site) == (None, None, None):
            raise InputError("Say what changes, such as --role; nothing was changed.")
        done = desk.book.do(
            desk.operators.change, self.operator_name, name=self.name, role=self.role, site=self.site
        )
        return _saved(done.value, done.summary or "Nothing changed")


class OperatorRemove(DeskCommand):
    """Remove somebody who no longer works at the desk; what they did stays in the log under their name.

    The last lead stays as long as anybody else is recorded.
    """

    examples = ('operator remove "Ada Sample"',)
    operator_name: _Who

    def run(self, desk: Desk) -> Reply:
        done = desk.book.do(desk.operators.remove, self.operator_name)
        return _saved(done.value, done.summary)


class OperatorPin(DeskCommand):
    """Give somebody a PIN or passphrase: at a terminal it is typed unseen, else it is the next line of input.

    Everybody may change their own, leads that of anybody. With --reset, whoever owns the files of the book (or, of
    a shared book, its tables) may do it without signing in: for the only lead who forgot theirs. The log says so.
    """

    examples = ('operator pin "Lea Sample"', 'operator pin "Lea Sample" --reset')
    operator_name: _Who
    reset: Annotated[bool, Flag("as the owner of the book, for somebody who forgot theirs")] = False
    none: Annotated[bool, Flag("take the PIN away: the name is enough then")] = False

    def sign_in(self, desk: Desk) -> None:
        if not self.reset:
            super().sign_in(desk)

    def run(self, desk: Desk) -> Reply:
        from atma_tui.cli.secrets.signing_in import new_pin

        one = desk.operators.the(self.operator_name)
        pin = "" if self.none else new_pin(one.name)
        if self.reset:
            done = desk.book.do(desk.operators.reset_pin, one.id, pin, self.settings().book)
        else:
            done = desk.book.do(desk.operators.set_pin, one.id, pin)
        return _saved(done.value, done.summary or "Nothing changed")


class OperatorRights(DeskCommand):
    """Show which role may do what at least; with a right and a role, a lead changes it."""

    examples = ("operator rights", "operator rights override lead")
    right: Annotated[str, Arg("RIGHT", "the right, as it is listed")] = ""
    role: Annotated[str, Arg("ROLE", "the least role that has it")] = ""

    def run(self, desk: Desk) -> Reply:
        from atma_tui.domain.trust.rights import RULES, right_named, role_named, who_words

        parts: list[str | Table] = []
        if self.right:
            if not self.role:
                raise InputError("Say which role has the right at least: reader, desk or lead.")
            done = desk.book.do(desk.operators.decide, right_named(self.right), role_named(self.role))
            parts = [f"{done.summary or 'Nothing changed'}."]
        rights = desk.operators.rights()
        rows = [(right, least, f"{who_words(least)} may {RULES[right].words}") for right, least in rights.items()]
        return Reply(shape=rights, parts=[*parts, Table(("RIGHT", "LEAST", ""), rows, wraps=True)])


def _saved(one: Operator, summary: str, notes: list[str] | None = None) -> Reply:
    return Reply(shape=_shape(one), parts=[f"{summary}.", one.id], notes=notes or [])


def _shape(one: Operator) -> Shape:
    return {
        "id": one.id,
        "name": one.name,
        "role": one.role,
        "site": one.site or None,
        "pin": bool(one.pin),
        "wrong_pins": one.failed,
        "last_wrong_pin": one.failed_at.isoformat() if one.failed_at else None,
    }
