"""The front page and the manual say what is so: commands, keys, pictures, links and files."""

import html
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import atma_tui
from atma_tui.cli.parser import read
from atma_tui.manual import INDEX, page, topics
from tests.ui.manual_pictures import FOLDER, draw_all
from tests.ui.manual_pictures import PAGE as PICTURES_PAGE
from tests.ui.manual_pictures import page as pictures_page

ROOT = Path(__file__).parents[1]
HELP = ROOT / "data/help"
README = ROOT / "README.md"
PAGES = sorted([README, *HELP.glob("*.md")])
FENCED = re.compile(r"^```\w*$(.*?)^```$", re.MULTILINE | re.DOTALL)
NOT_A_WORD = re.compile(r" +#.*| *[>|].*")
"""What may follow a command in an example: a comment, or where its answer goes."""


def texts(drawing: str) -> list[str]:
    """The texts of a picture, without colours and positions."""
    found = re.findall(r"<text[^>]*>([^<]*)</text>", drawing)
    return [text for each in found if (text := html.unescape(each).replace("\xa0", " ").strip())]


def code(text: str) -> list[str]:
    """The lines of all blocks of code, and what stands between backticks elsewhere."""
    blocks = [line for block in FENCED.findall(text) for line in block.splitlines()]
    return blocks + re.findall(r"`([^`\n]+)`", FENCED.sub("", text))


def commands() -> list[tuple[str, str]]:
    """Every command line of ours that a page names, with the page's name."""
    return [
        (file.name, f"atma-tui{line.partition('atma-tui')[2]}")
        for file in PAGES
        for line in code(file.read_text(encoding="utf-8"))
        if re.search(r"(^|  )atma-tui( |$)", line) and not line.startswith("uv ")
    ]


@pytest.mark.parametrize(("name", "line"), commands())
def test_every_command_that_a_page_names_is_one(name, line):
    words = shlex.split(NOT_A_WORD.sub("", line))[1:]
    if not {"--help", "--version"} & set(words):
        assert read(words) is not None


def test_pages_name_commands():
    assert len(commands()) > 50


def test_the_page_of_keys_is_the_one_declaration():
    # In a process of its own, so that the order in which tests import screens does not matter.
    check = (
        "from tests.ui.key_table import PAGE, page; raise SystemExit(PAGE.read_text(encoding='utf-8') != page())"
    )
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, check=False)
    assert done.returncode == 0, "run python -m tests.ui.key_table"


async def test_the_pictures_show_the_desk_as_it_is():
    kept = {file.stem: texts(file.read_text(encoding="utf-8")) for file in FOLDER.glob("*.svg")}
    drawn = {name: texts(drawing) for name, drawing in (await draw_all()).items()}
    changed = [name for name in {*kept, *drawn} if kept.get(name) != drawn.get(name)]
    assert not changed, "run python -m tests.ui.manual_pictures and look at the pictures"
    assert pictures_page() == PICTURES_PAGE.read_text(encoding="utf-8")


def test_pictures_are_small_and_name_nothing_of_this_computer():
    for file in FOLDER.glob("*.svg"):
        drawing = file.read_text(encoding="utf-8")
        assert len(drawing) < 60_000, file.name
        assert "https:" not in drawing and str(ROOT) not in drawing and "/tmp" not in drawing


def test_the_front_page_is_one_page():
    lines = README.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 160
    assert len([line for line in lines if re.match(r"python3 -m pip .*pytest$", line)]) == 1


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_every_link_leads_to_a_file(file):
    for target in re.findall(r"\]\(([^)#]+)\)", file.read_text(encoding="utf-8")):
        assert (file.parent / target).is_file(), target


def test_every_page_of_the_manual_is_in_its_index_and_on_the_front_page():
    pages = {file.stem for file in HELP.glob("*.md")} - {INDEX}
    assert {topic.name for topic in topics()} == pages
    assert set(re.findall(r"\(data/help/([\w-]+)\.md\)", README.read_text(encoding="utf-8"))) == pages


@pytest.mark.parametrize("name", [INDEX, *(topic.name for topic in topics())])
def test_a_page_has_a_title_a_summary_and_lines_that_fit_a_terminal(name):
    title, summary, empty, *rest = page(name).splitlines()
    assert title.startswith("# ") and summary.endswith(".") and not empty
    assert rest and not [line for line in (title, summary, *rest) if len(line) > 79]
    assert "<" not in FENCED.sub("", page(name)), "no HTML"


def test_what_the_page_about_the_code_names_is_there():
    named = re.findall(r"\b((?:atma_tui|data|tests)/[\w/.]+)", page("code"))
    assert len(named) > 20
    for path in named:
        assert (ROOT / path.rstrip(".")).exists(), path


def test_the_page_about_the_code_says_what_every_part_of_the_program_is_for():
    parts = {path.name for path in (ROOT / "atma_tui").iterdir() if not path.name.startswith("_")}
    listed = re.findall(r"^  (\w+(?:\.py)?)/? ", page("code").split("```")[1], re.MULTILINE)
    assert {*listed} == parts


def test_one_version_and_it_is_described():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == atma_tui.__version__
    assert f"## {atma_tui.__version__}\n" in page("changes")
