"""From the rows of a table to people, checked like a form; what is wrong with a bad row is said in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from atma_tui.calendars.reading.text.csv_text import heading_words, plain_cell
from atma_tui.desk.importing.columns import Column
from atma_tui.desk.importing.kept import consent_of
from atma_tui.desk.importing.table import Table, TableRow
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.errors import InputError
from atma_tui.domain.people.contacts import read_birth_year, read_email, read_phone
from atma_tui.domain.people.optional import (
    ConsentMark,
    consent_kind,
    read_contact,
    read_escort,
    read_interpreter,
    read_kept_others,
)
from atma_tui.domain.records import Clinic
from atma_tui.domain.text import clean

Reader = Callable[[str], object]
Readers = Mapping[str, Reader]
"""The reader of each field; they raise `InputError`."""

_LONGEST = {"name": 120, "first-name": 60, "last-name": 60, "known-as": 60, "notes": 2000, "also": 500}
_CALLED = {
    "name": "name",
    "first-name": "first name",
    "last-name": "last name",
    "known-as": "name they go by",
    "phone": "phone",
    "email": "e-mail",
    "also": "other phone, e-mail or name",
    "notes": "note",
    "party": "party",
    "born": "birth year",
    "emergency": "emergency contact",
    "emergency-phone": "phone of the emergency contact",
    "emergency-relation": "relation of the emergency contact",
    "escort": "escort",
    "escort-phone": "phone of the escort",
    "interpreter": "interpreter",
    "consents": "consent",
    "status": "status",
}
_CONTACTS: Mapping[str, tuple[tuple[str, ...], Callable[[str], object]]] = {
    "emergency": (("emergency", "emergency-phone", "emergency-relation"), read_contact),
    "escort": (("escort", "escort-phone"), read_escort),
}
"""Fields given by several columns, in the order in which they are read."""
_YES, _NO = ("yes", "y", "true", "1", "x", "given", "agreed"), ("no", "n", "false", "0", "-", "")
_FORMULA = re.compile(r"\s*[=@＝＠]")
_NAME_FORMULA = re.compile(r"\s*[=@＝＠+＋-]")
_MOST_SEATS = 200
_NOT_COMING = re.compile(
    r"(?<!partially )(?<!not )\b(cancell?ed|refunded|deleted|transferred|void(ed)?|declined|withdrawn|abandoned"
    r"|expired)\b|\bnot (attending|going|coming)\b|^no$"
)
"""What sign-up forms and ticket shops call those who gave their place back. Who has a part back still comes."""


class Entry(Struct, frozen=True, kw_only=True):
    """One row: a person, or what is wrong with it."""

    number: int
    name: str
    problems: tuple[str, ...] = ()
    person: NewPerson | None = None
    """None for a bad row."""
    party: int = 1
    left: str = ""
    """The status with which the file says that they do not come any more; the rest of the row is not read."""


def entries(table: Table, columns: Sequence[Column], clinic: Clinic) -> list[Entry]:
    """Read all rows."""
    readers = {
        **_READERS,
        "also": lambda cell: read_kept_others(cell, clinic),
        "consents": lambda cell: consent_kind(cell, clinic),
    }
    return [_entry(row, columns, table.headings, clinic, readers) for row in table.rows]


def _entry(
    row: TableRow, columns: Sequence[Column], headings: Sequence[str], clinic: Clinic, readers: Readers
) -> Entry:
    told = dict(_told(row, columns, clinic))
    cells = {field: clean("; ".join(parts), 5_000) for field, parts in told.items()}
    name = cells.get("name") or " ".join(filter(None, (cells.get("first-name"), cells.get("last-name"))))
    shown, shape = clean(name, 60), row.problem or _shape_words(row, columns, headings)
    left = next((one for one in told.get("status", ()) if _NOT_COMING.search(one.strip().casefold())), "")
    if left and not shape:
        return Entry(number=row.number, name=shown, left=clean(left, 60))
    problems = (shape,) if shape else tuple(dict.fromkeys(_problems(told, name, readers)))
    if problems:
        return Entry(number=row.number, name=shown, problems=problems)
    person = NewPerson(
        name=name,
        known_as=cells.get("known-as", ""),
        phone=cells.get("phone", ""),
        email=cells.get("email", ""),
        also=cells.get("also"),
        notes=cells.get("notes", ""),
        born=cells.get("born"),
        emergency=_contact_cells(told, "emergency"),
        escort=_contact_cells(told, "escort"),
        interpreter=cells.get("interpreter"),
        consents=tuple(ConsentMark(kind=kind) for kind in dict.fromkeys(told.get("consents", ()))),
    )
    return Entry(number=row.number, name=shown, person=person, party=_party(cells.get("party", "")))


def _told(row: TableRow, columns: Sequence[Column], clinic: Clinic) -> Iterator[tuple[str, list[str]]]:
    """Yield what the row gives for each field, as it is in the file; consents one by one."""
    for field in dict.fromkeys(one.field for one in columns if one.field):
        told = [one for one in columns if one.field == field and one.number <= len(row.cells)]
        cells = [(one, plain_cell(row.cells[one.number - 1])) for one in told]
        if field == "consents":
            yield field, [kind for one, cell in cells for kind in _consents(one, cell, clinic)]
        else:
            yield field, [cell for _, cell in cells if cell.strip()]


def _consents(column: Column, cell: str, clinic: Clinic) -> list[str]:
    """Return what somebody agrees to: yes in a column of one kind, or a list of kinds separated by `;`."""
    if kind := consent_of(column.heading, clinic):
        said = cell.strip().casefold()
        return [kind] if said in _YES else [] if said in _NO else [cell]
    return [part.strip() for part in cell.split(";") if part.strip()]


def _contact_cells(told: Mapping[str, Sequence[str]], field: str) -> str | None:
    """Return a contact from several columns as one text; None if all are empty."""
    parts = [clean(cell, 500) for name in _CONTACTS[field][0] for cell in told.get(name, ())]
    return "; ".join(parts) if parts else None


def _problems(told: Mapping[str, Sequence[str]], name: str, readers: Readers) -> Iterator[str]:
    for field, cells in told.items():
        for cell in cells:
            yield from _cell_problems(field, cell, readers.get(field))
    for field, (_, read) in _CONTACTS.items():
        yield from (f"the {_CALLED[field]}: {why}" for why in _refusal(read, _contact_cells(told, field) or ""))
    yield from _name_problems(name)


def _shape_words(row: TableRow, columns: Sequence[Column], headings: Sequence[str]) -> str:
    """Say what is wrong with the cells as a whole; empty if nothing is."""
    if [heading_words(cell) for cell in row.cells] == [heading_words(one) for one in headings]:
        return "it is the headings once more"
    if any(cell.strip() for cell in row.cells[len(headings) :]):
        return f"it has {len(row.cells)} cells under {len(headings)} headings"
    missing = next((one for one in columns if one.field and one.number > len(row.cells)), None)
    if missing:
        return f"it has {len(row.cells)} cells, too few for the column “{missing.heading}”"
    return ""


def _cell_problems(field: str, cell: str, reader: Reader | None) -> Iterator[str]:
    called = _CALLED[field]
    if any(unicodedata.category(char) == "Cc" and not char.isspace() for char in cell):
        yield f"the {called} holds control characters"
    elif "\ufffd" in cell:
        yield f"the {called} holds letters that cannot be read"
    elif field != "notes" and re.search(r"[\r\n]", cell.strip()):
        yield f"the {called} goes over several lines"
    elif (_NAME_FORMULA if "name" in field or field == "known-as" else _FORMULA).match(cell):
        yield f"the {called} begins as a formula does, with “{cell.strip()[0]}”"
    elif len(clean(cell, 5_000)) > _LONGEST.get(field, 5_000):
        yield f"the {called} is longer than {_LONGEST[field]:,} characters"
    elif reader:
        yield from _refusal(reader, cell)


def _refusal(read: Reader, cell: str) -> Iterator[str]:
    """Yield the refusal that the form would show."""
    try:
        read(cell)
    except InputError as error:
        yield str(error).removesuffix("; nothing was saved.").removesuffix(" Nothing was saved.").rstrip(".")


def _name_problems(name: str) -> Iterator[str]:
    if not name:
        yield "there is no name"
    elif not any(char.isalpha() for char in name):
        yield "the name has no letter"
    elif re.search(r"\S@\S", name):
        yield "the name is an e-mail address"
    elif len(name) > _LONGEST["name"]:
        yield f"the name is longer than {_LONGEST['name']} characters"


def _party(cell: str) -> int:
    """Read the size of a party; empty means one. Raises `InputError`."""
    typed = clean(cell, 20)
    if typed and not (typed.isdecimal() and 1 <= int(typed) <= _MOST_SEATS):
        raise InputError(f"{typed!r} is not a party of 1 to {_MOST_SEATS} people")
    return int(typed or 1)


_READERS: Readers = {
    "phone": read_phone,
    "email": read_email,
    "born": read_birth_year,
    "emergency-phone": read_phone,
    "escort-phone": read_phone,
    "interpreter": read_interpreter,
    "party": _party,
}
