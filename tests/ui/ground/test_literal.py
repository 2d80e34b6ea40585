"""A `str` given to a widget is markup to Textual: only constants may be, all else goes through `ui.show`."""

import ast
from pathlib import Path

import pytest

import atma_tui.ui

READS_MARKUP = {
    *("Static", "Words", "Label", "Button", "Option", "ListItem", "Tab", "TabPane", "Collapsible", "Checkbox"),
    *("RadioButton", "Selection", "Markdown", "RichLog"),
}
"""Widgets that read markup in their first argument."""
ATTRIBUTES = {"border_title", "border_subtitle", "tooltip"}
FILES = sorted(Path(atma_tui.ui.__file__).parent.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
MAKES_CONTENT = {"Content", "Text", "assemble", "styled", "join"} | {
    node.name
    for tree in TREES.values()
    for node in ast.walk(tree)
    if isinstance(node, ast.FunctionDef) and node.returns and ast.unparse(node.returns) in ("Content", "Text")
}
"""Constructors of literal content, and our functions that return it."""


def called(node):
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def is_literal(node):
    """Whether the expression cannot be outside text read as markup: a constant, or made of literal content."""
    if isinstance(node, ast.Constant):
        return node.value is None or (isinstance(node.value, str) and "[" not in node.value)
    if isinstance(node, ast.IfExp):
        return is_literal(node.body) and is_literal(node.orelse)
    if isinstance(node, ast.Call):
        name = called(node)
        return name in MAKES_CONTENT or name in READS_MARKUP
    return getattr(node, "attr", getattr(node, "id", "")).isupper()


def given(tree):
    """Yield what is given to widgets where they read markup, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in READS_MARKUP and node.args:
            yield node.lineno, node.args[0]
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "attr", "") in ATTRIBUTES:
            yield node.lineno, node.value


def suspects(tree):
    return [line for line, value in given(tree) if not is_literal(value)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_widgets_are_given_constants_or_what_show_made(path):
    lines = suspects(TREES[path])
    assert lines == [], f"{path.name}: give these show(...): lines {lines}"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("Static(name)", True),
        ("Label(f'{name}')", True),
        ("Button('[b]Go[/]')", True),
        ("self.border_title = title", True),
        ("Static(show(name))", False),
        ("Label('Name')", False),
        ("self.tooltip = None", False),
        ("self.border_title = show(a) if a else 'New'", False),
        ("ListItem(Label(show(name)))", False),
    ],
)
def test_the_check_itself(code, found):
    assert bool(suspects(ast.parse(code))) == found
