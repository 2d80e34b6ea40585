"""What nobody may have done beyond their role, told plainly by the verbs of what was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from atma_tui.domain.records import Act, Operator, Role
from atma_tui.domain.trust.rights import ROLES, Right

_ANYBODY = {"viewed", "lapse", "start", "sign in", "wrong PIN"}
_RIGHTS: dict[str, Right] = {
    **dict.fromkeys(("save site", "save program", "save clinician", "change clinic", "resize places"), "settings"),
    **dict.fromkeys(("add source", "remove source", "change source"), "settings"),
    "merge": "merge",
}
_LEADS = {"add operator", "change operator", "remove operator", "change rights"}


def beyond(one: Operator | None, rights: Mapping[Right, Role], acts: Iterable[Act]) -> list[str]:
    """Return the acts that somebody was not allowed to do; None: nobody was signed in."""
    return [f"{act.verb} by {one.role if one else 'nobody'}" for act in acts if not _was_allowed(one, rights, act)]


def _was_allowed(one: Operator | None, rights: Mapping[Right, Role], act: Act) -> bool:
    if act.verb in _ANYBODY or "; allowed by " in act.summary:
        return True
    if one is None:
        return False
    if act.verb == "change PIN":
        return one.role == "lead" or one.id in act.related_ids
    if act.verb in _LEADS:
        return one.role == "lead"
    least = rights[_RIGHTS[act.verb]] if act.verb in _RIGHTS else "desk"
    return one.role != "reader" and ROLES.index(one.role) >= ROLES.index(least)
