"""A private name of ours that Textual uses too breaks it without a word: `_closed` on a dialog hangs the app."""

import ast
import inspect
import pkgutil
import re
import textwrap
from functools import cache
from importlib import import_module

import pytest
from textual.message_pump import MessagePump

import atma_tui.ui

MEANT = {"_broker_event", "_fatal_error", "_css_update_count"}
"""What `SafeApp` replaces on purpose, and what `DeskScreen` sets."""


def ours():
    found = {}
    for module in pkgutil.walk_packages(atma_tui.ui.__path__, "atma_tui.ui."):
        for name, part in vars(import_module(module.name)).items():
            if inspect.isclass(part) and issubclass(part, MessagePump) and part.__module__ == module.name:
                found[f"{module.name}.{name}"] = part
    return found


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


@pytest.mark.parametrize("part", [pytest.param(part, id=name) for name, part in ours().items()])
def test_no_private_name_hides_one_of_textual(part):
    theirs = set()
    for base in part.__mro__:
        if base.__module__.startswith("textual."):
            theirs |= private_names(base)
    assert private_names(part) & theirs - MEANT == set()
