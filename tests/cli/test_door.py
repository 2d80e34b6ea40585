"""The door from the command line: people who give no name, and who has left."""


def test_people_are_counted_in_and_out_and_are_in_the_sum(cli):
    event = cli.running("5")
    assert "nobody was counted at the door" in cli.ok("door", event).out
    assert cli.ok("door", event, "+3").out.startswith("Counted 3 in at Test evening: 0 -> 3 here.")
    assert "3 counted = 2 free" in cli.ok("door", event, "-1").out + cli.ok("door", event, "+1").out
    done = cli.ok("door", event, "=5", "--json").json
    assert (done["event"], done["seats"]["counted"], done["seats"]["counted_in"]) == (event, 4, 5)
    assert cli.ok("seats", event, "--json").json["pools"][0]["counted"] == 4
    [row] = [one for one in cli.ok("report", "--from", "yesterday", "--json").json if one["id"] == event]
    assert (row["counted"], row["attended"]) == (5, 0)
    assert "Counted at Test evening: 4 -> 5 in all" in cli.ok("log").out


def test_a_full_event_needs_a_reason(cli):
    event = cli.running("1")
    done = cli("door", event, "+2", "--json")
    assert (done.code, done.json["error"]["code"]) == (1, "full")
    assert cli.ok("door", event, "+2", "--override", "they stand").out.startswith("Counted 2 in")
    assert cli.ok("seats", event, "--json").json["seats"]["free"] == -1
    cli.ok("undo")
    assert cli.ok("seats", event, "--json").json["seats"]["free"] == 1


def test_a_number_without_a_sign_says_what_to_type(cli):
    event = cli.running()
    for typed in ("3", "+", "+-1", "++1", "1+", "+1.5"):
        done = cli("door", event, typed)
        assert done.code == 2
        assert "Say +3 when three came in" in done.err


def test_who_has_left_is_not_here_any_more(cli):
    event = cli.running("5")
    ada, bo = (cli.enrol(event, name) for name in ("Ada Sample", "Bo Example"))
    for one in (ada, bo):
        cli.ok("checkin", one)
    assert [one["name"] for one in cli.ok("here", "--json").json] == ["Ada Sample", "Bo Example"]
    assert cli.ok("checkout", ada).out.startswith("Ada Sample has left Test evening.")
    [one] = cli.ok("here", "--json").json
    assert (one["name"], one["left"], one["site"]) == ("Bo Example", None, "edmonton")
    assert cli("checkout", ada).code == 1
    [back] = cli.ok("checkout", ada, "--undo", "--json").json
    assert (back["status"], back["left"]) == ("attended", None)
    assert "2 have left Test evening" in cli.ok("checkout", "--event", event).out
    assert "Nobody is here" in cli.ok("here").err
    assert all(one["left"] for one in cli.ok("roster", event, "--json").json)


def test_checking_out_needs_somebody(cli):
    event = cli.running()
    for words in ((), ("enr-1", "--event", event), ("--event", event, "--undo")):
        assert cli("checkout", *words).code == 2


def test_the_sign_in_sheet_is_entered(cli, tmp_path):
    event = cli.running("1")
    cli.enrol(event, "Ada Sample")
    cli.ok("person", "add", "Flo Twin", "--phone", "780-555-0101")
    cli.ok("person", "add", "Flo Twin", "--phone", "780-555-0102")
    sheet = tmp_path / "sheet.txt"
    sheet.write_text("Ada Sample\n\nDi New +2\n", encoding="utf-8")
    kinds = [one["kind"] for one in cli.ok("walkins", event, "--file", str(sheet), "--dry-run", "--json").json]
    assert kinds == ["enrolled", "new"]
    done = cli.ok("walkins", event, "--file", str(sheet), "--json").json
    assert [(one["name"], one["party"], one["status"]) for one in done] == [
        ("Ada Sample", 1, "attended"),
        ("Di New", 3, "attended"),
    ]
    again = cli.ok("walkins", event, "--file", str(sheet))
    assert "Ada Sample is checked in already" in again.err
    unsure = cli("walkins", event, "Flo Twin")
    assert unsure.code == 2
    assert "Flo Twin may be Flo Twin (per-" in unsure.err
    assert "entered for Test evening" in cli.ok("walkins", event, "Flo Twin", "--new").out
    assert cli("walkins", event).code == 2


def test_a_name_that_stands_on_the_sheet_twice_is_asked_about(cli):
    event = cli.running("9")
    cli.enrol(event, "Ada Sample")
    refused = cli("walkins", event, "Ada Sample", "Bo New", "bo  new", "ada sample +1")
    assert refused.code == 2
    assert "bo new is on the sheet twice. Ada Sample is on the sheet twice. Give the id, or --new" in refused.err
    assert [one["name"] for one in cli.ok("roster", event, "--json").json] == ["Ada Sample"]
    assert len(cli.ok("walkins", event, "Bo New", "Bo New", "--new", "--json").json) == 2


def test_a_party_that_is_too_large_is_named(cli):
    refused = cli("walkins", cli.running("9"), "Bo New", "Cy Large +250")
    assert (refused.code, refused.err) == (2, "Cy Large: a party is 1 to 200 people; nobody was entered.\n")
