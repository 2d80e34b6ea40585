"""Changes in words. The log keeps the old and the new value of each field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import TypeVar, cast

from atma_tui.domain.hours import site_hours
from atma_tui.domain.people.optional import consent_words, contact_words
from atma_tui.domain.records import Closure, Consent, Contact, Event, Hours, Room, Site, Step, StepKind, Value
from atma_tui.domain.text import clean
from atma_tui.domain.typed import hours_words, kinds_words, rooms_words
from atma_tui.domain.when import day_words, span_words

V = TypeVar("V", bound=Value)

_UNSAID = frozenset(
    {
        *("id", "rev", "uid", "sequence", "created", "modified", "starter", "override_reason", "runs_anyway"),
        *("phone_key", "email_key", "other_keys"),
    }
)
"""Fields that are not mentioned: they follow from others, or the act's own summary covers them."""
_PRIVATE = frozenset({"notes"})
"""Fields whose texts are never quoted: more people read the log than may read them."""
_LONG = frozenset({"description", "for_whom", "body"})
"""Fields with long texts: only the part that changed is quoted."""
_LABELS = {
    "body": "text",
    "decide_days": "days before to decide",
    "email": "e-mail",
    "url": "link",
    "other_emails": "other e-mails",
    "steps": "",
    "emergency": "emergency contact",
}
_WITHOUT = {"capacity": "no limit", "waiting_limit": "no limit", "hours": "the site's"}
_MAX_VALUE, _MAX_WORDS = 60, 500
_BEFORE_CHANGE = 20
"""Characters of a long text that are said before the place where it changed."""


def changed_words(before: V, after: V, names: Mapping[str, str] | None = None) -> str:
    """Return what changed, such as `capacity 20 -> 5, room Lounge -> Studio`; empty when nothing did.

    Args:
        before: the record, or a part of one, as it was.
        after: as it is.
        names: what to call records by their ids.
    """
    said = [_field_words(name, before, after, names or {}) for name in _changed(before, after)]
    return clean(", ".join(filter(None, said)), _MAX_WORDS)


def with_changes(summary: str, before: V, after: V, names: Mapping[str, str] | None = None) -> str:
    """Return the summary of an act with what it changed."""
    words = changed_words(before, after, names)
    return f"{summary}: {words}" if words else summary


def _changed(before: V, after: V) -> list[str]:
    names = [
        name
        for name in before.__struct_fields__
        if name not in _UNSAID and getattr(before, name) != getattr(after, name)
    ]
    if isinstance(before, Event) and isinstance(after, Event) and {"starts", "ends"} <= {*names}:
        as_long = after.ends - after.starts == before.ends - before.starts
        return [name for name in names if name != "ends" or not as_long]
    return names


def _field_words(name: str, before: V, after: V, names: Mapping[str, str]) -> str:
    label = _LABELS.get(name, name.replace("_", " "))
    old, new = getattr(before, name), getattr(after, name)
    if name == "hours" and isinstance(before, Site) and isinstance(after, Site):
        old, new = site_hours(before), site_hours(after)
    if name in _PRIVATE:
        return f"{label} changed"
    if name in _LONG:
        return f"{label} {_long_words(old, new)}"
    if name == "steps":
        return _steps_words(old, new)
    return f"{label} {_value(name, old, names)} -> {_value(name, new, names)}"


def _long_words(old: str, new: str) -> str:
    """Return both texts from some words before the place where they differ."""
    differing = (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other)
    same = next(differing, min(len(old), len(new)))
    start = old.rfind(" ", 0, max(0, same - _BEFORE_CHANGE)) + 1
    return " -> ".join(_from(text, start) for text in (old, new))


def _from(text: str, start: int) -> str:
    return f"“{'…' if start else ''}{clean(text[start:], _MAX_VALUE)}”" if text else "none"


def _steps_words(before: Sequence[Step], after: Sequence[Step]) -> str:
    old, new = ({step.id: step for step in steps} for steps in (before, after))
    said = [f"step {step.title} added" for id, step in new.items() if id not in old]
    said += [f"step {step.title} removed" for id, step in old.items() if id not in new]
    for id, step in new.items():
        if id in old and (words := changed_words(old[id], step)):
            said.append(f"step {step.title}: {words}")
    return ", ".join(said) or "order of steps changed"


def _value(name: str, value: object, names: Mapping[str, str]) -> str:
    if value in (None, "", ()):
        return _WITHOUT.get(name, "none")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{day_words(value.date())} {value:%H:%M}"
    if isinstance(value, Contact):
        return contact_words(value)
    if isinstance(value, tuple):
        return clean(_tuple_words(value, names), _MAX_VALUE * 2)
    text = str(value)
    return clean(names.get(text, text.replace("_", " ") if name in ("category", "status") else text), _MAX_VALUE)


def _tuple_words(value: tuple[object, ...], names: Mapping[str, str]) -> str:
    if isinstance(value[0], Hours):
        return hours_words(cast("Sequence[Hours]", value), names)
    if isinstance(value[0], Consent):
        return ", ".join(map(consent_words, cast("Sequence[Consent]", value)))
    if isinstance(value[0], Room):
        return rooms_words(cast("Sequence[Room]", value))
    if isinstance(value[0], Closure):
        return "; ".join(closure_words(one) for one in cast("Sequence[Closure]", value))
    if isinstance(value[0], StepKind):
        return kinds_words(cast("Sequence[StepKind]", value))
    return ", ".join(str(one) for one in value)


def closure_words(closure: Closure) -> str:
    """Return when and why something is closed or somebody is away; whole days without hours."""
    whole_days = closure.starts.time() == closure.ends.time() == time()
    when = span_words(closure.starts, closure.ends, all_day=whole_days)
    return f"{when} ({closure.why})" if closure.why else when
