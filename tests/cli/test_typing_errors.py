"""Whatever is mistyped: one helpful sentence on stderr, exit code 2, nothing done."""

import json

import pytest

SLIPS = [
    (["evnts"], "did you mean events?"),
    (["evnt", "add"], "did you mean event"),
    (["enroll", "evt-1", "--name", "Ada Sample"], "did you mean enrol?"),
    (["event", "cancle", "evt-1"], "did you mean cancel?"),
    (["event"], "add, edit, cancel, copy"),
    (["source"], "add, list, remove"),
    (["events", "--serch", "x"], "did you mean --search?"),
    (["enrol", "evt-1", "--nme", "Ada Sample"], "did you mean --name?"),
    (["--bok", "x", "events"], "did you mean --book?"),
    (["events", "--zzzzzz"], "--help"),
    (["xyzzy"], "--help"),
    (["enrol"], "needs OFFERING"),
    (["event", "add", "--title", "x"], "needs --site, --starts"),
    (["withdraw"], "needs ENROLMENT"),
    (["events", "--site"], "--site needs a value"),
    (["seats", "a", "b"], "b"),
    (["events", "--json=yes"], "--json"),
    (["enrol", "evt-1", "--name", "A B", "--party", "0"], "--party is a whole number from 1 to 200"),
    (["enrol", "evt-1", "--name", "A B", "--party", "many"], "'many'"),
    (["enrol", "evt-1", "--name", "A B", "--party", "-2"], "--party"),
    (["log", "--limit", "9999999999999"], "--limit"),
    (["call", "call-1", "reched"], "did you mean reached?"),
    (["completion", "bsh"], "did you mean bash?"),
    (["source", "add", "x", "https://clinic.example", "--format", "icla"], "did you mean ical?"),
    (["event", "add", "--site", "edm", "--title", "x", "--starts", "fri 18", "--category", "tolk"], "talk"),
]

UNKNOWN = [
    (["events", "--from", "2026-13-40"], "'2026-13-40' is not a day"),
    (["events", "--from", "+5", "--to", "+1"], "is before"),
    (["events", "--site", "toronto"], "calgary, edmonton"),
    (
        ["event", "add", "--site", "edm", "--title", "x", "--starts", "2026-12-08", "--minutes", "9"],
        "day and a time",
    ),
    (
        ["event", "add", "--site", "edm", "--title", "x", "--starts", "fri 25:00", "--minutes", "9"],
        "day and a time",
    ),
    (["event", "add", "--site", "edm", "--title", "x", "--starts", "fri 18:00"], "--minutes"),
    (["event", "add", "--site", "edm", "--title", "x", "--starts", "fri 18:00", "--ends", "17:00"], "ends before"),
    (["event", "edit", "evt-open-house-edmonton-1"], "Say what changes"),
    (["event", "edit", "evt-zzz", "--title", "x"], "evt-zzz"),
    (["event", "cancel", "evt-zzz", "--reason", "x"], "evt-zzz"),
    (["event", "cancel", "evt-open-house-edmonton-1", "--reason", " "], "reason"),
    (["seats", "evt-zzz"], "evt-zzz"),
    (["seats", "evt-open"], "type more"),
    (["roster", ""], "no event or program"),
    (["enrol", "evt-open-house-edmonton-1"], "--person"),
    (["enrol", "evt-open-house-edmonton-1", "--person", "Nobody Here"], "Nobody Here"),
    (["enrol", "evt-open-house-edmonton-1", "--person", "a", "--name", "b"], "not both"),
    (["enrol", "evt-open-house-edmonton-1", "--person", "a", "--phone", "1"], "--phone"),
    (["enrol", "evt-open-house-edmonton-1", "--name", "Ada Sample", "--phone", "12"], "not a phone number"),
    (["enrol", "evt-open-house-edmonton-1", "--name", "..."], "name is needed"),
    (["withdraw", "enr-zzz"], "enr-zzz"),
    (["checkin", "enr-zzz"], "enr-zzz"),
    (["noshow"], "--event"),
    (["accept", "enr-zzz"], "enr-zzz"),
    (["call", "call-zzz", "reached"], "call-zzz"),
    (["person", "per-zzz"], "per-zzz"),
    (["pathway", "per-zzz"], "per-zzz"),
    (["waiting", "evt-zzz"], "evt-zzz"),
    (["decline", "enr-zzz"], "enr-zzz"),
    (["call", "enr-zzz", "reached"], "accept"),
    (["release", "hold-zzz"], "hold-zzz"),
    (["invite", "enr-zzz"], "enr-zzz"),
    (["export", "--site", "toronto"], "calgary, edmonton"),
    (["source", "remove", "zzz"], "zzz"),
    (["sync", "zzz"], "zzz"),
    (["undo", "act-zzz"], "act-zzz"),
    (["log", "--person", "Nobody Here"], "Nobody Here"),
    (["log", "--person", "a", "--event", "b"], "not both"),
]


