"""What is shown of an event beside a list."""

from __future__ import annotations

from textual.content import Content

from atma_tui.desk.desk import Desk
from atma_tui.desk.events.agenda import OfferingCard, RosterRow
from atma_tui.ui.events.event_card_words import about_content, facts, sum_content
from atma_tui.ui.ground.glyphs import Glyphs
from atma_tui.ui.ground.show import show, who


def event_detail(desk: Desk, event_id: str, glyphs: Glyphs, *, private: bool, names: bool = True) -> Content:
    """Ask for the card of an event and return what it says; runs in the desk's thread. Raises `NotFound`.

    Without `names` nobody is named: at the door nobody reads over the desk who is expected.
    """
    card = desk.agenda.card(event_id)
    parts = (
        facts(card, glyphs),
        sum_content(card, private=private or not names),
        brief_people(card, private=private) if names else Content(""),
        about_content(card.event),
    )
    return Content("\n\n").join(part for part in parts if part.plain)


def brief_people(card: OfferingCard, *, private: bool) -> Content:
    """Return who is in an event by first names, for a list that others may see; initials in privacy mode."""
    lines: list[Content] = []
    for title, people in (("Enrolled", card.roster), ("Waiting", card.waiting)):
        if people:
            names = ", ".join(_first_name(line, private=private) for line in people)
            lines.append(Content.assemble((f"{title}: ", "bold $text-primary"), show(names, 1200)))
    return Content("\n").join(lines)


def _first_name(line: RosterRow, *, private: bool) -> str:
    person = line.person
    name = who(person.name, private=True) if private else person.known_as or person.name.split(" ")[0]
    return name + (f" +{line.enrolment.party - 1}" if line.enrolment.party > 1 else "")
