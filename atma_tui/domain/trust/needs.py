"""Which rights an act needs. Only the changed records decide, not how they came about; so undo needs the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from msgspec.structs import asdict

from atma_tui.domain.records import (
    KINDS,
    Clinic,
    Clinician,
    DoorCount,
    Enrolment,
    Event,
    Mask,
    Operator,
    Pathway,
    Person,
    Program,
    ProgramSeats,
    Record,
    Removal,
    Site,
    Source,
    Template,
)
from atma_tui.domain.trust.rights import Right

R = TypeVar("R", bound=Record)

BY_ITSELF = frozenset({"viewed", "lapse", "start"})
"""Acts that the program does by itself."""

_DAILY: dict[type, frozenset[str]] = {
    Site: frozenset({"closures"}),
    Clinician: frozenset({"absences"}),
}
"""Fields that the desk changes from day to day, in records that are otherwise set up once."""
_SOURCE = ("url", "site", "format", "allow_private", "clock", "secret", "every")
"""Fields of a source that are set up; the others are noted at each sync."""
_COUNTED = frozenset({"failed", "failed_at"})
"""Fields of an operator that signing in changes."""


def rights_needed(
    verb: str,
    before: Mapping[tuple[str, str], Record | None],
    after: Mapping[tuple[str, str], Record | None],
    own_id: str,
) -> set[Right]:
    """Return the rights that an act needs.

    Args:
        verb: what kind of act it is.
        before: the records as they were before, by kind and id.
        after: the same records as they are now.
        own_id: id of the operator: everybody may change their own PIN.
    """
    if verb in BY_ITSELF:
        return set()
    if any(KINDS[kind] is Removal for kind, _ in after):  # everything else that it writes follows from that
        return {"write", "retention"}
    needed: set[Right] = set() if after else {"write"}
    for key, now in after.items():
        needed |= _of_change(KINDS[key[0]], before.get(key), now, own_id)
    return needed


def _of_change(kind: type[Record], before: Record | None, after: Record | None, own_id: str) -> set[Right]:
    if kind is Operator:
        return _of_operator(cast("Operator | None", before), cast("Operator | None", after), own_id)
    return {"write", *(right for right, tells in _TELLS.get(kind, ()) if tells(before, after))}


def _of_operator(before: Operator | None, after: Operator | None, own_id: str) -> set[Right]:
    changed = _changed(before, after)
    is_own = changed - _COUNTED == {"pin"} and after is not None and after.id == own_id
    is_counted = bool(changed) and changed <= _COUNTED
    return set() if is_own or is_counted else {"people"}


def _overrides(before: Any, after: Any) -> bool:  # noqa: ANN401 -- one of four kinds with a reason
    reason = after.override_reason if after else ""
    return bool(reason) and reason != (before.override_reason if before else "")


def _merges(before: Person | None, after: Person | None) -> bool:
    return (before.merged_into if before else "") != (after.merged_into if after else "")


def _unmasks(before: Mask | None, after: Mask | None) -> bool:
    """Whether somebody is no longer masked; masking itself needs no right."""
    return after is None


def _clears(before: Pathway | None, after: Pathway | None) -> bool:
    """Whether somebody is cleared; putting them on hold needs no right."""
    said = after.clearance if after else None
    return said is not None and said.status == "cleared" and said != (before.clearance if before else None)


def _sets_up(before: Record | None, after: Record | None) -> bool:
    changed, kind = _changed(before, after), type(after) if after is not None else type(before)
    return not changed or bool(changed - _DAILY.get(kind, frozenset()))


def _sets_up_source(before: Source | None, after: Source | None) -> bool:
    return before is None or after is None or any(getattr(before, one) != getattr(after, one) for one in _SOURCE)


def _gives_rights(before: Clinic | None, after: Clinic | None) -> bool:
    return (before.rights if before else ()) != (after.rights if after else ())


_TELLS: dict[type[Record], tuple[tuple[Right, Callable[[Any, Any], bool]], ...]] = {
    Enrolment: (("override", _overrides),),
    DoorCount: (("override", _overrides),),
    Event: (("override", _overrides),),
    ProgramSeats: (("override", _overrides), ("settings", _sets_up)),
    Person: (("merge", _merges),),
    Mask: (("unmask", _unmasks),),
    Pathway: (("clear", _clears),),
    Clinic: (("people", _gives_rights), ("settings", _sets_up)),
    Site: (("settings", _sets_up),),
    Program: (("settings", _sets_up),),
    Clinician: (("settings", _sets_up),),
    Template: (("settings", _sets_up),),
    Source: (("settings", _sets_up_source),),
}
"""By kind of record: the rights that a change may need, and the function that tells whether it does."""


def _changed(before: Record | None, after: Record | None) -> set[str]:
    """Return the names of the fields that differ, without the revision; all of them for a new record."""
    one, other = (asdict(version) if version is not None else {} for version in (before, after))
    return {name for name in one | other if name != "rev" and one.get(name) != other.get(name)}
