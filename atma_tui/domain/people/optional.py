"""What a clinic may keep about people besides name, phone and e-mail: reading it, wording it, hiding it.

If a clinic stops keeping something, it is no longer shown. It stays stored, and is shown again if the clinic keeps
it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.domain.errors import InputError
from atma_tui.domain.people.contacts import FEWEST_DIGITS, read_others, read_phone
from atma_tui.domain.records import Clinic, Consent, Contact, Event, OptionalField, Person
from atma_tui.domain.text import clean, fold
from atma_tui.domain.when import day_words

OPTIONAL: tuple[OptionalField, ...] = get_args(OptionalField)
WORDS: Mapping[OptionalField, str] = {
    "former-names": "former names",
    "second-contacts": "second phones and e-mails",
    "birth-year": "year of birth",
    "emergency": "emergency contact",
    "escort": "escort",
    "interpreter": "interpreter",
}
_EMPTY: Mapping[OptionalField, Mapping[str, object]] = {
    "former-names": {"other_names": ()},
    "second-contacts": {"other_phones": (), "other_emails": ()},
    "birth-year": {"birth_year": 0},
    "emergency": {"emergency": None},
    "escort": {"escort": None},
    "interpreter": {"interpreter": ""},
}
"""The fields of a person behind each of these, with their empty values."""
_MAX_KINDS, _MAX_KIND = 12, 40
_MAX_NAME, _MAX_WORD = 120, 60
_NONE = frozenset({"none", "no", "no one", "nobody", "n/a"})
"""Words for "none": nobody has such a name, and kept as one it would suppress a warning."""


class ConsentMark(Struct, frozen=True, kw_only=True):
    """What to note about one kind of consent."""

    kind: str
    given: bool | None = True
    """Whether it was given or withdrawn; None: it was never asked for."""
    day: date | None = None
    """The day they said so; None: today."""


def shown(person: Person, clinic: Clinic) -> Person:
    """Return a person with only what the clinic keeps; the same record when that is everything."""
    hidden = {
        name: empty
        for field in OPTIONAL
        if field not in clinic.person_fields
        for name, empty in _EMPTY[field].items()
        if getattr(person, name) != empty
    }
    consents = tuple(one for one in person.consents if one.kind in clinic.consent_kinds)
    if consents != person.consents:
        hidden["consents"] = consents
    return replace(person, **hidden) if hidden else person


def keeps(clinic: Clinic, *fields: OptionalField) -> bool:
    """Whether a clinic keeps any of these fields."""
    return any(field in clinic.person_fields for field in fields)


def refuse_unkept(clinic: Clinic, field: OptionalField) -> None:
    """Raise `InputError` for a field that a clinic does not keep."""
    if not keeps(clinic, field):
        raise InputError(
            f"The clinic does not keep this: {WORDS[field]}. Its settings (F7) turn it on; nothing was saved."
        )


def read_kept_others(words: str, clinic: Clinic) -> dict[str, tuple[str, ...]]:
    """Read other names, phones and e-mails as `read_others` does. Raises `InputError` for what is not kept."""
    others = read_others(words)
    for field in ("former-names", "second-contacts"):
        if any(others[name] for name in _EMPTY[field]):
            refuse_unkept(clinic, field)
        elif not keeps(clinic, field):
            others = {name: values for name, values in others.items() if name not in _EMPTY[field]}
    return others


def consent_kind(words: str, clinic: Clinic) -> str:
    """Return the kind of consent of that name. Raises `InputError` when the clinic does not ask for it."""
    found = next((kind for kind in clinic.consent_kinds if fold(kind) == fold(words)), None)
    if found is None:
        known = f"it asks for: {', '.join(clinic.consent_kinds)}" if clinic.consent_kinds else "it asks for none"
        raise InputError(
            f"The clinic asks for no consent called {clean(words, 60)!r}; {known}. Nothing was saved."
        )
    return found


def read_person_fields(words: str) -> tuple[OptionalField, ...]:
    """Read what a clinic keeps, separated by commas; `none` is nothing. Raises `InputError`."""
    typed = {re.sub(r"[\s_]+", "-", word.strip().casefold()) for word in re.split(r"[,;]", words)} - {"", "none"}
    if unknown := sorted(typed.difference(OPTIONAL)):
        raise InputError(
            f"{clean(unknown[0], 40)!r} is not one of {', '.join(OPTIONAL)}, or none; nothing was changed."
        )
    return tuple(field for field in OPTIONAL if field in typed)


def read_consent_kinds(words: str) -> tuple[str, ...]:
    """Read what people are asked to agree to, separated by `;`. Raises `InputError`."""
    kinds = {fold(kind): kind for part in words.split(";") if (kind := clean(part, _MAX_KIND + 1))}
    if any(len(kind) > _MAX_KIND or not fold(kind) for kind in kinds.values()) or len(kinds) > _MAX_KINDS:
        raise InputError(
            f"Up to {_MAX_KINDS} kinds of consent with {_MAX_KIND} characters each, and ; between them, such as "
            "may be phoned; newsletter. Nothing was changed."
        )
    return tuple(kinds.values())


def read_contact(words: str) -> Contact | None:
    """Read an emergency contact: a name, a phone and a relation, separated by `;` or commas; empty for none.

    Raises `InputError` if the name is missing, or there are two phones or further parts.
    """
    return _contact(words, "name; phone; relation, such as Mary Sample; 780 555 0101; sister", most=2)


def read_escort(words: str) -> Contact | None:
    """Read who takes somebody home: a name and a phone. Raises `InputError` as `read_contact` does."""
    return _contact(words, "name; phone, such as Mary Sample; 780 555 0101", most=1)


def _contact(words: str, form: str, *, most: int) -> Contact | None:
    parts = _parts(words, r"[;\n]")
    if len(parts) == 1 and any(map(_is_phone, _parts(words, ","))):
        parts = _parts(words, ",")
    if not parts or (len(parts) == 1 and _says_none(parts[0])):
        return None
    phones, said = [one for one in parts if _is_phone(one)], [one for one in parts if not _is_phone(one)]
    lengths = zip(said, (_MAX_NAME, _MAX_WORD), strict=False)
    if not 0 < len(said) <= most or len(phones) > 1 or any(len(one) > longest for one, longest in lengths):
        raise InputError(f"Say it as {form}; nothing was saved.")
    if not any(map(str.isalpha, said[0])):
        raise InputError(f"{said[0]!r} is no name; say it as {form}; nothing was saved.")
    name, relation = (*said, "")[:2]
    return Contact(name=name, phone=read_phone(phones[0]) if phones else "", relation=relation)


def _parts(words: str, between: str) -> list[str]:
    return [part for one in re.split(between, words) if (part := clean(one, 2 * _MAX_NAME))]


def _says_none(words: str) -> bool:
    return words.casefold() in _NONE


def _is_phone(part: str) -> bool:
    return sum(map(str.isdecimal, part)) >= FEWEST_DIGITS


def contact_words(contact: Contact | None) -> str:
    """Return a contact as `read_contact` reads it; empty for none."""
    return "; ".join(filter(None, (contact.name, contact.phone, contact.relation))) if contact else ""


def read_interpreter(words: str) -> str:
    """Return the language that somebody needs an interpreter for; empty for none. Raises `InputError`."""
    language = clean(words, _MAX_WORD + 1)
    if language and (len(language) > _MAX_WORD or not any(map(str.isalpha, language))):
        raise InputError(f"{language!r} is not a language; nothing was saved.")
    return "" if _says_none(language) else language


def marked(consents: Sequence[Consent], marks: Iterable[ConsentMark], day: date, by: str) -> tuple[Consent, ...]:
    """Return consents with new marks; a mark that changes nothing leaves the first note as it was.

    Raises `InputError` for a day to come.
    """
    kept = {one.kind: one for one in consents}
    for mark in marks:
        said, known = mark.day or day, kept.get(mark.kind)
        if said > day:
            raise InputError(f"{day_words(said)} is still to come: nobody can have said so then.")
        if mark.given is None:
            kept.pop(mark.kind, None)
        elif known is None or (known.given, mark.day or known.day) != (mark.given, known.day):
            kept[mark.kind] = Consent(kind=mark.kind, given=mark.given, day=said, by=by)
    return tuple(kept.values())


def latest(ours: Iterable[Consent], theirs: Iterable[Consent]) -> tuple[Consent, ...]:
    """Return the latest consents of each kind from two records of a person; on the same day, a withdrawal wins."""
    kept: dict[str, Consent] = {}
    for one in sorted((*ours, *theirs), key=lambda each: (each.day, not each.given)):
        kept[one.kind] = one
    return tuple(kept.values())


def consent_words(one: Consent) -> str:
    """Say what somebody agreed to or withdrew, and when."""
    return f"{one.kind}: {'given' if one.given else 'withdrawn'} {day_words(one.day)}"


def care_words(person: Person, event: Event, clinic: Clinic, *, names: bool) -> Iterator[str]:
    """Yield what matters when somebody comes to an event: their interpreter, and who takes them home.

    Args:
        person: who comes.
        event: to what.
        clinic: what it keeps about people.
        names: whether to show names and languages, or only that there is something.
    """
    known = shown(person, clinic)
    if known.interpreter:
        yield f"Interpreter: {known.interpreter}" if names else "Interpreter"
    if lacks_escort(person, event, clinic):
        yield "NO ESCORT NOTED"
    elif known.escort and is_supervised(event):
        yield f"Escort: {contact_words(known.escort)}" if names else "Escort noted"


def is_supervised(event: Event) -> bool:
    """Whether people must not go home by themselves afterwards."""
    return event.category == "session" or bool(event.supervisor)


def lacks_escort(person: Person, event: Event, clinic: Clinic) -> bool:
    """Whether a clinic that keeps escorts has none for somebody who comes to a session."""
    return "escort" in clinic.person_fields and is_supervised(event) and person.escort is None
