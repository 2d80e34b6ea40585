"""Hiding masked clients in views: initials and a mark, no contacts, no remarks.

A view is anything made of what the desk returns, or an answer made of texts; it comes back in the same shape.
Parts that are about nobody masked are returned as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar, cast

from msgspec.structs import replace

from atma_tui.domain.people.contacts import MASKED, initials
from atma_tui.domain.people.optional import contact_words
from atma_tui.domain.records import Enrolment, Person
from atma_tui.domain.trust.walking import ViewWalker

T = TypeVar("T")

STALE = -1
"""Revision of a hidden record: no form can save what it shows."""
_FEWEST = 3
"""Fewest letters of a remark that is looked for inside other texts."""
_PRIVATE: dict[str, object] = {"note": "", "emergency": None, "escort": None, "interpreter": None, "consents": []}
"""Hidden fields of a record in JSON, and what is shown instead."""


def hidden_name(name: str) -> str:
    """Return what a masked client is called."""
    return f"{initials(name)}{MASKED}"


class Hider(ViewWalker):
    """Hides some masked people in any view."""

    def __init__(self, people: Iterable[Person], former: Iterable[Person] = ()) -> None:
        """Take masked people as they are and as they were: the log holds earlier names and phones."""
        self._people = {one.id: one for one in people}
        self._instead: dict[str, str] = {}
        for one in former:
            name = hidden_name(self._people.get(one.id, one).name)
            self._instead |= dict.fromkeys(filter(None, _secrets(one)), "") | dict(_logged(one))
            self._instead |= dict.fromkeys((one.name, *one.other_names), name)
        for one in self._people.values():
            self._instead |= dict.fromkeys(filter(None, _secrets(one)), "") | dict(_logged(one))
            self._instead |= dict.fromkeys((one.name, *one.other_names), hidden_name(one.name))
        inside = sorted((text for text in self._instead if len(text) >= _FEWEST), key=len, reverse=True)
        self._inside = (
            re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in inside)) if inside else None
        )

    def hide(self, view: T) -> T:
        """Return a view without anything that tells who a masked client is."""
        return cast(T, self.walk(view)) if self._people else view

    def record(self, view: Any) -> Any:  # noqa: ANN401 -- of any kind
        """Return a person hidden, and an enrolment of one without remarks."""
        if isinstance(view, Person):
            return hidden(view) if view.id in self._people else view
        if isinstance(view, Enrolment):
            return replace(view, note="") if view.note and view.person in self._people else view
        return view

    def text(self, text: str) -> str:
        """Return a text without a masked client's name."""
        if text in self._instead:
            return self._instead[text]
        return self._inside.sub(lambda found: self._instead[found[0]], text) if self._inside else text

    def walk_dict(self, view: dict[Any, Any]) -> dict[Any, Any]:
        """Return a record ready for JSON, marked as masked where it is."""
        now = super().walk_dict(view)
        ids = {view.get("id"), view.get("person")}
        if not any(isinstance(id, str) and id in self._people for id in ids):
            return now
        private = {name: empty for name, empty in _PRIVATE.items() if now.get(name)}
        return {**now, **private, "masked": True}


def hidden(person: Person) -> Person:
    """Return a person as lists show a masked client."""
    return replace(
        person,
        rev=STALE,
        name=hidden_name(person.name),
        **dict.fromkeys(("known_as", "phone", "email", "phone_key", "email_key", "notes", "interpreter"), ""),
        **dict.fromkeys(("other_names", "other_phones", "other_emails", "other_keys", "consents"), ()),
        **dict.fromkeys(("emergency", "escort"), None),
    )


def _secrets(one: Person) -> tuple[str, ...]:
    return one.known_as, one.phone, one.email, one.notes, *one.other_phones, *one.other_emails


def _logged(one: Person) -> Iterator[tuple[str, str]]:
    """Yield how the log names a client's contacts, and what is shown instead.

    The contacts may be in the book themselves, where their names are no secret.
    """
    for label, words in (
        ("contact", contact_words(one.emergency)),
        ("escort", contact_words(one.escort)),
        ("interpreter", one.interpreter),
    ):
        if words:
            yield f"{label} {words}", label
            yield f"-> {words}", "->"
