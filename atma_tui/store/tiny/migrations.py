"""Converting an older book to the current format.

When the meaning of documents changes, raise `FORMAT` and `DOCUMENTS` and add the function that turns documents of
the format before into it; when only the files change, `FORMAT` alone. A book is migrated as a whole when it is
opened, and a backup when it is restored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Raw

Tables = dict[str, dict[str, dict[str, Any]]]
"""All documents, decoded, by table and id."""

FORMAT = 4
"""The format of the files that this program writes."""

REPLICA = 5
"""That of the files of a replica. They share one series of numbers: the next format of either is 6."""

DOCUMENTS = 3
"""The format in which the meaning of documents changed last: a shared book has it, which has files of its own."""

_KINDS = {"places": "program_seats", "standing": "series_subscription"}
_FIELDS = {
    "event": {"about": "description", "over": "override_reason"},
    "program": {"about": "description"},
    "enrolment": {"over": "override_reason"},
    "site": {"places": "place_names"},
    "program_seats": {"over": "override_reason"},
    "act": {"about": "related_ids", "says": "summary"},
}


_NO_WITHDRAWAL = ("went to ", "the same person twice", "the offer lapsed")
"""How the reason of an enrolment begins that ended without a seat given back: moved, a double, never taken."""


def _name_by_standard_terms(tables: Tables) -> None:
    """Format 1 to 2: kinds and fields are called by the terms of the field."""
    for before, after in _KINDS.items():
        if before in tables:
            tables[after] = tables.pop(before)
    for kind, documents in tables.items():
        tables[kind] = {id: _renamed(kind, document) for id, document in documents.items()}
    for act in tables.get("act", {}).values():
        if act.get("verb") == "look":
            act["verb"] = "viewed"
        if act.get("verb") == "keep own words":  # its ids name the field that was decided
            act["related_ids"] = [id.replace(".about.", ".description.") for id in act["related_ids"]]
        for change in act.get("changes", ()):
            change[0] = _KINDS.get(change[0], change[0])
            if change[2:] and change[2] is not None:
                change[2] = _renamed(change[0], change[2])


def _renamed(kind: str, document: dict[str, Any]) -> dict[str, Any]:
    fields = _FIELDS.get(kind, {})
    document = {fields.get(name, name): value for name, value in document.items()}
    if kind == "program":
        document["steps"] = [_about_described(step) for step in document.get("steps", ())]
    elif kind == "listing":
        document["remote"] = _about_described(document["remote"])
    return document


def _about_described(part: dict[str, Any]) -> dict[str, Any]:
    return {"description" if name == "about" else name: value for name, value in part.items()}


def _tell_what_was_inferred(tables: Tables) -> None:
    """Format 2 to 3: files carry book and digest; phone keys have no extension; who gave a seat back is kept."""
    from atma_tui.domain.people.contacts import phone_key

    for person in _versions(tables, "person"):
        if person.get("phone_key"):
            person["phone_key"] = phone_key(person["phone"])
    for enrolment in _versions(tables, "enrolment"):
        ended = enrolment.get("cancelled")
        if ended and (ended.get("late") or not enrolment.get("position")):
            ended["withdrew"] = not ended.get("why", "").startswith(_NO_WITHDRAWAL)


def _versions(tables: Tables, kind: str) -> Iterator[dict[str, Any]]:
    """Yield the documents of a kind, and those that undo would put back."""
    yield from tables.get(kind, {}).values()
    for act in tables.get("act", {}).values():
        yield from (
            change[2] for change in act.get("changes", ()) if change[0] == kind and change[2:] and change[2]
        )


MIGRATIONS: dict[int, Callable[[Tables], None]] = {1: _name_by_standard_terms, 2: _tell_what_was_inferred}
"""From a format to the next: functions that change the tables in place, by the format they start from.

From 3 to 4 only the files changed: the chain runs through them.
"""


def migrate(tables: Mapping[str, dict[str, Raw]], format: int) -> Mapping[str, dict[str, Raw]]:
    """Return the tables of an older format in the format of today."""
    steps = [MIGRATIONS[number] for number in range(format, FORMAT) if number in MIGRATIONS]
    if not steps:
        return tables
    decoded: Tables = {
        name: {id: msgspec.json.decode(document) for id, document in documents.items()}
        for name, documents in tables.items()
    }
    for step in steps:
        step(decoded)
    return {
        name: {id: Raw(msgspec.json.encode(document)) for id, document in documents.items()}
        for name, documents in decoded.items()
    }
