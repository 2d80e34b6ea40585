"""What the enrolment dialog says: pure functions from what is wished and previewed to sentences."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content

from atma_tui.desk.agenda import OfferingCard
from atma_tui.desk.enrolments import Preview
from atma_tui.domain.records import Event
from atma_tui.domain.when import span_words
from atma_tui.ui.glyphs import Glyphs
from atma_tui.ui.show import plain, show
from atma_tui.ui.widgets.seats import seat_cell
from atma_tui.ui.widgets.spans import Look, text_of

STYLES: dict[Look, str] = {
    "": "",
    "dim": "$text-muted",
    "strong": "bold",
    "good": "$text-success",
    "warn": "$text-warning",
    "bad": "bold $text-error",
}


class Said(NamedTuple):
    """A sentence and how it looks."""

    text: str
    look: Look = ""

    def show(self) -> Content:
        """Return it as content."""
        return show(self.text, 400, STYLES[self.look])


def about_offering(card: OfferingCard, glyphs: Glyphs) -> Content:
    """Say in one line what it is, where, when, and how full."""
    offering = card.offering
    parts = [show(card.title, 80, "bold")]
    if isinstance(offering, Event):
        parts.append(show(card.site.name))
        parts.append(show(span_words(offering.starts, offering.ends, all_day=offering.all_day)))
    parts.append(Content(plain(text_of(seat_cell(card.seats, glyphs=glyphs)))))
    return Content(glyphs.gap).join(parts)


def subject(name: str, party: int) -> str:
    """Return who is meant: `Chen Example, party of 3`."""
    return f"{name}, party of {party}" if party > 1 else name


def what_enter_does(who: str, preview: Preview, *, new: bool, arrived: bool) -> Said:
    """Say what Enter does to `who`."""
    if preview.status == "refused":
        return Said(preview.says, "bad")
    if preview.clashes:
        return Said(f"{who} {preview.clashes[0].says()}. Enter asks for a reason to do it anyway.", "warn")
    if preview.status == "waiting":
        return Said(f"{who}: {preview.says}", "warn")
    verbs = [*(["adds"] if new else []), "enrols", *(["checks in"] if arrived else [])]
    free = "" if preview.free_after is None else f", {preview.free_after} free after"
    return Said(f"{who}: Enter {' and '.join(verbs)}{free}", "good")


def what_a_reason_does(who: str, preview: Preview, *, over: bool) -> Said:
    """Say what Enter does once a reason is typed: going over capacity (`over`), or over a clash alone."""
    if over:
        return Said(
            f"{who}: with a reason, Enter lets them in over capacity, past those who wait; it shows.", "warn"
        )
    what = "puts them on the waiting list" if preview.status == "waiting" else "enrols them"
    return Said(f"{who} {preview.clashes[0].says()}. With a reason, Enter {what} all the same.", "warn")
