"""What the README says is so: keys, commands, pictures."""

import html
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ui.readme_pictures import FOLDER, SHOTS, draw

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def words(drawing: str) -> list[str]:
    """The texts of a picture, without colours and positions."""
    found = re.findall(r"<text[^>]*>([^<]*)</text>", drawing)
    return [text for each in found if (text := html.unescape(each).replace("\xa0", " ").strip())]


def test_the_page_of_keys_is_the_one_declaration():
    # In a process of its own, so that the order in which tests import screens does not matter.
    check = (
        "from tests.ui.key_table import PAGE, page; raise SystemExit(PAGE.read_text(encoding='utf-8') != page())"
    )
    done = subprocess.run([sys.executable, "-c", check], cwd=Path(__file__).parents[1], check=False)
    assert done.returncode == 0, "run python -m tests.ui.key_table"


@pytest.mark.parametrize("name", SHOTS)
def test_the_pictures_show_the_desk_as_it_is(name):
    kept = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert words(draw(name)) == words(kept), "run python -m tests.ui.readme_pictures and look at the pictures"
    assert f"pictures/{name}.svg" in README


def test_the_commands_of_the_readme_exist():
    from atma_tui.cli import main

    named = set(re.findall(r"^atma-tui ([a-z]+)", README, re.MULTILINE)) | set(
        re.findall(r"`atma-tui ([a-z]+)", README)
    )
    assert named
    for command in sorted(named):
        assert main([command, "--help"]) == 0, command
