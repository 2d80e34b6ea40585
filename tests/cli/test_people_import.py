"""People imported on the command line: shown first, asked about, told row by row, also as JSON."""

import pytest

ROWS = [
    "Full name,Mobile,E-mail address,Company",
    "Ada Sample,780-555-0101,ada@example.org,Example Inc.",
    "Bo Sample,403-555-0102,,",
]


@pytest.fixture
def file(environ):
    def write(*rows, data=None):
        path = environ / "signups.csv"
        path.write_bytes("\n".join(rows).encode() if data is None else data)
        return str(path)

    return write


def people(cli):
    return [one["name"] for one in cli.ok("people", "sample", "--json").json]


def test_a_dry_run_shows_columns_and_rows_and_changes_nothing(cli, file):
    shown = cli.ok("people", "import", file(*ROWS), "--dry-run")
    assert shown.out.splitlines() == [
        "signups.csv: planned, 2 rows: 2 new.",
        "Columns: Full name -> name, Mobile -> phone, E-mail address -> email.",
        "Not used: Company.",
        "ROW  NAME        RESULT",
        "  2  Ada Sample  is new",
        "  3  Bo Sample   is new",
    ]
    assert people(cli) == []


def test_nothing_is_applied_where_nobody_can_be_asked(cli, file):
    done = cli("people", "import", file(*ROWS))
    assert (done.code, people(cli)) == (2, [])
    assert "row 2, Ada Sample: is new" in done.err
    assert "add --yes" in done.err


def test_all_is_imported_by_one_act_and_told_as_json(cli, file):
    done = cli.ok("people", "import", file(*ROWS), "--yes", "--json").json
    assert (done["result"], done["applied"], done["error"]) == ("imported", True, None)
    assert done["counts"] == {
        **{"new": 2, "known": 0, "double": 0, "duplicate": 0, "cancelled": 0, "bad": 0, "added": 2},
        **{"enrolled": 0, "waiting": 0, "offered": 0, "refused": 0},
    }
    assert done["columns"][1] == {"number": 2, "heading": "Mobile", "field": "phone"}
    assert done["columns"][3]["field"] is None
    ada = done["rows"][0]
    assert (ada["row"], ada["name"], ada["kind"], ada["adds"], ada["enrolment"]) == (
        *(2, "Ada Sample", "new", True),
        None,
    )
    assert cli.ok("person", ada["person"], "--json").json["email"] == "ada@example.org"
    again = cli.ok("people", "import", file(*ROWS), "--yes", "--json").json
    assert (again["result"], again["counts"]["known"]) == ("unchanged", 2)
    cli.ok("undo", "--yes")
    assert people(cli) == []


def test_a_bad_row_stops_all_unless_it_is_left_out(cli, file):
    path = file(*ROWS, "Cy Sample,12,,")
    for words in (["--yes"], ["--dry-run"]):
        done = cli("people", "import", path, *words, "--json")
        assert (done.code, people(cli)) == (2, [])
        assert "row 4: '12' is not a phone number" in done.json["error"]["message"]
        assert [one["row"] for one in done.json["rows"] if one["problems"]] == [4]
    cli.ok("people", "import", path, "--yes", "--skip-bad")
    assert people(cli) == ["Ada Sample", "Bo Sample"]


def test_everybody_is_enrolled_by_the_same_act(cli, file):
    event = cli.event(capacity="1")
    done = cli.ok("people", "import", file(*ROWS), "--into", event, "--yes", "--json").json
    assert [(one["enrolment"]["status"], one["enrolment"]["position"]) for one in done["rows"]] == [
        ("enrolled", None),
        ("waiting", 1),
    ]
    roster = {one["id"]: one["name"] for one in cli.ok("roster", event, "--json").json}
    assert [roster[one["enrolment"]["id"]] for one in done["rows"]] == ["Ada Sample", "Bo Sample"]
    cli.ok("undo", "--yes")
    assert [one["status"] for one in cli.ok("roster", event, "--json").json if one["status"] != "cancelled"] == []


@pytest.mark.parametrize(
    ("data", "words", "said"),
    [
        (b"", (), "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", (), "nothing was imported"),
        (b"Name,Phone,Mobile\nAda,,", (), "Both column 2"),
        (b"Name,Phone\nAda,", ("--map", "Phone=fax"), "is not COLUMN=FIELD"),
        (b"Name\nAda", ("--into", "evt-nowhere"), "There is no"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(cli, file, data, words, said):
    done = cli("people", "import", file(data=data), "--yes", *words, "--json")
    assert done.code == 2
    assert said in done.json["error"]["message"]
    assert cli("people", "import", "no-such-file.csv").code == 2


def test_a_masked_client_is_hidden_in_the_plan_too(cli, file):
    place = cli.enrol("ketamine-therapy@edmonton", "Ada Sample", "--phone", "780-555-0101")
    ada = cli.ok("people", "ada", "--json").json[0]["id"]
    cli.ok("person", "edit", ada, "--mask")
    for words in (["--dry-run"], []):
        done = cli("people", "import", file("Name,Phone", "Bo Other,780-555-0101", "Cy Other,"), *words)
        assert "perhaps known" in done.out + done.err
        assert "Ada Sample" not in done.out + done.err
    assert place


def test_the_roster_of_an_event_is_read_back_as_the_people_in_it(cli):
    event = cli.event()
    for name in ("Ada Sample", "Bo Example"):
        cli.enrol(event, name)
    (cli.folder / "roster.csv").write_text(cli.ok("roster", event, "--csv").out)
    again = cli.ok("people", "import", "roster.csv", "--dry-run", "--json").json
    assert (again["counts"]["known"], again["counts"]["new"], again["counts"]["bad"]) == (2, 0, 0)
    (cli.folder / "only.csv").write_text("Person,Phone\nCy Sample,780-555-0101\n")
    assert cli.ok("people", "import", "only.csv", "--dry-run", "--json").json["counts"]["new"] == 1
