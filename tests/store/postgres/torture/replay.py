"""Replaying a journal: was each decision right in the state in which it was taken?"""

from __future__ import annotations

from collections import defaultdict

import msgspec


def wrong_decisions(journal: list[bytes], capacity: int) -> list[str]:
    """Return a sentence for each transaction that enrolled somebody where it must not, or let nobody in."""
    states: dict[str, dict[str, str]] = defaultdict(dict)
    """Status of each enrolment, by offering."""
    wrong, acts = [], set()
    for seq, ops in enumerate(journal, 1):
        for kind, id, document in msgspec.json.decode(ops):
            if kind == "act":
                if id in acts:
                    wrong.append(f"{seq}: {id} happened twice")
                acts.add(id)
            if kind == "enrolment":
                state = states[document["offering"]]
                if id not in state and (problem := _problem(state, document["status"], capacity)):
                    wrong.append(f"{seq}: {problem}")
                state[id] = document["status"]
        for offering, state in states.items():
            if (seated := _count(state, "enrolled")) > capacity:
                wrong.append(f"{seq}: {offering} has {seated} people in {capacity} seats")
    return wrong


def _problem(state: dict[str, str], status: str, capacity: int) -> str:
    """Say what is wrong with a new enrolment of that status, in an offering with that state."""
    is_full = _count(state, "enrolled") >= capacity or _count(state, "waiting") > 0
    if status == "enrolled" and is_full:
        return "enrolled though it was full or somebody waited"
    if status == "waiting" and not is_full:
        return "had to wait though there was room"
    return ""


def _count(state: dict[str, str], status: str) -> int:
    return sum(one == status for one in state.values())
