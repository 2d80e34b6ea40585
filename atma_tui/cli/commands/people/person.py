"""What is known of one person: add, change, note, and two records of one person made one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal, cast

from atma_tui.cli import lookup
from atma_tui.cli.command import Arg, DeskCommand, Flag, Opt
from atma_tui.cli.commands.people.shapes import full_person_shape
from atma_tui.cli.output import error_shape
from atma_tui.cli.reply import Reply, Table
from atma_tui.cli.shared import PersonArg, duplicate_notes
from atma_tui.domain.errors import InputError

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.people.merging import Side
    from atma_tui.domain.people.merging import MergeField
    from atma_tui.domain.people.optional import ConsentMark
    from atma_tui.domain.records import Person

_ALSO = Opt("TEXT", "other names, phones and e-mails that find the person, with ; between them")
_BORN = Opt("YEAR", "year of birth; the names of minors are kept for longer")
_EMERGENCY = Opt("TEXT", 'whom to call when something happens: name; phone; relation; "" for none')
_ESCORT = Opt("TEXT", 'who takes them home after a session: name; phone; "" for none')
_INTERPRETER = Opt("LANGUAGE", "the language for which they need an interpreter")
_CONSENT = Opt("KIND", "they agreed to this, one of what the clinic asks for", many=True, flag="--consent")
_WITHDRAWN = Opt("KIND", "they took this consent back", many=True, flag="--withdrawn")
_SAID_ON = Opt("DAY", "when they said so about consents (today)", flag="--said-on")
_NOTES = Opt("TEXT", "the desk's own remarks, never a diagnosis")


class PersonAdd(DeskCommand):
    """Add a guest without enrolling them in anything."""

    examples = ('person add "Ada Sample" --phone 780-555-0101 --email ada@example.org',)
    name: Annotated[str, Arg("NAME", "name")]
    phone: Annotated[str, Opt("PHONE", "phone")] = ""
    email: Annotated[str, Opt("EMAIL", "e-mail")] = ""
    known_as: Annotated[str, Opt("NAME", "what the person is called")] = ""
    also: Annotated[str | None, _ALSO] = None
    born: Annotated[str | None, _BORN] = None
    emergency: Annotated[str | None, _EMERGENCY] = None
    escort: Annotated[str | None, _ESCORT] = None
    interpreter: Annotated[str | None, _INTERPRETER] = None
    given: Annotated[Sequence[str], _CONSENT] = []
    withdrawn: Annotated[Sequence[str], _WITHDRAWN] = []
    said_on: Annotated[str, _SAID_ON] = ""
    notes: Annotated[str, _NOTES] = ""

    def run(self, desk: Desk) -> Reply:
        from atma_tui.desk.people.new_person import NewPerson

        typed = {name: value for name, value in vars(self).items() if name in NewPerson.__struct_fields__}
        new = NewPerson(**typed, consents=_marks(desk, self))
        notes = duplicate_notes(desk, new)
        person = desk.people.add(new)
        return _reply(desk, person, f"Added {person.name}", notes)


class PersonEdit(DeskCommand):
    """Change a person of the book; what is not given stays as it is."""

    examples = ("person edit per-77aa --phone 403-555-0102", 'person edit "Ada Sample" --also ""')
    person: PersonArg
    name: Annotated[str | None, Opt("NAME", "name")] = None
    phone: Annotated[str | None, Opt("PHONE", 'phone; "" for none')] = None
    email: Annotated[str | None, Opt("EMAIL", 'e-mail; "" for none')] = None
    known_as: Annotated[str | None, Opt("NAME", "what the person is called")] = None
    also: Annotated[str | None, _ALSO] = None
    born: Annotated[str | None, _BORN] = None
    emergency: Annotated[str | None, _EMERGENCY] = None
    escort: Annotated[str | None, _ESCORT] = None
    interpreter: Annotated[str | None, _INTERPRETER] = None
    given: Annotated[Sequence[str], _CONSENT] = []
    withdrawn: Annotated[Sequence[str], _WITHDRAWN] = []
    said_on: Annotated[str, _SAID_ON] = ""
    notes: Annotated[str | None, _NOTES] = None
    mask: Annotated[
        bool | None,
        Flag("show initials only, and open the record only with a reason", True),
        Flag("show the name again", False, "--unmask"),
    ] = None

    def run(self, desk: Desk) -> Reply:
        from msgspec.structs import replace

        from atma_tui.desk.people.new_person import NewPerson, known_of

        if self.mask is not None:
            change = desk.masking.mask if self.mask else desk.masking.unmask
            masked = desk.book.do(change, lookup.person(desk, self.person).id)
            return _reply(desk, masked.value, masked.summary)

        given = {name: value for name, value in vars(self).items() if name in NewPerson.__struct_fields__}
        if marks := _marks(desk, self):
            given["consents"] = marks
        if not given:
            raise InputError("Say what to change, such as --phone 780-555-0101; nothing was changed.")
        person = lookup.person(desk, self.person)
        known = known_of(person, desk.choices.get())
        done = desk.book.do(desk.people.change, person.id, replace(known, **given), rev=person.rev)
        return _reply(desk, done.value, done.summary)


class PersonNote(DeskCommand):
    """Add a remark to what the desk notes of somebody; never a diagnosis."""

    examples = ('person note "Ada Sample" "calls back after noon"',)
    person: PersonArg
    text: Annotated[str, Arg("TEXT", "what to note")]

    def run(self, desk: Desk) -> Reply:
        done = desk.book.do(desk.people.note, lookup.person(desk, self.person).id, self.text)
        return _reply(desk, done.value, done.summary)


class PersonMerge(DeskCommand):
    """Merge two records of one person; without --yes only show them side by side.

    Seats, places in line, paths, calls and history go to KEEP. Values that are not taken still find the person.
    """

    examples = ("person merge per-77aa per-91d3", "person merge per-77aa per-91d3 --take phone --yes")
    keep: Annotated[str, Arg("KEEP", "who stays: id, beginning of it, or whole name")]
    double: Annotated[str, Arg("DOUBLE", "the other record of the same person")]
    take: Annotated[
        Sequence[Literal["name", "known-as", "phone", "email", "emergency", "escort", "interpreter"]],
        Opt(
            "FIELD",
            "take this from DOUBLE: name, known-as, phone, email, emergency, escort or interpreter",
            many=True,
        ),
    ] = []
    yes: Annotated[bool, Flag("merge them")] = False

    def run(self, desk: Desk) -> Reply:
        keep, double = lookup.person(desk, self.keep), lookup.person(desk, self.double)
        sides = desk.merging.compare(keep.id, double.id)
        if not self.yes:
            refused = InputError("Nothing was merged; add --yes, and --take FIELD for what DOUBLE knows better.")
            people = [side.person for side in sides]
            shape = {name: full_person_shape(one) for name, one in zip(("keep", "double"), people, strict=True)}
            shape["error"] = error_shape(refused)
            return Reply(shape, [_side_by_side(sides)], notes=[str(refused)], exit_code=2)
        take = [cast("MergeField", field.replace("-", "_")) for field in self.take]
        done = desk.book.do(desk.merging.merge, keep.id, double.id, take=take)
        return _reply(desk, done.value, done.summary)


def _side_by_side(sides: tuple[Side, Side]) -> Table:
    from atma_tui.domain.people.optional import contact_words

    rows = [
        (label, *(getattr(side.person, field) for side in sides))
        for label, field in (
            *(("id", "id"), ("name", "name"), ("known as", "known_as"), ("phone", "phone"), ("e-mail", "email")),
            *(("interpreter", "interpreter"), ("status", "status"), ("notes", "notes")),
        )
    ]
    rows += [
        ("emergency contact", *(contact_words(side.person.emergency) for side in sides)),
        ("escort", *(contact_words(side.person.escort) for side in sides)),
        ("in", *("; ".join(side.has) for side in sides)),
        ("paths", *("; ".join(side.paths) for side in sides)),
    ]
    return Table(("", "KEEP", "DOUBLE"), [row for row in rows if any(row[1:])])


def _marks(desk: Desk, typed: PersonAdd | PersonEdit) -> tuple[ConsentMark, ...]:
    """Return what is to be noted of consents."""
    from atma_tui.domain.people.optional import ConsentMark

    if typed.said_on and not (typed.given or typed.withdrawn):
        raise InputError("--said-on is about --consent or --withdrawn; nothing was saved.")
    day = lookup.day(desk, typed.said_on, past=True)
    given = [ConsentMark(kind=kind, day=day) for kind in typed.given]
    return (*given, *(ConsentMark(kind=kind, given=False, day=day) for kind in typed.withdrawn))


def _reply(desk: Desk, person: Person, summary: str, notes: Sequence[str] = ()) -> Reply:
    from atma_tui.domain.people.optional import shown

    shape = full_person_shape(shown(person, desk.choices.get()))
    return Reply(shape=shape, parts=[f"{summary}.", person.id], notes=notes)
