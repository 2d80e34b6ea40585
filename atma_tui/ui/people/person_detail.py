"""What is shown of a person beside a list, and on the person's card above the lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.content import Content

from atma_tui.desk.people.people import HistoryRow, PersonCard
from atma_tui.domain.people.contacts import others_words
from atma_tui.domain.people.optional import consent_words, contact_words
from atma_tui.domain.records import Event, Person
from atma_tui.domain.when import day_words
from atma_tui.ui.ground.glyphs import Glyphs
from atma_tui.ui.ground.show import show, show_lines, who
from atma_tui.ui.people.person_words import parts_of, status_words
from atma_tui.ui.widgets.people import contact
from atma_tui.ui.widgets.sentence import STYLES

_MAX_LINES = 12


def person_detail(card: PersonCard, glyphs: Glyphs, sites: Mapping[str, str], *, private: bool) -> Content:
    """Return what the card of a person says."""
    parts = [person_content(card.person, glyphs, private=private)]
    for title, lines in parts_of(card):
        said = [show(title, style="bold $text-primary")]
        said += [_line_content(line, sites) for line in lines[:_MAX_LINES]]
        if len(lines) > _MAX_LINES:
            said.append(show(f"and {len(lines) - _MAX_LINES} more", style="$foreground-muted"))
        parts.append(Content("\n").join(said))
    if not (card.coming or card.past):
        parts.append(show("Never enrolled in anything", style="$foreground-muted"))
    if card.duplicates:
        parts.append(show("Perhaps in the book twice: Enter opens the card", style="$text-warning"))
    return Content("\n\n").join(parts)


def person_content(person: Person, glyphs: Glyphs, *, private: bool) -> Content:
    """Return who somebody is: name, kind, contact, and the desk's notes."""
    return Content("\n").join(_person_lines(person, glyphs, private=private))


def _person_lines(person: Person, glyphs: Glyphs, *, private: bool) -> Iterator[Content]:
    phone, mail, known_as = contact(person, private=private)
    name = show(who(person.name, private=private), style="bold")
    kind = "client, g opens the path" if person.status == "client" else "guest"
    called = [show(f"“{known_as}”")] if known_as else []
    gap = Content(glyphs.gap)
    yield gap.join([name, *called, show(kind, style="$text-accent")])
    reached = [show(one) for one in (phone, mail) if one]
    yield gap.join(reached) if reached else show("No phone, no e-mail", style="$text-warning")
    if private:
        return
    if others := others_words(person):
        yield show(f"Also: {others}", 400, "$foreground-muted")
    for label, words in _optional(person):
        yield show(f"{label}: {words}", 300, "$foreground-muted")
    if person.notes:
        yield show_lines(f"Notes: {person.notes}", 1200, "$text-accent")


def _optional(person: Person) -> Iterator[tuple[str, str]]:
    """Yield what else is known of somebody, as far as the clinic keeps it."""
    known = {
        "Born": str(person.birth_year or ""),
        "Emergency contact": contact_words(person.emergency),
        "Escort": contact_words(person.escort),
        "Interpreter": person.interpreter,
        "Consents": "; ".join(map(consent_words, person.consents)),
    }
    yield from ((label, words) for label, words in known.items() if words)


def _line_content(line: HistoryRow, sites: Mapping[str, str]) -> Content:
    offering = line.offering
    when = "program"
    if isinstance(offering, Event):
        when = f"{day_words(offering.starts)} {offering.starts:%H:%M}"
    off = isinstance(offering, Event) and not offering.live
    status, tone = status_words(line.enrolment, line.rank, line.of, off=off)
    party = f" +{line.enrolment.party - 1}" if line.enrolment.party > 1 else ""
    site = sites.get(offering.site, offering.site)
    return Content.assemble(
        show(f"{when}  {line.title}{party}"),
        "\n  ",
        show(site, style="$foreground-muted"),
        ", ",
        show(status, style=STYLES[tone]),
    )
