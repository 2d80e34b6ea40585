"""Enrol, withdraw, accept or decline an offer, move, change a party, note."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

from atma_tui.cli import lookup
from atma_tui.cli.command import Arg, DeskCommand, Flag, Opt
from atma_tui.cli.json_views import enrolment_shape
from atma_tui.cli.reply import Reply
from atma_tui.cli.shared import EnrolmentArg, OfferingArg, PersonOpt, duplicate_notes
from atma_tui.cli.values import number
from atma_tui.domain.errors import InputError

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.people.new_person import NewPerson
    from atma_tui.desk.seats.enrolments import Outcome


Override = Annotated[str, Opt("REASON", "over capacity, past those waiting or over a clash; it is marked")]
Anyway = Annotated[
    str, Opt("REASON", "although enrolment is not open or the waiting list is full; a seat must still be free")
]
ClashWhy = Annotated[str, Opt("REASON", "over a clash alone; a seat must still be free")]


class Who(NamedTuple):
    """Somebody to be enrolled: a person of the book, or somebody new."""

    person_id: str = ""
    new: NewPerson | None = None
    notes: Sequence[str] = ()
    """Whom somebody new may be."""


class EnrolsSomebody(DeskCommand):
    """A command that enrols a person of the book or somebody new."""

    person: PersonOpt = ""
    name: Annotated[str, Opt("NAME", "somebody new")] = ""
    known_as: Annotated[str, Opt("NAME", "what the new person is called")] = ""
    phone: Annotated[str, Opt("PHONE", "phone of the new person")] = ""
    email: Annotated[str, Opt("EMAIL", "e-mail of the new person")] = ""

    def who(self, desk: Desk) -> Who:
        """Return who was typed."""
        from atma_tui.desk.people.new_person import NewPerson

        if bool(self.person) == bool(self.name):
            raise InputError("Say who: --person for somebody in the book, or --name for somebody new, not both.")
        if self.name:
            new = NewPerson(name=self.name, phone=self.phone, email=self.email, known_as=self.known_as)
            return Who("", new, duplicate_notes(desk, new))
        if self.phone or self.email or self.known_as:
            raise InputError(
                "--phone, --email and --known-as go with --name, for somebody new; nobody was enrolled."
            )
        return Who(lookup.person(desk, self.person).id)


class Enrol(EnrolsSomebody):
    """Enrol a person or a party, or put them on the waiting list.

    When it is full, or others wait already, the person is put on the list and told the place.
    """

    examples = (
        "enrol evt-5f0c --person per-77aa",
        'enrol evt-5f0c --person "Ada Sample" --party 3',
        'enrol evt-5f0c --name "Ada Sample" --phone 780-555-0101 --no-wait',
        "enrol evt-5f0c --or evt-91d3 --person per-77aa",
    )
    offering: OfferingArg
    party: Annotated[int, Opt("N", "seats, the person included", number(1, 200))] = 1
    no_wait: Annotated[bool, Flag("refuse rather than put on the waiting list")] = False
    other: Annotated[
        str, Opt("OFFERING", "wait for either: the first with a seat, such as the other city", flag="--or")
    ] = ""
    here: Annotated[bool, Flag("a walk-in: enrol and check in at once")] = False
    override: Override = ""
    clash_why: ClashWhy = ""
    anyway: Anyway = ""

    def run(self, desk: Desk) -> Reply:
        who = self.who(desk)
        if self.other:
            return reply(self._either(desk, who), who.notes)
        outcome = desk.enrolments.enrol(
            self.offering,
            person_id=who.person_id,
            new=who.new,
            party=self.party,
            wait=not self.no_wait,
            override=self.override,
            clash_why=self.clash_why,
            anyway=self.anyway,
            arrived=self.here,
        )
        return reply(outcome, who.notes)

    def _either(self, desk: Desk, who: Who) -> Outcome:
        if self.no_wait or self.here or self.override:
            raise InputError("--or waits for either; --no-wait, --here and --override do not go with it.")
        return desk.waiting.either(
            (desk.agenda.card(self.offering).offering.id, desk.agenda.card(self.other).offering.id),
            person_id=who.person_id,
            new=who.new,
            party=self.party,
            clash_why=self.clash_why,
            anyway=self.anyway,
        )


class Withdraw(DeskCommand):
    """End an enrolment; the seat is offered to the next in line."""

    examples = ('withdraw enr-09bd --reason "ill"', 'withdraw enr-09bd --reason "ill" --waive "first time"')
    enrolment: EnrolmentArg
    reason: Annotated[str, Opt("REASON", "kept with it")] = ""
    waive: Annotated[str, Opt("REASON", "why a late cancel does not count")] = ""

    def run(self, desk: Desk) -> Reply:
        return reply(desk.enrolments.withdraw(self.enrolment, why=self.reason, waive=self.waive))


class Accept(DeskCommand):
    """Take the seat that is held for somebody from the waiting list."""

    examples = ("accept enr-09bd",)
    enrolment: EnrolmentArg
    override: Annotated[str, Opt("REASON", "take it over a clash")] = ""

    def run(self, desk: Desk) -> Reply:
        return reply(desk.enrolments.take_offer(self.enrolment, override=self.override))


class Decline(DeskCommand):
    """Note that somebody does not want the seat held for them; it is offered on."""

    examples = ('decline enr-09bd --reason "away that week"',)
    enrolment: EnrolmentArg
    reason: Annotated[str, Opt("REASON", "kept with it")] = "declined the offer"

    def run(self, desk: Desk) -> Reply:
        return reply(desk.waiting.decline(self.enrolment, why=self.reason))


class Move(DeskCommand):
    """Move somebody to another event or program; without a seat there they wait and keep the old one."""

    examples = ("move enr-09bd evt-5f0c", 'move enr-09bd evt-5f0c --override "the physician agreed"')
    enrolment: EnrolmentArg
    offering: OfferingArg
    no_wait: Annotated[bool, Flag("refuse rather than put on the waiting list there")] = False
    override: Override = ""
    clash_why: ClashWhy = ""
    anyway: Anyway = ""

    def run(self, desk: Desk) -> Reply:
        return reply(
            desk.moving.move(
                self.enrolment,
                self.offering,
                wait=not self.no_wait,
                override=self.override,
                clash_why=self.clash_why,
                anyway=self.anyway,
            )
        )


class Party(DeskCommand):
    """Make a party larger or smaller; it keeps its seats, or its place in line.

    Seats that become free are offered on. A larger party that does not fit is refused with the sum.
    """

    examples = ("party enr-09bd 3", 'party enr-09bd 3 --override "a chair is brought in"')
    enrolment: EnrolmentArg
    party: Annotated[int, Arg("N", "seats, the person included", number(1, 200))]
    override: Annotated[str, Opt("REASON", "over capacity or past those waiting; it is marked")] = ""

    def run(self, desk: Desk) -> Reply:
        return reply(desk.parties.resize(self.enrolment, self.party, override=self.override))


class WriteNote(DeskCommand):
    """Write the desk's own note on somebody's enrolment, in place of what was noted before.

    It is shown where the person is checked in, and never published. An empty TEXT takes it away.
    """

    examples = ('note enr-09bd "needs the lift"',)
    enrolment: EnrolmentArg
    text: Annotated[str, Arg("TEXT", "what to note; never a diagnosis")]

    def run(self, desk: Desk) -> Reply:
        from atma_tui.desk.people.notes import Note
        from atma_tui.domain.records import Enrolment

        found = desk.book.the(Enrolment, self.enrolment)
        done = desk.book.do(desk.notes.write, [Note("enrolment", found.id, self.text)])
        noted = desk.book.the(Enrolment, found.id)
        shape = enrolment_shape(noted, desk.book.person(noted.person), None)
        return Reply(shape=shape, parts=[f"{done.summary or 'The note says that already'}.", noted.id])


def reply(outcome: Outcome, notes: Sequence[str] = ()) -> Reply:
    """Answer with an enrolment."""
    return Reply(
        shape=enrolment_shape(outcome.enrolment, outcome.person, outcome.rank),
        parts=[f"{outcome.summary}.", outcome.enrolment.id],
        notes=notes,
    )
