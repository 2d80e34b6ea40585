"""Each text field of each record is known to hold free words, in which names may stand, or none."""

from collections.abc import Iterator

from msgspec import Struct, inspect

from atma_tui.domain import records as r
from atma_tui.domain.trust.fields import WORDS

EVERYWHERE = {
    "id",
    "by",
    "at",
    "person",
    "event",
    "enrolment",
    "offering",
    "site",
    "program",
    "clinician",
    "source",
}
"""Ids of records, and who was at the desk."""

NO_WORDS: dict[type[Struct], set[str]] = {
    r.Allowance: {"right"},
    r.Clinic: {"name", "feed_domain", "reminders_from", "consent_kinds"},
    r.Operator: {"name", "pin"},
    r.Hours: {"opens", "closes"},
    r.Room: {"name"},
    r.Site: {"name", "zone", "colour", "address", "phone", "place_names"},
    r.Event: {"uid", "zone", "room", "series", "step", "supervisor"},
    r.SeriesSubscription: {"series"},
    r.Part: {"title"},
    r.StepKind: {"title"},
    r.Step: {"title", "short", "description", "owed_after"},
    r.Program: {"title", "for_whom", "description"},
    r.Clinician: {"name", "role"},
    r.TreatmentPlan: {"kind"},
    r.Person: {
        *("name", "known_as", "phone", "email", "phone_key", "email_key", "merged_into"),
        *("other_names", "other_phones", "other_emails", "other_keys", "interpreter"),
    },
    r.Contact: {"name", "phone", "relation"},
    r.Consent: {"kind"},
    r.Enrolment: {"instead_of"},
    r.LastKnown: {"zone"},
    r.Call: {"batch"},
    r.Reminder: {"days"},
    r.Template: {"subject", "body"},
    r.BoardNote: {"read_by"},
    r.Look: {"operator", "role", "program", "place", "people"},
    r.LookSource: {"operator", "role", "program"},
    r.LookWay: {"place"},
    r.LookDay: {"people", "rows"},
    r.Source: {"url", "secret", "etag", "last_modified", "failed"},
    r.RemoteEvent: {"uid", "recurrence", "zone"},
    r.Change: {"kind"},
    r.Act: {"verb", "undoes", "related_ids"},
}
"""Those of a person are removed as a whole, and those of others stay: whom to call for them among those."""


def structs(found: inspect.Type) -> Iterator[inspect.StructType]:
    """Yield a record and what it is made of."""
    match found:
        case inspect.StructType(fields=fields):
            yield found
            for field in fields:
                yield from structs(field.type)
        case inspect.VarTupleType(item_type=item):
            yield from structs(item)
        case inspect.UnionType(types=types):
            for one in types:
                yield from structs(one)


def holds_text(found: inspect.Type) -> bool:
    match found:
        case inspect.StrType():
            return True
        case inspect.VarTupleType(item_type=item):
            return holds_text(item)
        case inspect.UnionType(types=types):
            return any(map(holds_text, types))
    return False


EVERY = {one.cls: one for kind in r.KINDS.values() for one in structs(inspect.type_info(kind))}


def test_each_text_field_is_sorted():
    unsorted = {
        f"{cls.__name__}.{field.name}"
        for cls, struct in EVERY.items()
        for field in struct.fields
        if holds_text(field.type)
        and field.name not in EVERYWHERE | WORDS.get(cls, frozenset()) | NO_WORDS.get(cls, set())
    }
    assert unsorted == set()


def test_nothing_is_sorted_that_is_not_there():
    for sorted_fields in (WORDS, NO_WORDS):
        for cls, names in sorted_fields.items():
            assert names <= {field.name for field in EVERY[cls].fields}
    assert not any(names & NO_WORDS.get(cls, set()) for cls, names in WORDS.items())
