"""What each column of a table says about a person."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.calendars.reading.text.csv_text import heading_words
from atma_tui.domain.errors import InputError
from atma_tui.domain.text import clean

_HEADINGS = {
    "name": (
        *("name", "full name", "client name", "participant", "participant name", "attendee", "attendee name"),
        *("guest name", "person", "contact name", "display name", "first and last name"),
    ),
    "first-name": ("first name", "first", "given name", "forename"),
    "last-name": ("last name", "last", "surname", "family name"),
    "known-as": ("known as", "preferred name", "nickname", "goes by", "called"),
    "phone": (
        *("phone", "phone number", "telephone", "telephone number", "tel", "mobile", "mobile phone", "cell"),
        *("mobile number", "cell phone", "cell number", "cellphone", "home phone", "phone 1", "phone 1 value"),
    ),
    "email": (
        *("e mail", "email", "e mail address", "email address", "mail", "e mail 1", "email 1"),
        *("e mail 1 value", "email 1 value", "contact email", "contact e mail"),
    ),
    "also": (
        *("also", "other phone", "second phone", "phone 2", "phone 2 value", "alternate phone", "other phones"),
        *("other e mail", "other email", "second e mail", "second email", "e mail 2", "email 2"),
        *("e mail 2 address", "e mail 2 value", "former name", "maiden name", "other names", "other name"),
    ),
    "notes": ("notes", "note", "remarks", "remark"),
    "party": (
        *("party", "party size", "seats", "tickets", "places", "number of people", "number of seats"),
        *("quantity", "qty", "number of tickets", "ticket quantity"),
    ),
    "born": ("born", "birth year", "year of birth", "year born"),
    "emergency": (
        *("emergency", "emergency contact", "emergency contact name", "emergency name", "in case of emergency"),
        *("name of emergency contact",),
    ),
    "emergency-phone": (
        *("emergency phone", "emergency contact phone", "emergency contact number", "emergency number"),
        *("emergency phone number", "emergency contact phone number"),
    ),
    "emergency-relation": (
        *("relation", "relationship", "emergency relation", "emergency contact relation"),
        *("emergency contact relationship", "relation to emergency contact", "relationship to emergency contact"),
    ),
    "escort": ("escort", "escort name", "name of escort", "taken home by"),
    "escort-phone": ("escort phone", "escort number", "escort phone number"),
    "interpreter": ("interpreter", "interpreter language", "language of interpreter", "interpreter needed"),
    "consents": ("consents", "consent", "agreed to"),
    "status": (
        *("status", "attendee status", "attendance status", "ticket status", "order status", "booking status"),
        *("registration status", "rsvp status", "rsvp"),
    ),
}
"""Known names of columns. Comments of a sign-up form do not count as notes: they may say anything."""
FIELDS = tuple(_HEADINGS)
UNUSED = "unused"
_FIELD_OF = {words: field for field, all in _HEADINGS.items() for words in all}
_SEVERAL = ("also", "consents", "status")
"""Fields that more than one column may give."""
_NAMES = ("name", "first-name", "last-name")
_NAME_OR_ID = "person"
_EXTRA = ("your ", "participant s ", "attendee s ")
_OPTIONAL = (" optional", " required")


class Column(Struct, frozen=True, kw_only=True):
    """One column."""

    number: int
    """Counted from 1."""
    heading: str
    field: str = ""
    """One of `FIELDS`; empty when it is not used."""


def known_headings(chosen: Sequence[str], cells: Sequence[str]) -> int:
    """Return how many cells of a row are known or chosen headings; 0 if the row cannot be the headings."""
    wanted = {words for one in chosen if not (words := heading_words(one.rpartition("=")[0])).isdecimal()}
    told = [(_field(cell), words) for cell in cells if (words := heading_words(cell))]
    if not any(field in _NAMES or words in wanted for field, words in told):
        return 0
    return sum(1 for field, words in told if field or words in wanted)


def below_merged(above: Sequence[str], cells: Sequence[str]) -> tuple[str, ...]:
    """Return the headings of a row below one whose cells are merged over several columns or rows.

    `Emergency` above `Name` and `Phone` makes them `Emergency Name` and `Emergency Phone`; a cell merged with the
    one below is the heading of its column.
    """
    headings: list[str] = []
    group = ""
    for at, cell in enumerate(cells):
        own = above[at].strip() if at < len(above) else ""
        group = own or group
        joined = f"{group} {cell}"
        alone, together = _field(heading_words(cell)), _field(heading_words(joined))
        headings.append(joined if cell.strip() and together not in ("", alone) else cell.strip() or own)
    return tuple(headings)


def may_be_headings(chosen: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether the first row may be the headings although none is known: if columns are chosen by number."""
    by_number = any(one.rpartition("=")[0].strip().isdecimal() for one in chosen)
    return by_number and not any(map(_tells_of_somebody, cells))


