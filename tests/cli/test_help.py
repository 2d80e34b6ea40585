import re
import shlex
import shutil
import subprocess

import pytest

from atma_tui.cli import main
from atma_tui.cli.grammar import build


def _every(parser, path=()):
    yield path, parser
    for name in parser.commands:
        yield from _every(parser.below(name), (*path, name))


COMMANDS = [path for path, _ in _every(build())]
CONTRACT = {
    *("events", "event.add", "event.edit", "event.cancel", "event.copy", "hold", "release", "seats", "roster"),
    *("enrol", "withdraw", "accept", "checkin", "noshow", "calls", "call", "people", "person", "programs"),
    *(
        "pathway",
        "export",
        "invite",
        "source.add",
        "source.list",
        "source.remove",
        "sync",
        "undo",
        "log",
        "report",
    ),
    *("backup", "restore", "check", "completion", "demo"),
}


def test_every_command_of_the_contract_is_there():
    assert {".".join(path) for path in COMMANDS} >= CONTRACT


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_help(path, capsys):
    assert main([*path, "--help"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("usage: atma-tui") and not err


@pytest.mark.parametrize("path", [p for p, parser in _every(build()) if not parser.commands], ids=" ".join)
def test_every_leaf_shows_an_example_that_parses(path, capsys):
    root = build()
    main([*path, "--help"])
    examples = re.findall(r"^  atma-tui (.+)$", capsys.readouterr().out, re.MULTILINE)
    assert examples
    for line in examples:
        words = shlex.split(line.partition(" > ")[0].partition(" | ")[0])
        assert words[: len(path)] == list(path)
        root.refuse_misspelt(words)
        assert root.parse_known_args(words)[1] == []


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_option_says_what_it_does(path):
    parser = dict(_every(build()))[path]
    for action in parser.arguments:
        assert action.help, (path, action.dest)


@pytest.mark.parametrize("path", [p for p, parser in _every(build()) if not parser.commands], ids=" ".join)
def test_every_leaf_has_a_handler_that_exists(path):
    from importlib import import_module

    parser = dict(_every(build()))[path]
    module, _, name = parser.get_default("handler").partition(":")
    assert callable(getattr(import_module(f"atma_tui.cli.commands.{module}"), name))
    assert parser.get_default("needs") in ("desk", "settings", "nothing")


def test_words_of_the_grammar_are_those_of_the_records():
    from typing import get_args

    from atma_tui.cli.grammar.book import FORMATS
    from atma_tui.cli.grammar.enrolments import RESULTS
    from atma_tui.cli.grammar.events import CATEGORIES
    from atma_tui.desk.calls.calls import CallResult
    from atma_tui.desk.websites.sources import FORMATS as KNOWN
    from atma_tui.domain.records import EventKind

    assert set(get_args(EventKind)) == set(CATEGORIES)
    assert {result.replace("-", "_") for result in RESULTS} == set(get_args(CallResult))
    assert FORMATS == KNOWN


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["enr"], {"enrol"}),
        (["event", ""], {"add", "edit", "cancel", "copy"}),
        (["event", "add", "--st"], {"--starts"}),
        (["completion", "z"], {"zsh"}),
    ],
)
def test_bash_completes_what_was_begun(typed, offered, capsys):
    main(["completion", "bash"])
    script = capsys.readouterr().out
    words = " ".join(f"'{word}'" for word in ["atma-tui", *typed])
    script += f'COMP_WORDS=({words}); COMP_CWORD={len(typed)}; _shtab_atma_tui; echo "${{COMPREPLY[@]}}"'
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == offered


def test_version(capsys):
    import atma_tui

    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"atma-tui {atma_tui.__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_script_knows_the_commands(shell, capsys):
    assert main(["completion", shell]) == 0
    out = capsys.readouterr().out
    assert "enrol" in out and "party" in out and "noshow" in out
