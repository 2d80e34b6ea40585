import re
import shlex
import shutil
import subprocess

import pytest

from atma_tui.cli import main
from atma_tui.cli.command import Command, fields
from atma_tui.cli.parser import read
from atma_tui.cli.table import COMMANDS, GROUPS, command, words_after

LEAVES = [name for name in COMMANDS if name]
CONTRACT = """
    events, event add, event edit, event cancel, event restore, event copy, hold, release, seats, roster,
    enrol, withdraw, move, party, let-in, waiting priority, accept, checkin, noshow, calls, call, people, person,
    programs, pathway, export, invite, source add, source list, source remove, sync, undo, log, report,
    backup, restore, check, completion, demo, help
"""


def test_every_command_of_the_contract_is_there():
    assert set(COMMANDS) >= {name.strip() for name in CONTRACT.split(",")}


@pytest.mark.parametrize("name", [*COMMANDS, *GROUPS])
def test_every_command_has_help(name, capsys):
    assert main([*name.split(), "--help"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"usage: atma-tui {name}".rstrip()) and not err


@pytest.mark.parametrize("name", ["", *GROUPS])
def test_the_help_of_a_group_lists_its_commands(name, capsys):
    main([*name.split(), "--help"])
    listed = re.findall(r"^    ([\w-]+)\s+\w", capsys.readouterr().out.partition("commands:")[2], re.MULTILINE)
    assert listed == words_after(name) != []


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_shows_an_example_that_it_reads(name):
    examples = command(name).examples
    assert examples
    for line in examples:
        words = shlex.split(line.partition(" > ")[0].partition(" | ")[0])
        assert words[: len(name.split())] == name.split()
        assert type(read(words)) is command(name)


@pytest.mark.parametrize("name", LEAVES)
def test_every_option_says_what_it_does(name):
    assert command(name).__doc__
    for field in fields(command(name)):
        for spec in field.specs:
            assert spec.help or field.choices, field.name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_what_all_take(name):
    assert {field.name for field in fields(command(name))} >= {"book", "operator", "config", "json"}


def test_a_command_holds_what_was_typed_and_else_what_its_class_says():
    enrol = read(["enrol", "evt-1", "--name", "Ada Sample", "--party", "3", "--json"])
    assert isinstance(enrol, Command)
    assert vars(enrol) == {"offering": "evt-1", "name": "Ada Sample", "party": 3, "json": True}
    assert (enrol.person, enrol.no_wait) == ("", False)


def test_words_of_the_command_line_are_those_of_the_records():
    from typing import get_args

    from atma_tui.cli.commands.calls import Result
    from atma_tui.cli.commands.events.fields import Category
    from atma_tui.cli.commands.websites import Format
    from atma_tui.desk.calls.calls import CallResult
    from atma_tui.desk.websites.source_fields import FORMATS
    from atma_tui.domain.records import EventKind

    assert set(get_args(EventKind)) == set(get_args(Category))
    assert {result.replace("-", "_") for result in get_args(Result)} == set(get_args(CallResult))
    assert get_args(Format) == FORMATS


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["enr"], {"enrol"}),
        (["event", ""], {"add", "edit", "cancel", "copy", "restore", "runs", "show"}),
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
