"""What a command line costs and touches, seen from outside: real processes."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest


def _modules(environ, *words):
    """Run the program in a fresh process; returns the exit code and the modules it loaded."""
    code = (
        "import sys\n"
        "from atma_tui.cli import main\n"
        "code = main(sys.argv[1:])\n"
        "print(*sys.modules, file=sys.stderr)\n"
        "sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, timeout=60)
    return done.returncode, {name.partition(".")[0] for name in done.stderr.split()}


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["events", "--help"], ["evnts"]], ids=" ".join)
def test_help_and_slips_load_nothing_heavy(environ, words):
    _, loaded = _modules(environ, *words)
    assert not loaded & {
        "textual",
        "rich",
        "httpx",
        "icalendar",
        "tinydb",
        "msgspec",
        "shtab",
        "asyncio",
        "platformdirs",
    }


@pytest.mark.not_shared
@pytest.mark.parametrize(
    "words",
    [["events"], ["people", "x"], ["programs"], ["calls"], ["log"], ["report"], ["source", "list"]],
    ids=" ".join,
)
def test_reads_load_neither_the_screen_nor_the_network(environ, words):
    code, loaded = _modules(environ, *words)
    assert code == 0
    heavy = {"textual", "rich", "httpx", "icalendar", "recurring_ical_events", "shtab"}
    assert not loaded & (heavy if words[0] == "source" else heavy | {"asyncio", "ssl"})


def _program():
    return Path(sysconfig.get_path("scripts")) / ("atma-tui.exe" if os.name == "nt" else "atma-tui")


@pytest.mark.parametrize(
    "program", [[str(_program())], [sys.executable, "-m", "atma_tui"]], ids=["script", "module"]
)
def test_the_program_runs_however_it_is_started(environ, program):
    if not Path(program[0]).exists():
        pytest.skip("not installed as a script")
    done = subprocess.run([*program, "events", "--json"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("[")
    done = subprocess.run([*program, "evnts"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")


def test_a_reader_that_goes_away_is_no_error(environ):
    with subprocess.Popen(
        [sys.executable, "-m", "atma_tui", "events", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_without_unicode_is_no_error(environ, encoding, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    done = subprocess.run([sys.executable, "-m", "atma_tui", "events"], capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    done = subprocess.run([sys.executable, "-m", "atma_tui", "events", "--json"], capture_output=True, timeout=60)
    assert done.stdout.decode(encoding).startswith("[")


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_bug_is_loud_but_ctrl_c_is_quiet(environ, monkeypatch, capsys):
    from atma_tui import cli

    def stop(words):
        raise KeyboardInterrupt

    def bug(words):
        raise RuntimeError("a bug")

    monkeypatch.setattr(cli, "_do", stop)
    assert cli.main(["events"]) == 130
    assert "Traceback" not in capsys.readouterr().err
    monkeypatch.setattr(cli, "_do", bug)
    with pytest.raises(RuntimeError):
        cli.main(["events"])


def test_a_screen_needs_a_terminal_or_a_web_server_that_draws_it(tmp_path):
    command = [sys.executable, "-m", "atma_tui", "demo"]
    state = {"XDG_STATE_HOME": str(tmp_path)}
    refused = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, env={**os.environ, **state})
    assert refused.returncode == 2 and b"needs a terminal" in refused.stderr
    drawn = {"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver", "COLUMNS": "80", "ROWS": "24"}
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(command, env={**os.environ, **state, **drawn}, **pipes) as desk:
        assert desk.stdout.readline() == b"__GANGLION__\n"
        desk.terminate()
        desk.communicate()
