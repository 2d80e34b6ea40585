"""Use cases run again when another desk was first: which are marked for it, and what they may not do."""

import ast
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import atma_tui.desk
from atma_tui.desk.websites import source_keys
from atma_tui.domain.records import Act
from atma_tui.store.rerun import rerunnable
from tests import rerun_mode

DESK = Path(atma_tui.desk.__file__).parent


def functions():
    """Yield the name and the node of each function of the desk."""
    for path in sorted(DESK.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(DESK)}: {node.name}", node


def is_marked(function):
    return any(ast.unparse(one) == "rerunnable" for one in function.decorator_list)


def writes(function):
    """Whether a function opens an act or a transaction."""
    opened = (ast.unparse(one.context_expr) for one in ast.walk(function) if isinstance(one, ast.withitem))
    return any(one.partition("(")[0].endswith((".act", ".transaction", ".together")) for one in opened)


def test_what_writes_and_nothing_else_may_run_again():
    marked = {name for name, function in functions() if is_marked(function)}
    writing = {name for name, function in functions() if writes(function)}
    assert marked == writing - {"book/book.py: act", "book/book.py: together"}
    assert "seats/enrolments.py: enrol" in marked
    assert "websites/websites.py: read" not in marked, "it would ask the servers again"


# What the mode of the tests refuses (it is told by `pytest --rerun-acts`)


@pytest.fixture
def refusing(monkeypatch):
    rerun_mode.refuse_what_cannot_be_done_twice(monkeypatch)


BEYOND_THE_BOOK = {
    "write a file": lambda folder: (folder / "a").write_text("x"),
    "remove a file": lambda folder: (folder / "there").unlink(),
    "rename a file": lambda folder: (folder / "there").rename(folder / "b"),
    "make a folder": lambda folder: (folder / "c").mkdir(),
    "ask a server": lambda folder: socket.create_connection(("127.0.0.1", 9), 1),
    "start a program": lambda folder: subprocess.run([sys.executable, "-c", ""], check=True),
    "fill the keyring": lambda folder: source_keys.keep_secret("staff", "secret"),
}


@pytest.mark.parametrize("name", BEYOND_THE_BOOK)
def test_a_use_case_that_may_run_again_may_not(name, desk, refusing, tmp_path):
    (tmp_path / "there").write_text("x")

    @rerunnable
    def use_case():
        with desk.book.act("wrong") as work:
            work.summary = "Wrong"
            BEYOND_THE_BOOK[name](tmp_path)

    before = desk.book.store.count(Act)
    with pytest.raises(AssertionError, match="before the commit"):
        use_case()
    assert desk.book.store.count(Act) == before
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_it_may_read_a_file_and_write_one_after_the_commit(desk, refusing, tmp_path):
    (tmp_path / "there").write_text("x")

    @rerunnable
    def use_case():
        with desk.book.act("right") as work:
            work.summary = (tmp_path / "there").read_text()
        (tmp_path / "after").write_text(work.summary)

    use_case()
    assert (tmp_path / "after").read_text() == "x"