@pytest.mark.parametrize(("words", "hint"), [*SLIPS, *UNKNOWN], ids=str)
def test_a_slip_is_answered_with_one_sentence_and_exit_2(cli, words, hint):
    done = cli(*words)
    assert done.code == 2
    assert done.out == ""
    assert hint in done.err
    assert len(done.err.splitlines()) == 1
    assert done.err.rstrip()[-1] in ".?"
    assert "Traceback" not in done.err


@pytest.mark.parametrize("words", [["evnts"], ["events", "--site", "toronto"], ["person", "per-zzz"]])
def test_with_json_a_refusal_is_also_an_object(cli, words):
    done = cli(*words, "--json")
    assert done.code == 2
    assert set(done.json["error"]) == {"code", "message"}
    assert done.json["error"]["message"] == done.err.strip()


def test_error_codes_tell_refusals_apart(cli):
    assert cli("person", "per-zzz", "--json").json["error"]["code"] == "not-found"
    assert cli("seats", "evt-open", "--json").json["error"]["code"] == "ambiguous"
    assert cli("nonsense", "--json").json["error"]["code"] == "input"


def test_a_slip_makes_no_book(cli):
    cli("enrol", "evt-1", "--nme", "Ada Sample")
    assert not (cli.folder / "book").exists()


def test_control_characters_of_a_slip_never_reach_the_terminal(cli):
    done = cli("seats", "\x1b]0;owned\x07\x1b[31mevt\u202e")
    assert done.code == 2
    assert not set("\x1b\x07\u202e") & set(done.err)
    assert "\\u001b" not in json.dumps(done.err)


def test_options_may_stand_before_or_after_the_command(cli):
    other = str(cli.folder / "other")
    before = cli.ok("--book", other, "--json", "events").json
    after = cli.ok("events", "--book", other, "--json").json
    assert before == after
    assert (cli.folder / "other").is_dir() and not (cli.folder / "book").exists()


def test_an_option_below_does_not_hide_one_above(cli):
    cli.ok("--operator", "Kim Front", "event", "copy", "evt-closing-c", "--starts", "+9 15:00")
    assert cli.ok("log", "--json").json[0]["by"] == "Kim Front"


@pytest.mark.parametrize("address", ["mysql://somewhere/x", "postgresql://nowhere.invalid/x"])
def test_an_address_that_is_no_book_is_refused_in_words(cli, address):
    done = cli("--book", address, "events")
    assert done.code in (2, 3)
    assert len(done.err.splitlines()) == 1


def test_a_book_that_cannot_be_made_is_exit_3(cli):
    (cli.folder / "file").write_text("x")
    done = cli("--book", str(cli.folder / "file"), "events")
    assert done.code == 3, done
    assert len(done.err.splitlines()) == 1


def test_a_broken_configuration_is_told(cli):
    (cli.folder / "config.toml").write_text("book = [")
    assert cli("events").code == 2
    (cli.folder / "config.toml").write_text("boko = 'x'")
    assert "boko" in cli("events").err


@pytest.mark.parametrize(
    "words",
    [
        ("events", "--book"),
        ("config", "list", "--config"),
        ("backup",),
        ("restore",),
        ("book", "status"),
        ("book", "slots"),
        ("book", "move", "book"),
        ("export", "--out"),
        ("import",),
        ("people", "import"),
        ("check",),
    ],
    ids=" ".join,
)
def test_a_path_that_no_file_can_have_is_refused(cli, words):
    done = cli(*words, "a" * 300)
    assert (done.code, done.out) == (2, "")
    assert "is too long for the name of a file or folder" in done.err
