"""What finding anything shows: pure functions from what a line may mean to rows and sentences."""

from __future__ import annotations

from typing import Any

from atma_tui.desk.phone_line import Doable, Found
from atma_tui.desk.phone_targets import Target
from atma_tui.domain.records import Answer, Person
from atma_tui.ui.ground.glyphs import Glyphs
from atma_tui.ui.ground.show import who
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.people import contact, discreet
from atma_tui.ui.widgets.rows import Heading, Row
from atma_tui.ui.widgets.seats import seat_cell
from atma_tui.ui.widgets.sentence import Sentence
from atma_tui.ui.widgets.spans import Cell, Look, Span

FOUND = (Column("", 16, flex=2), Column("", 20, flex=5), Column("", 15))
"""Columns of the rows of `found_rows`."""

Thing = Doable | Person | Target | Answer
"""What a line of the list stands for."""


def found_rows(found: Found, glyphs: Glyphs, *, private: bool) -> tuple[list[Row | Heading], dict[str, Thing]]:
    """Return the rows under their headings, and what each row's key stands for."""
    parts: list[tuple[str, tuple[Any, ...]]] = [
        ("Do", found.doable),
        ("People", found.people),
        ("Events and programs", found.targets),
        ("Answers", found.answers),
    ]
    if found.asks:
        parts.append(parts.pop(0))
    rows: list[Row | Heading] = []
    things: dict[str, Thing] = {}
    for title, members in parts:
        if members:
            rows.append(Heading(title))
        for number, thing in enumerate(members):
            key = f"{title} {number}"
            things[key] = thing
            rows.append(Row(key, _cells(thing, glyphs, private=private)))
    return rows, things


def _cells(thing: Thing, glyphs: Glyphs, *, private: bool) -> tuple[Cell, ...]:
    if isinstance(thing, Doable):
        wish = thing.wish
        others = f" +{wish.party - 1}" if wish.party > 1 else ""
        short, look = outcome(thing)
        return who(name_of(thing), private=private) + others, _where(wish.target, glyphs), (Span(short, look),)
    if isinstance(thing, Person):
        phone, mail, _ = contact(thing, private=private)
        return who(thing.name, private=private), glyphs.gap.join(filter(None, [phone, mail])), thing.status
    if isinstance(thing, Target):
        seats = seat_cell(thing.seats, width=15, glyphs=glyphs) if thing.seats else ""
        return thing.when or "program", f"{thing.site}{glyphs.gap}{thing.title}", seats
    return "Answer", thing.question, ""


def _where(target: Target, glyphs: Glyphs) -> str:
    """Return day and site first: the same title is on many days."""
    return glyphs.gap.join(filter(None, [f"{target.when} {target.site}".strip(), target.title]))


def name_of(doable: Doable) -> str:
    """Return the name of whoever would be enrolled."""
    return doable.wish.person.name if doable.wish.person else doable.wish.name


def outcome(doable: Doable) -> tuple[str, Look]:
    """Return in two or three words what would come of it."""
    preview = doable.preview
    if preview.status == "refused":
        return "not possible", "bad"
    if preview.clashes:
        return "clash", "warn"
    if preview.status == "waiting":
        return f"wait, place {preview.place}", "warn"
    return "enrol" if preview.free_after is None else f"{preview.free_after} free after", "good"


def what_enter_does(thing: Thing | None, *, private: bool) -> Sentence:
    """Say what Enter does with a line of the list."""
    if isinstance(thing, Doable):
        return _what_doing_does(thing, private=private)
    if isinstance(thing, Person):
        return Sentence(f"Enter opens the card of {who(thing.name, private=private)}.")
    if isinstance(thing, Target):
        return Sentence("Enter shows the programs." if thing.program else "Enter opens the event.")
    if isinstance(thing, Answer):
        return Sentence(f"{thing.answer} Enter shows it whole.", "dim")
    return Sentence("A person, an event, a question; or what to do: chen +2 open house cal", "dim")


def _what_doing_does(doable: Doable, *, private: bool) -> Sentence:
    wish, preview = doable.wish, doable.preview
    name = _named(doable, private=private)
    where = ", ".join(filter(None, [wish.target.title, wish.target.site, wish.target.when]))
    _, look = outcome(doable)
    if preview.status == "refused":
        known = [wish.person] if wish.person else []
        return Sentence(discreet(preview.summary, *known, private=private), look)
    if preview.clashes:
        clash = preview.clashes[0].describe()
        return Sentence(f"{name} {clash}. Enter asks for a reason to enrol in {where} all the same.", look)
    if wish.slip:
        return Sentence(f"Perhaps {name} is meant. Enter asks, to enrol in {where}.", "warn")
    if wish.person is None:
        return Sentence(f"{name} is not in the book. Enter asks for the phone, to enrol in {where}.", look)
    if preview.status == "waiting":
        return Sentence(f"Enter puts {name} on the waiting list of {where}: place {preview.place}", look)
    after = "" if preview.free_after is None else f": {preview.free_after} free after"
    return Sentence(f"Enter enrols {name} in {where}{after}", look)


def _named(doable: Doable, *, private: bool) -> str:
    """Return the name, the phone that tells two of that name apart, and the party."""
    wish = doable.wish
    phone = contact(wish.person, private=private)[0] if wish.person else ""
    name = who(name_of(doable), private=private) + (f" ({phone})" if phone else "")
    return f"{name}, party of {wish.party}," if wish.party > 1 else name
