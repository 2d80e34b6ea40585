"""The parts of the desk: each is there, is what its annotation says, and is imported when it is first used."""

import subprocess
import sys

import pytest

from atma_tui.desk.desk import Desk, Part

PARTS = {name: kind for name, kind in Desk.__annotations__.items() if isinstance(vars(Desk).get(name), Part)}


@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_what_its_annotation_says_and_made_once(desk, name):
    part = getattr(desk, name)
    assert PARTS[name] == f"Part[{type(part).__name__}]"
    assert getattr(desk, name) is part


def test_a_desk_imports_a_part_when_it_is_first_used():
    code = """
import sys
from atma_tui.desk.desk import Desk
from tests.memory import MemoryBook
desk = Desk(MemoryBook(), "Robin Desk")
assert "atma_tui.desk.people.people" not in sys.modules
desk.people
assert "atma_tui.desk.people.people" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
