"""Which columns of a table this clinic uses: it may not keep everything that a table gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from atma_tui.calendars.reading.text.csv_text import heading_words
from atma_tui.desk.importing.columns import Column
from atma_tui.domain.people.optional import keeps
from atma_tui.domain.records import Clinic, OptionalField
from atma_tui.domain.text import fold

_NEEDS: Mapping[str, tuple[OptionalField, ...]] = {
    "also": ("former-names", "second-contacts"),
    "born": ("birth-year",),
    **dict.fromkeys(("emergency", "emergency-phone", "emergency-relation"), ("emergency",)),
    **dict.fromkeys(("escort", "escort-phone"), ("escort",)),
    "interpreter": ("interpreter",),
}
"""What the clinic must keep (any of these) for a field to be used."""
_BESIDE = ("emergency-", "escort-")
"""Fields that are useless without a name."""


def kept_columns(columns: Iterable[Column], clinic: Clinic) -> tuple[tuple[Column, ...], list[str]]:
    """Return the columns, using only what the clinic keeps, and a note on the others.

    A column named like a kind of consent says whether people agree to it.
    """
    used, unkept = list[Column](), list[str]()
    columns = tuple(columns)
    told = {one.field for one in columns}
    for one in columns:
        if not one.field and consent_of(one.heading, clinic):
            used.append(replace(one, field="consents"))
        elif one.field.startswith(_BESIDE) and one.field.partition("-")[0] not in told:
            used.append(replace(one, field=""))
        elif one.field and not _is_kept(one, clinic):
            used.append(replace(one, field=""))
            unkept.append(one.heading or f"column {one.number}")
        else:
            used.append(one)
    note = f"The clinic does not keep what these tell: {', '.join(unkept)}; its settings (F7) say what it keeps."
    return tuple(used), [note] if unkept else []


def consent_of(heading: str, clinic: Clinic) -> str:
    """Return the kind of consent that a column is named after; empty for none."""
    return next((kind for kind in clinic.consent_kinds if fold(kind) == fold(heading)), "")


def _is_kept(one: Column, clinic: Clinic) -> bool:
    if one.field == "consents":
        return bool(clinic.consent_kinds)
    needs: Sequence[OptionalField] = _NEEDS.get(one.field, ())
    if one.field == "also" and (narrow := _narrow(heading_words(one.heading))):
        needs = (narrow,)
    return not needs or keeps(clinic, *needs)


def _narrow(words: str) -> OptionalField | None:
    """Return which of two fields a heading means; None if it may be either."""
    if words.endswith((" name", " names")):
        return "former-names"
    return None if words == "also" else "second-contacts"
