"""What takes something away from people, or publishes it, is asked before: no key does it at once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from atma_tui.ui.dialogs.dialog import DeskDialog
from tests.ui.ours import ours

UI = Path(__file__).parents[2] / "atma_tui" / "ui"
TAKES_AWAY = {
    "arrivals": {"no_show", "no_shows", "undo_check_in"},
    "enrolments": {"withdraw"},
    "events": {"cancel", "restore"},
    "exports": {"write"},
    "holds": {"release"},
    "masking": {"mask", "unmask"},
    "merging": {"merge"},
    "operators": {"remove"},
    "overrides": {"take_theirs"},
    "absences": {"remove"},
    "closing": {"close"},
    "pathways": {"finish", "pause"},
    "retention": {"apply"},
    "series": {"leave"},
    "several": {"withdraw"},
    "sources": {"remove"},
    "waiting": {"decline"},
}
"""The desk's acts after which somebody has less than before, or the outside knows more."""


def acts(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Attribute):
            room = getattr(one.value, "attr", getattr(one.value, "id", ""))
            if one.attr in TAKES_AWAY.get(room, ()):
                yield f"{room}.{one.attr}"


def asks(function: ast.AST, module: ast.Module) -> bool:
    """Whether a function opens a dialog and waits for its answer, itself or through one of its module."""
    called = {getattr(one, "attr", getattr(one, "id", "")) for one in ast.walk(function)}
    if "push_screen_wait" in called:
        return True
    others = [one for one in ast.walk(module) if isinstance(one, ast.AsyncFunctionDef) and one is not function]
    return any(one.name in called and "push_screen_wait" in ast.dump(one) for one in others)


def places() -> Iterator[tuple[str, str, str, ast.AST, ast.Module]]:
    """Yield act, file, class and function of every place where such an act is named."""
    for path in sorted(UI.rglob("*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        inside = [(one, function) for one in module.body if isinstance(one, ast.ClassDef) for function in one.body]
        for owner, function in [
            *inside,
            *((None, one) for one in module.body if not isinstance(one, ast.ClassDef)),
        ]:
            for act in sorted(set(acts(function))):
                yield act, str(path.relative_to(UI)), owner.name if owner else "", function, module


PLACES = list(places())


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place[1]} {place[0]}")
def test_what_takes_something_away_is_asked_before(place):
    act, path, owner, function, module = place
    dialogs = {one.__name__ for one in ours(DeskDialog)}
    assert owner in dialogs or asks(function, module), f"{path} does {act} without asking"


def test_every_such_act_is_found():
    named = {f"{room}.{act}" for room, some in TAKES_AWAY.items() for act in some}
    assert {act for act, *_ in PLACES} == named
