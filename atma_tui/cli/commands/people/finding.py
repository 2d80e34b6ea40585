"""People: find, show one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from atma_tui.cli import lookup
from atma_tui.cli.command import Arg, DeskCommand, Opt
from atma_tui.cli.commands.people.shapes import card_shape
from atma_tui.cli.json_views import person_shape
from atma_tui.cli.reply import Reply, Table
from atma_tui.cli.shared import PersonArg, WhyOpen
from atma_tui.cli.values import number
from atma_tui.domain.when import today

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.people.people import HistoryRow


class FindPeople(DeskCommand):
    """Find people by name, nickname, phone or e-mail."""

    only_looks = True
    examples = ("people chen", "people 555-0101 --json")
    text: Annotated[str, Arg("TEXT", "what is known of the person")] = ""
    limit: Annotated[int, Opt("N", "how many at most (50)", number(1, 10_000))] = 50

    def run(self, desk: Desk) -> Reply:
        found = desk.people.search(self.text, limit=self.limit + 1)
        shown = found[: self.limit]
        ids = lookup.short_ids(desk, shown)
        notes = [] if shown else ["Nobody in the book matches."]
        if len(found) > len(shown):
            notes = [f"Only the first {len(shown)} are shown; type more of the name, or give --limit."]
        table = Table(
            ("ID", "NAME", "KNOWN AS", "PHONE", "E-MAIL", "STATUS"),
            [(ids[one.id], one.name, one.known_as, one.phone, one.email, one.status) for one in shown],
            frozenset({0, 3, 5}),
        )
        shape = [person_shape(one) for one in shown]
        return Reply(shape=shape, parts=[table] if shown else [], notes=notes)


class ShowPerson(DeskCommand):
    """Show one person with all enrolments; a look at a client is logged."""

    only_looks = True
    examples = ("person per-77aa", 'person "Ada Sample" --json')
    person: PersonArg
    reason: WhyOpen = ""

    def run(self, desk: Desk) -> Reply:
        from atma_tui.domain.people.contacts import others_words
        from atma_tui.domain.people.optional import consent_words, contact_words

        card = desk.people.card(lookup.opened(desk, self.person, self.reason, self.command_name).id)
        person = card.person
        known = f" ({person.known_as})" if person.known_as else ""
        facts = [
            *(("id", person.id), ("status", person.status), ("phone", person.phone), ("e-mail", person.email)),
            *(("also", others_words(person)), ("born", person.birth_year or "")),
            *(("emergency contact", contact_words(person.emergency)), ("escort", contact_words(person.escort))),
            *(("interpreter", person.interpreter), ("consents", "; ".join(map(consent_words, person.consents)))),
            ("notes", person.notes),
        ]
        parts: list[str | Table] = [f"{person.name}{known}", Table((), [row for row in facts if row[1]])]
        for heading, lines in (("Coming:", card.coming), ("Before:", card.past)):
            if lines:
                parts += [heading, _history(desk, lines)]
        notes = [f"{other.name} may be the same ({why}): {other.id}." for other, why in card.duplicates]
        return Reply(shape=card_shape(card), parts=parts, notes=notes)


def _history(desk: Desk, lines: tuple[HistoryRow, ...]) -> Table:
    from atma_tui.domain.records import Event

    ids = lookup.short_ids(desk, (one.enrolment for one in lines))
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
    status = lookup.standing(one.enrolment, one.offering)
    return f"{status} {one.rank}" if status == "waiting" else status
