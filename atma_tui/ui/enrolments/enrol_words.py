"""What the enrolment dialog says: pure functions from what is wished and previewed to sentences."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content

from atma_tui.desk.events.agenda import OfferingCard
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.desk.seats.previews import Preview
from atma_tui.domain.records import Event, Person
from atma_tui.domain.when import span_words
from atma_tui.ui.ground.glyphs import Glyphs
from atma_tui.ui.ground.show import plain, show, who
from atma_tui.ui.widgets.people import COMMAND, NEW, NOT_A_NAME, discreet
from atma_tui.ui.widgets.seats import seat_cell
from atma_tui.ui.widgets.sentence import Sentence
from atma_tui.ui.widgets.spans import text_of

MAX_PARTY = 200
"""People in a party, at most."""


@dataclass(frozen=True)
class Wish:
    """Whom to enrol: somebody in the book, or somebody new."""

    party: int
    """Seats wanted; 0 when what was typed is no number."""
    person: Person | None = None
    new: NewPerson | None = None

    @property
    def name(self) -> str:
        """What they are called."""
        return self.person.name if self.person else self.new.name if self.new else ""


def about_offering(card: OfferingCard, glyphs: Glyphs) -> Content:
    """Say in two lines what it is, and where, when and how full, or that it is cancelled."""
    offering = card.offering
    parts = [Content(plain(text_of(seat_cell(card.seats, glyphs=glyphs))))]
    if isinstance(offering, Event):
        when = span_words(offering.starts, offering.ends, all_day=offering.all_day)
        state = parts if offering.live else [show("cancelled", style="$text-error")]
        parts = [show(card.site.name), show(when), *state]
    return Content("\n").join([show(card.title, 80, "bold"), Content(glyphs.gap).join(parts)])


def subject(name: str, party: int) -> str:
    """Return who is meant: `Chen Example, party of 3`."""
    return f"{name}, party of {party}" if party > 1 else name


def nothing_yet(wish: Wish | None, *, adding: bool, on: str | None) -> Sentence:
    """Say what is missing before anything can be said of somebody in particular.

    `adding`: somebody new is being described; `on`: the key of the line under the cursor.
    """
    if wish is not None and not 1 <= wish.party <= MAX_PARTY:
        return Sentence(f"A party is 1 to {MAX_PARTY} people.", "bad")
    if adding:
        return Sentence("Type the name.", "dim")
    if on == COMMAND:
        return Sentence(NOT_A_NAME, "warn")
    if on == NEW:
        return Sentence("Enter asks for the phone and the e-mail of somebody new.")
    return Sentence("Who is it? Part of a name, a nickname, a phone number or an e-mail will do.", "dim")


def what_enter_does(wish: Wish, preview: Preview, *, arrived: bool, private: bool) -> Sentence:
    """Say what Enter does with a wish."""
    name = subject(who(wish.name, private=private), wish.party)
    if preview.anyway:
        return Sentence(f"{name}: {preview.summary} Enter asks for a reason to do it anyway.", "warn")
    if preview.status == "refused":
        return Sentence(discreet(preview.summary, *filter(None, [wish.person]), private=private), "bad")
    if preview.clashes:
        return Sentence(
            f"{name} {preview.clashes[0].describe()}. Enter asks for a reason to do it anyway.", "warn"
        )
    if preview.status == "waiting":
        return Sentence(f"{name}: {preview.summary}", "warn")
    verbs = [*(["adds"] if wish.new else []), "enrols", *(["checks in"] if arrived else [])]
    free = "" if preview.free_after is None else f", {preview.free_after} free after"
    absent = ", ".join(who(one.name, private=private) for one in preview.gives_way)
    instead = f", in place of {absent}, who is not here" if absent else ""
    return Sentence(f"{name}: Enter {' and '.join(verbs)}{free}{instead}", "warn" if absent else "good")


def what_a_reason_does(name: str, preview: Preview, *, over: bool) -> Sentence:
    """Say what Enter does once a reason is typed: going over capacity (`over`), or past what was said alone."""
    if over:
        return Sentence(
            f"{name}: with a reason, Enter lets them in over capacity, ahead of those waiting; this is marked.",
            "warn",
        )
    what = "puts them on the waiting list" if "waiting" in (preview.status, preview.anyway) else "enrols them"
    clash = f"{name} {preview.clashes[0].describe()}." if preview.clashes else f"{name}:"
    shut = f" {preview.summary}" if preview.anyway else ""
    return Sentence(f"{clash}{shut} With a reason, Enter {what} anyway.", "warn")
