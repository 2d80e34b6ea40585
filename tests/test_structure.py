"""How the code is laid out: no import cycles, no large folders, and no store beyond the desk.

Import-linter checks in which direction packages depend on each other; it does not see modules that are named in
strings, as the routes of the screens are.
"""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import atma_tui

PACKAGE = Path(atma_tui.__file__).parent
MAX_MODULES = 16


def modules() -> dict[str, ast.Module]:
    """Every module of the program by its dotted name."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__")] = ast.parse(path.read_text("utf-8"))
    return found


MODULES = modules()


def imported(tree: ast.Module) -> Iterator[str]:
    """The names a module imports: at the top, inside functions, for types only, or by a name in a string.

    A module that loads others by the end of their names has an f-string with the beginning.
    """
    strings = [
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    packages = ["", *(one for one in strings if one.startswith("atma_tui.") and one.endswith("."))]
    yield from (f"{package}{one.partition(':')[0]}" for package in packages for one in strings)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in MODULES else node.module for name in names)


def test_no_modules_import_each_other_in_a_circle():
    graph = {name: {one for one in imported(tree) if one in MODULES} - {name} for name, tree in MODULES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_modules_that_are_loaded_by_a_part_of_their_name_count_as_imported():
    assert "atma_tui.cli.commands.manual" in imported(MODULES["atma_tui.cli.table"])
    assert "atma_tui.desk.seats.waiting" in imported(MODULES["atma_tui.desk.desk"])


def test_no_folder_has_more_modules_than_can_be_overlooked():
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    large = {str(folder.relative_to(PACKAGE)): len(list(folder.glob("*.py"))) for folder in folders}
    assert not {name: count for name, count in large.items() if count > MAX_MODULES}


@pytest.mark.parametrize("package", ["atma_tui.ui", "atma_tui.cli"])
def test_what_people_see_gets_everything_from_the_desk_and_never_from_a_store(package):
    touching = [
        name
        for name, tree in MODULES.items()
        if f"{name}.".startswith(f"{package}.")
        and (
            any(f"{one}.".startswith("atma_tui.store.") for one in imported(tree))
            or any(isinstance(node, ast.Attribute) and node.attr == "store" for node in ast.walk(tree))
        )
    ]
    assert touching == []
