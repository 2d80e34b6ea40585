"""What finding anything shows: pure functions from what a line may mean to rows and sentences."""

from __future__ import annotations

from typing import Any

from atma_tui.desk.people.new_person import NewPerson
from atma_tui.desk.phone_line import Doable, Found
from atma_tui.desk.phone_targets import Target
from atma_tui.desk.phone_verbs import Deed
from atma_tui.domain.records import Answer, Person
from atma_tui.domain.seat_words import sum_line
from atma_tui.ui.ground.glyphs import Glyphs
from atma_tui.ui.ground.show import who
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.people import contact, discreet
from atma_tui.ui.widgets.rows import Heading, Row
from atma_tui.ui.widgets.seats import seat_cell
from atma_tui.ui.widgets.sentence import Sentence
from atma_tui.ui.widgets.spans import Cell, Span, Tone

_SEATS = 19
FOUND = (Column("", 16, flex=2), Column("", 20, flex=5), Column("", _SEATS))
"""Columns of the rows of `found_rows`."""

Thing = Deed | Doable | Person | Target | Answer | NewPerson
"""What a line of the list stands for."""


def found_rows(found: Found, glyphs: Glyphs, *, private: bool) -> tuple[list[Row | Heading], dict[str, Thing]]:
    """Return the rows under their headings, and what each row's key stands for."""
    parts: list[tuple[str, tuple[Any, ...]]] = [
        ("Do", (*found.deeds, *found.doable)),
        ("People", found.people),
        ("Events and programs", found.targets),
        ("Answers", found.answers),
        ("Nothing in the book matches", (found.new,) if found.new else ()),
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
    if isinstance(thing, Deed):
        return _deed_cells(thing, glyphs, private=private)
    if isinstance(thing, Doable):
        wish = thing.wish
        others = f" +{wish.party - 1}" if wish.party > 1 else ""
        short, tone = outcome(thing)
        return who(name_of(thing), private=private) + others, _where(wish.target, glyphs), (Span(short, tone),)
    if isinstance(thing, Person):
        phone, mail, _ = contact(thing, private=private)
        return who(thing.name, private=private), glyphs.gap.join(filter(None, [phone, mail])), thing.status
    if isinstance(thing, Target):
        return _target_cells(thing, glyphs)
    if isinstance(thing, NewPerson):
        said = filter(None, [who(thing.name, private=private), *contact_words(thing, private=private)])
        return "New person", glyphs.gap.join(said), ""
    return "Answer", thing.question, ""


def contact_words(new: NewPerson, *, private: bool) -> tuple[str, str]:
    """Return the phone and the e-mail of somebody new, in privacy mode none."""
    return ("", "") if private else (new.phone, new.email)


def _target_cells(target: Target, glyphs: Glyphs) -> tuple[Cell, ...]:
    seats = seat_cell(target.seats, width=_SEATS, glyphs=glyphs) if target.seats else ""
    return target.when or "program", f"{target.site}{glyphs.gap}{target.title}", seats


def _deed_cells(deed: Deed, glyphs: Glyphs, *, private: bool) -> tuple[Cell, ...]:
    """Return who, where they are (and where to), and what comes of it."""
    if deed.person is None:
        assert deed.target is not None
        return _target_cells(deed.target, glyphs)
    name = who(deed.person.name, private=private)
    if deed.now_in is None:
        phone, mail, _ = contact(deed.person, private=private)
        owed = f"{len(deed.calls)} to tell" if deed.calls else ""
        return name, glyphs.gap.join(filter(None, [phone, mail])), owed
    here = _where(deed.now_in, glyphs)
    if deed.target is None:
        return name, here, deed.enrolment.status.replace("_", " ") if deed.enrolment else ""
    seats = seat_cell(deed.target.seats, width=_SEATS, glyphs=glyphs) if deed.target.seats else ""
    return name, f"to {_where(deed.target, glyphs)}, from {here}", seats


def _where(target: Target, glyphs: Glyphs) -> str:
    """Return day and site first: the same title is on many days."""
    return glyphs.gap.join(filter(None, [f"{target.when} {target.site}".strip(), target.title]))


def name_of(doable: Doable) -> str:
    """Return the name of whoever would be enrolled."""
    return doable.wish.person.name if doable.wish.person else doable.wish.name


def outcome(doable: Doable) -> tuple[str, Tone]:
    """Return in two or three words what would come of it."""
    preview = doable.preview
    if preview.anyway:
        return "with a reason", "warn"
    if preview.status == "refused":
        return "not possible", "bad"
    if preview.clashes:
        return "clash", "warn"
    if preview.status == "waiting":
        return f"wait, place {preview.place}", "warn"
    return "enrol" if preview.free_after is None else f"{preview.free_after} free after", "good"


def what_enter_does(thing: Thing | None, *, private: bool) -> Sentence:
    """Say what Enter does with a line of the list."""
    if isinstance(thing, Deed):
        return _what_a_deed_does(thing, private=private)
    if isinstance(thing, Doable):
        return _what_doing_does(thing, private=private)
    if isinstance(thing, Person):
        return Sentence(f"Enter opens the card of {who(thing.name, private=private)}.")
    if isinstance(thing, NewPerson):
        return Sentence(f"Enter adds {who(thing.name, private=private)} to the book, after asking for the rest.")
    if isinstance(thing, Target):
        return Sentence("Enter shows the programs." if thing.program else "Enter opens the event.")
    if isinstance(thing, Answer):
        return Sentence(f"{thing.answer} Enter shows all of it.", "dim")
    return Sentence(
        "A person, an event, a question; or what to do: chen +2 open house cal, withdraw chen, seats yoga", "dim"
    )


def _what_a_deed_does(deed: Deed, *, private: bool) -> Sentence:
    name = who(deed.person.name, private=private) if deed.person else ""
    if deed.verb == "call":
        if deed.calls:
            return Sentence(f"To tell {name}: {deed.calls[0].rstrip('.')}. Enter opens the calls.", "warn")
        return Sentence(f"There is no call to make to {name}. Enter opens the card.")
    if deed.verb == "seats" and deed.target is not None and deed.target.seats is not None:
        return Sentence(f"{sum_line(deed.target.seats.tight)}. Enter shows the whole sum.")
    if deed.verb == "move":
        return Sentence(f"Enter asks: {deed_question(deed, private=private)}")
    if deed.enrolment is not None and deed.now_in is not None:
        return Sentence(f"Enter asks before it withdraws {name} from {_title(deed.now_in)}.", "warn")
    assert deed.target is not None
    return Sentence(f"Enter asks for a reason before it cancels {_title(deed.target)}.", "warn")


def deed_question(deed: Deed, *, private: bool) -> str:
    """Say what moving somebody comes to."""
    assert deed.person is not None
    assert deed.now_in is not None
    assert deed.target is not None
    name, seats = who(deed.person.name, private=private), deed.target.seats
    party = deed.enrolment.party if deed.enrolment else 1
    waits = seats is not None and not (seats.open_to_walk_ups and seats.fits(party))
    then = f" It is full there: {name} waits, and keeps this seat until one is free." if waits else ""
    return f"Move {name} from {_title(deed.now_in)} to {_title(deed.target)}?{then}"


def _title(target: Target) -> str:
    return ", ".join(filter(None, [target.title, target.site, target.when]))


def _what_doing_does(doable: Doable, *, private: bool) -> Sentence:
    wish, preview = doable.wish, doable.preview
    name = _named(doable, private=private)
    where = _title(wish.target)
    _, tone = outcome(doable)
    if preview.anyway:
        return Sentence(f"{name}: {preview.summary} Enter asks for a reason to do it anyway.", tone)
    if preview.status == "refused":
        known = [wish.person] if wish.person else []
        return Sentence(discreet(preview.summary, *known, private=private), tone)
    if preview.clashes:
        clash = preview.clashes[0].describe()
        return Sentence(f"{name} {clash}. Enter asks for a reason to enrol in {where} anyway.", tone)
    if asks_who(doable) and wish.person is not None:
        return Sentence(f"Did you mean {name}? Enter asks before it enrols in {where}.", "warn")
    if asks_who(doable):
        return Sentence(f"{name} is not in the book. Enter asks for the phone number and enrols in {where}.", tone)
    if wish.person is None:
        name = f"{name} (new)"
    if preview.status == "waiting":
        return Sentence(f"Enter puts {name} on the waiting list of {where}: place {preview.place}", tone)
    after = "" if preview.free_after is None else f": {preview.free_after} free after"
    return Sentence(f"Enter enrols {name} in {where}{after}", tone)


def asks_who(doable: Doable) -> bool:
    """Whether Enter leads to the dialog that asks who is meant, or how to reach somebody new.

    After a slip in a name no such question is needed where Enter asks for a reason: the line says for whom.
    """
    wish, preview = doable.wish, doable.preview
    if wish.person is not None:
        return wish.slip and not (preview.clashes or preview.anyway)
    return bool(preview.duplicates) or not (wish.phone or wish.email)


def _named(doable: Doable, *, private: bool) -> str:
    """Return the name, the phone that tells two of that name apart, and the party."""
    wish = doable.wish
    phone = contact(wish.person, private=private)[0] if wish.person else ""
    name = who(name_of(doable), private=private) + (f" ({phone})" if phone else "")
    return f"{name}, party of {wish.party}," if wish.party > 1 else name
