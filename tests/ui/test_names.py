"""A private name of ours that Textual uses too breaks it without a word: `_closed` on a dialog hangs the app."""

import ast
import inspect
import re
import textwrap
from functools import cache

import pytest
from textual.message_pump import MessagePump

from tests.ui.ours import ours

MEANT = {
    "_broker_event",
    "_fatal_error",
    "_refresh_notifications",
    "_load_screen_css",
    "_check_bindings",
    "_css_update_count",
    "_end_batch",
}
"""What `SafeApp` replaces on purpose, and what `DeskScreen` sets."""


@cache
def private_names(owner):
    """Names with one underscore that the class defines or assigns to; `_on_...` is called in every class."""
    names = set()
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(owner)))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            names.add(node.attr)
    return {name for name in names if re.match("_(?!on_)[a-z]", name)}


@pytest.mark.parametrize(
    "part", [pytest.param(part, id=f"{part.__module__}.{part.__name__}") for part in ours(MessagePump)]
)
def test_no_private_name_hides_one_of_textual(part):
    theirs = set()
    for base in part.__mro__:
        if base.__module__.startswith("textual."):
            theirs |= private_names(base)
    assert private_names(part) & theirs - MEANT == set()
