"""What the question before a merge shows: pure functions from two records to rows and sentences."""

from __future__ import annotations

from collections.abc import Collection

from atma_tui.desk.people.merging import Side
from atma_tui.domain.people.merging import FIELDS, MergeField
from atma_tui.domain.people.optional import contact_words
from atma_tui.domain.when import ALBERTA, day_words, today
from atma_tui.ui.ground.show import who
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.people import contact
from atma_tui.ui.widgets.rows import Row
from atma_tui.ui.widgets.spans import Cell, Span

SIDES = (Column("", 11), Column("Stays", 20, flex=1), Column("Goes there", 20, flex=1))
"""Columns of `merge_rows`."""
_LABELS: dict[MergeField, str] = {
    **{"name": "Name", "known_as": "Known as", "phone": "Phone", "email": "E-mail"},
    **{"emergency": "Emergency", "escort": "Escort", "interpreter": "Interpreter"},
}
_ALWAYS = 4
"""So many of the fields are shown also when neither says anything."""
_CHOSEN = "* "


def merge_rows(keep: Side, double: Side, take: Collection[MergeField], *, private: bool) -> list[Row]:
    """Return both records side by side, what is chosen of each marked; then what they have."""
    rows: list[Row] = []
    for number, field in enumerate(FIELDS):
        ours, theirs = (_value(side, field, private=private) for side in (keep, double))
        if number < _ALWAYS or ours or theirs:
            rows.append(Row(field, (_LABELS[field], *_cells(ours, theirs, taken=field in take))))
    facts = [
        ("Status", *(side.person.status for side in (keep, double))),
        ("Since", *(day_words(today(side.person.created, ALBERTA)) for side in (keep, double))),
        ("Enrolled in", *("; ".join(side.has) for side in (keep, double))),
        ("Paths", *("; ".join(side.paths) for side in (keep, double))),
    ]
    if not private:
        facts.append(("Notes", keep.person.notes, double.person.notes))
    return rows + [Row(label, (label, ours, theirs), "dim") for label, ours, theirs in facts if ours or theirs]


def choosable(keep: Side, double: Side) -> list[MergeField]:
    """Return the fields in which both say something, and not the same."""
    pairs = {field: (getattr(keep.person, field), getattr(double.person, field)) for field in FIELDS}
    return [field for field, (ours, theirs) in pairs.items() if ours and theirs and ours != theirs]


def _value(side: Side, field: MergeField, *, private: bool) -> str:
    if field == "name":
        return who(side.person.name, private=private)
    person = side.person
    phone, mail, known_as = contact(person, private=private)
    if field in ("phone", "email", "known_as"):
        return {"phone": phone, "email": mail, "known_as": known_as}[field]
    if private:
        return ""
    return person.interpreter if field == "interpreter" else contact_words(getattr(person, field))


def _cells(ours: str, theirs: str, *, taken: bool) -> tuple[Cell, Cell]:
    """Return both values, the one that stays marked."""
    second = bool(theirs) and (taken or not ours)
    return _cell(ours, chosen=not second), _cell(theirs, chosen=second)


def _cell(text: str, *, chosen: bool) -> Cell:
    return (Span(f"{_CHOSEN}{text}", "strong"),) if chosen and text else text