def matched(headings: Sequence[str], chosen: Sequence[str] = ()) -> tuple[Column, ...]:
    """Return the columns with the field that each gives.

    Args:
        headings: the row of headings.
        chosen: `COLUMN=FIELD`, a heading or number of a column and its field, which override what the headings
        say.

    Raises:
        InputError: a choice makes no sense, several columns give the same field, or none gives the name.
    """
    fields = _read_fields(headings)
    given = dict(_choice(one, headings) for one in chosen)
    fields = {
        at: "" if field in given.values() and field not in _SEVERAL else field for at, field in fields.items()
    }
    fields |= given
    columns = [
        Column(number=at + 1, heading=heading, field=fields[at] if fields[at] != UNUSED else "")
        for at, heading in enumerate(headings)
    ]
    return tuple(_checked(columns))


def _read_fields(headings: Sequence[str]) -> dict[int, str]:
    """Return what each heading means; `person` is the name only if nothing else is, not in the desk's roster."""
    fields = {at: _field(heading) for at, heading in enumerate(headings)}
    ids = [at for at, heading in enumerate(headings) if heading_words(heading) == _NAME_OR_ID]
    named = any(field in _NAMES for at, field in fields.items() if at not in ids)
    return fields | dict.fromkeys(ids, "") if named else fields


def _field(heading: str) -> str:
    """Return the field that a heading means; `Attendee #` is a number and no name, unlike `Phone #`."""
    words = heading_words(heading)
    for extra in _EXTRA:
        words = words.removeprefix(extra)
    for extra in _OPTIONAL:
        words = words.removesuffix(extra)
    field = _FIELD_OF.get(words, "")
    return "" if field in _NAMES and "#" in heading else field


def _choice(typed: str, headings: Sequence[str]) -> tuple[int, str]:
    name, _, field = typed.rpartition("=")
    name, field = name.strip(), field.strip().casefold()
    if not name or field not in (*FIELDS, UNUSED):
        raise InputError(
            f"{clean(typed, 60)!r} is not COLUMN=FIELD; the fields are {', '.join(FIELDS)} and {UNUSED}. "
            "Nothing was imported."
        )
    told = [heading_words(heading) for heading in headings]
    found = [at for at, words in enumerate(told) if words == heading_words(name)]
    if not found and name.isdecimal() and 1 <= int(name) <= len(headings):
        found = [int(name) - 1]
    if len(found) != 1:
        many = "More than one column is" if found else "No column is"
        known = ", ".join(f"{at} {heading}" for at, heading in enumerate(headings, 1))
        raise InputError(f"{many} called {clean(name, 60)!r}: {known}. Nothing was imported.")
    return found[0], field


def _checked(columns: Sequence[Column]) -> Sequence[Column]:
    by_field = {field: [one for one in columns if one.field == field] for field in FIELDS}
    for field, told in by_field.items():
        if len(told) > 1 and field not in _SEVERAL:
            raise InputError(_which_words(field, told))
    if by_field["name"] and by_field["first-name"] and not by_field["last-name"]:
        raise InputError(_which_words("name", [*by_field["name"], *by_field["first-name"]]))
    if not any(by_field[field] for field in _NAMES):
        raise InputError("No column tells the name. Say which one does, such as 1=name; nothing was imported.")
    if by_field["name"]:
        return [replace(one, field="") if one.field in _NAMES[1:] else one for one in columns]
    return columns


def _which_words(field: str, columns: Sequence[Column]) -> str:
    names = " and ".join(f"column {one.number} “{one.heading}”" for one in columns)
    first = columns[0]
    column = first.heading if len({one.heading for one in columns}) > 1 else first.number
    return (
        f"Both {names} may be the {field}. Say which it is with --map, or under Columns in the form: "
        f"“{column}={field}”; nothing was imported."
    )


def _tells_of_somebody(cell: str) -> bool:
    return "@" in cell or sum(map(str.isdecimal, cell)) >= 7
