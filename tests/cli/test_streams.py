"""Answers that cannot be written, closed streams, and locales: seen from outside, in real processes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="streams and locales of POSIX")

FULL = Path("/dev/full")
ADD = ["person", "add", "Zoë Sample", "--phone", "780-555-0101"]
LOOKS = [["events"], ["check"], ["help"], ["--help"], ["events", "--help"], ["log"], ["report", "--csv"]]


def run(*words, shell="", **environ):
    """Run the program; `shell` is what a shell would do with its streams, such as `>&-`."""
    command = ["sh", "-c", f'exec "$@" {shell}', "sh", sys.executable, "-m", "atma_tui", *words]
    return subprocess.run(command, capture_output=True, timeout=60, env={**os.environ, **environ})


def names(*words, **environ):
    return [one["name"] for one in json.loads(run("people", "--json", *words, **environ).stdout)]


def latin_locale(folder):
    """Make a locale of Latin-1, which few machines have any more; returns its folder."""
    if not shutil.which("localedef"):
        pytest.skip("no localedef")
    made = folder / "locales" / "en_US.ISO-8859-1"
    made.parent.mkdir()
    done = subprocess.run(["localedef", "-c", "-i", "en_US", "-f", "ISO-8859-1", made], capture_output=True)
    if not made.exists():
        pytest.skip(f"no such locale: {done.stderr.decode()}")
    return str(made.parent)


@pytest.fixture(autouse=True)
def book(environ):
    run("events")
    return environ


@pytest.mark.skipif(not FULL.exists(), reason="a full disk for everybody")
@pytest.mark.parametrize("json", [[], ["--json"]], ids=["words", "json"])
@pytest.mark.parametrize("stream", [">/dev/full", ">&-"])
def test_what_was_done_stays_done_when_the_answer_cannot_be_written(stream, json):
    done = run(*ADD, *json, shell=stream)
    assert done.returncode == 4
    assert done.stderr.decode().count("\n") == 1
    assert done.stderr.startswith(b"It was done, but the answer could not be written: ")
    assert names() == ["Zoë Sample"]


@pytest.mark.parametrize("json", [[], ["--json"]], ids=["words", "json"])
def test_what_was_done_stays_done_when_nobody_reads_the_answer(json):
    with subprocess.Popen(
        [sys.executable, "-m", "atma_tui", *ADD, *json], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        assert process.stderr.read().startswith(b"It was done, but the answer could not be written: Broken pipe.")
        assert process.wait(60) == 4
    assert names() == ["Zoë Sample"]


@pytest.mark.skipif(not FULL.exists(), reason="a full disk for everybody")
@pytest.mark.parametrize("stream", [">/dev/full", ">&-"])
@pytest.mark.parametrize("words", LOOKS, ids=" ".join)
def test_a_look_whose_answer_is_lost_says_so(words, stream):
    done = run(*words, shell=stream)
    assert done.returncode == 4
    assert done.stderr.decode().splitlines()[-1].startswith("The answer could not be written: ")


@pytest.mark.skipif(not FULL.exists(), reason="a full disk for everybody")
def test_what_changed_nothing_does_not_say_that_it_was_done(tmp_path):
    event = run("event", "add", "--site", "edm", "--title", "Talk", "--starts", "+7 18:00", "--minutes", "60")
    event = event.stdout.split()[-1].decode()
    for words in (
        ["walkins", event, "Ada Sample", "--dry-run"],
        ["door", event],
        ["remind", "template"],
        ["config", "list"],
        ["invite", run("enrol", event, "--name", "Ada Sample").stdout.split()[-1].decode()],
    ):
        done = run(*words, shell=">/dev/full")
        assert (done.returncode, done.stderr.decode().count("\n")) == (4, 1)
        assert done.stderr.startswith(b"The answer could not be written: "), words
    done = run("export", "--out", str(tmp_path / "calendars"), shell=">/dev/full")
    assert (done.returncode, done.stderr[:12]) == (4, b"It was done,")


@pytest.mark.not_shared
@pytest.mark.skipif(not FULL.exists(), reason="a full disk for everybody")
def test_a_book_with_nothing_to_mend_was_not_mended():
    done = run("check", "--mend", shell=">/dev/full")
    assert (done.returncode, done.stderr[:31]) == (4, b"The answer could not be written")


@pytest.mark.parametrize("stream", [">/dev/full", ">&-", "2>/dev/full", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("json", [[], ["--json"]], ids=["words", "json"])
def test_a_refusal_keeps_its_exit_code(stream, json, tmp_path):
    event = run("event", "add", "--site", "edm", "--title", "Talk", "--starts", "+7 18:00", "--minutes", "60")
    first = run("enrol", event.stdout.split()[-1].decode(), "--name", "Ada Sample").stdout.split()[-1].decode()
    assert run("withdraw", first).returncode == 0
    for code, words in (
        (2, ["seats", "no-such-event"]),
        (2, ["evnts"]),
        (1, ["withdraw", first]),
        (3, ["events", "--book", str(tmp_path / "config.toml" / "book")]),
    ):
        (tmp_path / "config.toml").touch()
        done = run(*words, *json, shell=stream)
        assert done.returncode == code, done
        assert b"Traceback" not in done.stderr + done.stdout


@pytest.mark.parametrize("stream", ["2>/dev/full", "2>&-", "<&-", "<&- 2>&-"])
def test_closed_streams_neither_change_the_answer_nor_reach_the_book(stream):
    done = run(*ADD, shell=stream)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Zoë Sample" in done.stdout.decode()
    assert run("check").returncode == 0
    asked = run("people", "nobody", shell=stream)  # its answer is a note on stderr
    assert (asked.returncode, asked.stdout) == (0, b"")


def test_bytes_that_are_no_text_are_refused():
    for words in (["person", "add", b"Zo\xeb Sample"], ["people", b"--book=b\xeb"], [b"\xff"]):
        done = run(*words)
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"is not UTF-8" in done.stderr
    assert json.loads(run("people", b"Zo\xeb", "--json").stdout)["error"]["code"] == "input"
    assert names() == []


@pytest.mark.parametrize("name", ["ATMA_OPERATOR", "ATMA_BOOK", "ATMA_CONFIG"])
def test_variables_that_are_no_text_are_refused(name):
    done = run("events", **{name: b"Zo\xeb"})
    assert done.returncode == 2 and name.encode() in done.stderr


def test_a_configuration_that_is_no_text_is_refused(book):
    (book / "config.toml").write_bytes(b'operator = "Zo\xeb"')
    done = run("events")
    assert done.returncode == 2 and b"not UTF-8" in done.stderr


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "en_US.ISO-8859-1", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "ascii:strict"},
    ],
    ids=lambda locale: " ".join(f"{name}={value}" for name, value in locale.items()),
)
def test_no_locale_changes_a_name(book, locale):
    if locale.get("LC_ALL", "").endswith("8859-1"):
        locale |= {"LOCPATH": latin_locale(book)}
    done = run(*ADD, **locale)
    assert done.returncode == 0 and "Zoë Sample" in done.stdout.decode()
    assert names("zoë", **locale) == names("zoë") == ["Zoë Sample"]
    assert run("people", "zoë", **locale).stdout == run("people", "zoë").stdout
    assert run("backup", "Zoë.json", **locale).returncode == 0
    assert (book / "Zoë.json").exists()


def test_a_fault_of_the_program_is_told_without_what_it_was_about():
    script = """
from atma_tui import cli
def fail(argv=None):
    name = "Ada " + "Sample"
    raise LookupError(name)
cli.main = fail
cli.run()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 1 and done.stdout == ""
    assert "builtins.LookupError" in done.stderr and "in fail" in done.stderr
    assert "A fault in the program." in done.stderr and "Ada Sample" not in done.stderr
