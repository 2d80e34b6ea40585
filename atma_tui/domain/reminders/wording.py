"""The words of a draft: a template of the clinic with fields that are filled in for each person."""

from __future__ import annotations

import re
from collections.abc import Mapping

from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Event
from atma_tui.domain.text import clean

FIELDS = {
    "name": "the person's name",
    "first_name": "what they are called, or their first name",
    "what": "what sort of event it is, or its title where the clinic chose so",
    "when": "day and time",
    "where": "the place or the address",
    "site": "the site's name",
    "clinic": "the clinic's name",
    "phone": "the site's phone number",
}
"""The fields that a template may have in braces."""
MAX_SUBJECT, MAX_TEXT = 150, 4000
_FIELD = re.compile(r"\{([^{}]*)\}")
_SORTS = {"open_house": "open house", "talk": "talk", "workshop": "workshop"}


def read_subject(words: str) -> str:
    """Return the first line of a template. Raises `InputError`."""
    return _read(words, "subject", MAX_SUBJECT)


def read_body(words: str) -> str:
    """Return the text of a template. Raises `InputError`."""
    return _read(words, "text", MAX_TEXT)


def _read(words: str, name: str, most: int) -> str:
    text = clean(words, most + 1, lines=name == "text")
    if not text or len(text) > most:
        raise InputError(f"The {name} of a template has 1 to {most:,} characters; nothing was changed.")
    if unknown := [one for one in _FIELD.findall(text) if one not in FIELDS]:
        known = ", ".join(f"{{{one}}}" for one in FIELDS)
        raise InputError(f"There is no field {{{unknown[0]}}}; the fields are: {known}. Nothing was changed.")
    if set("{}") & set(_FIELD.sub("", text)):
        raise InputError("There is a brace without its other half; nothing was changed.")
    return text


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return a template with its fields filled in."""
    return _FIELD.sub(lambda found: values[found[1]], template)


def what_words(event: Event, *, by_name: bool) -> str:
    """Return what a draft calls an event. Others may read the draft: the title is used only `by_name`."""
    if by_name:
        return event.title
    if event.visibility == "private" or event.program:
        return "appointment"
    return _SORTS.get(event.category, "event")


def where_words(event: Event, site_name: str, address: str) -> str:
    """Return where an event is. The place of a private event is left out, since it may say what the event is."""
    return (event.place if event.visibility == "public" else "") or address or site_name
