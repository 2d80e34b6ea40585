"""Finding, adding, changing and merging people on the command line, and who looked at whom."""

import re

import pytest


def refused(cli, *words):
    done = cli(*words)
    assert done.code in (1, 2), done
    return done


@pytest.fixture
def ids(cli):
    made = {}
    for name, phone, email in (
        ("Ada Sample", "780-555-0101", "ada@example.org"),
        ("Ada Former", "403-555-0102", "work@example.org"),
    ):
        made[name] = cli.ok("person", "add", name, "--phone", phone, "--email", email, "--json").json["id"]
    return made


def test_somebody_is_added_changed_and_noted(cli, ids):
    ada = ids["Ada Sample"]
    assert cli.ok("person", "edit", ada, "--phone", "+1 780 555 0199 x2", "--known-as", "Addie").out.splitlines()[
        0
    ] == ("Changed Ada Sample: known as none -> Addie, phone 780-555-0101 -> +1 780 555 0199 x2.")
    cli.ok("person", "note", "ada sample", "calls at noon")
    shown = cli.ok("person", ada, "--json").json
    assert (shown["phone"], shown["email"], shown["notes"]) == (
        "+1 780 555 0199 x2",
        "ada@example.org",
        "calls at noon",
    )
    cli.ok("person", "edit", ada, "--also", "Ada Other; 587-555-0103; home@example.org")
    for typed in ("ada other", "587 555 0103", "home@example.org", "780-555-0199"):
        assert [one["id"] for one in cli.ok("people", typed, "--json").json] == [ada]


@pytest.mark.parametrize(
    "words",
    [
        ("person", "add", "Bo", "--phone", "12"),
        ("person", "add", "Bo", "--email", "bo@example"),
        ("person", "add", "- -"),
        ("person", "edit", "Ada Sample"),
        ("person", "edit", "Ada Sample", "--phone", "call me"),
        ("person", "edit", "Ada Sample", "--also", "bo@@example.org"),
        ("person", "note", "Ada Sample", " "),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(cli, ids, words):
    assert re.search("nothing was", refused(cli, *words).err, re.IGNORECASE)
    assert len(cli.ok("people", "--json").json) == 2


def test_both_are_shown_side_by_side_and_merged_only_with_a_yes(cli, ids):
    keep, double = ids["Ada Sample"], ids["Ada Former"]
    shown = refused(cli, "person", "merge", keep, double)
    assert re.search("phone +780-555-0101 +403-555-0102", shown.out)
    assert "Nothing was merged; add --yes" in shown.err
    assert len(cli.ok("people", "--json").json) == 2
    merged = cli.ok(
        "person", "merge", keep, double, "--take", "phone", "--take", "known-as", "--yes", "--json"
    ).json
    assert (merged["phone"], merged["other_phones"], merged["other_names"], merged["other_emails"]) == (
        "403-555-0102",
        ["780-555-0101"],
        ["Ada Former"],
        ["work@example.org"],
    )
    assert "same record already" in refused(cli, "person", "merge", keep, double, "--yes").err
    assert cli.ok("person", "Ada Former", "--json").json["id"] == keep


def test_whoever_lists_clients_or_writes_them_to_a_file_is_in_the_log(cli):
    for name in ("Bo Client", "Cy Client"):
        cli.ok("path", "begin", "ketamine-therapy@edmonton", "--name", name)
    guest = cli.ok("person", "add", "Di Guest", "--json").json["id"]

    def looks(who):
        found = cli.ok("looks", who, "--json", "--operator", "Auditor").json
        return [one["by"] for one in found if one["done"] in ("view", "export") and one["by"] != "Auditor"]

    for operator, words in (
        ("Ann", ("roster", "ketamine-therapy@edmonton", "--csv")),
        ("Ben", ("people", "client")),
        ("Cat", ("path", "owed")),
        ("Dan", ("pathway", "Bo Client")),
        ("Eve", ("person", "Bo Client")),
    ):
        for _ in range(2):
            cli.ok(*words, "--operator", operator)
    assert [one for one in looks("Bo Client")[::-1] if one != "Cat"] == ["Ann", "Ben", "Dan", "Eve"]
    assert set(looks("Cy Client")) <= {"Ann", "Ben", "Cat"}
    assert {"Ann", "Ben"} <= set(looks("Cy Client"))
    cli.ok("people", "di guest", "--operator", "Fay")
    assert looks(guest) == []


@pytest.mark.parametrize("typed", ["Sean O’Samply", "sean osamply", "SAMPLY, SEAN O"])
def test_a_person_is_named_in_any_writing(cli, typed):
    made = cli.ok("person", "add", "Sean O'Samply", "--json").json["id"]
    assert cli.ok("person", typed, "--json").json["id"] == made
    assert "perhaps Sean O'Samply" in refused(cli, "person", "sean samlpy").err


def test_the_log_of_a_client_says_who_looked_too(cli):
    cli.ok("path", "begin", "ketamine-therapy@edmonton", "--name", "Ada Sample", "--phone", "780-555-0101")
    cli.ok("roster", "ketamine-therapy@edmonton", "--csv")
    lines = cli.ok("log", "--person", "Ada Sample", "--json").json
    assert [one["says"] for one in lines if one["verb"] == "viewed"][:1] == ["Written to a file (roster)"]
    assert "Written to a file (roster)" in cli.ok("log", "--person", "Ada Sample").out


def test_a_seat_in_a_cancelled_event_is_not_shown_as_one_to_come(cli):
    event = cli.event()
    cli.enrol(event, "Bo Sample")
    cli.ok("event", "cancel", event, "--reason", "storm")
    [seat] = cli.ok("person", "Bo Sample", "--json").json["coming"]
    assert (seat["status"], seat["event_status"]) == ("enrolled", "cancelled")
    assert cli.ok("person", "Bo Sample").out.split()[-1] == "event-cancelled"
