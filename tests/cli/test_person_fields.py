"""What the clinic keeps about people, set and used on the command line."""

import pytest

MARY = "Mary Sample; 780-555-0101; sister"


@pytest.fixture
def keeps_all(cli):
    kept = "former-names, second-contacts, birth-year, emergency, escort, interpreter"
    cli.ok("clinic", "set", "--person-fields", kept, "--consents", "may be phoned; newsletter")
    return cli


def test_the_clinic_says_what_it_keeps(cli):
    before = cli.ok("clinic", "show", "--json").json
    assert before["person_fields"] == ["former-names", "second-contacts", "birth-year"]
    assert before["consent_kinds"] == []
    after = cli.ok("clinic", "set", "--person-fields", "escort", "--consents", "photo", "--json").json
    assert (after["person_fields"], after["consent_kinds"]) == (["escort"], ["photo"])
    assert cli.ok("clinic", "set", "--person-fields", "none", "--json").json["person_fields"] == []
    refused = cli("clinic", "set", "--person-fields", "escort, diagnosis")
    assert refused.code == 2
    assert "'diagnosis' is not one of former-names" in refused.err


def test_a_person_is_added_changed_and_shown_with_them(keeps_all):
    cli = keeps_all
    added = cli.ok(
        *("person", "add", "Ada Sample", "--emergency", MARY, "--escort", "Otto Example; 780-555-0102"),
        *("--interpreter", "Cree", "--consent", "newsletter", "--said-on", "2026-11-01", "--json"),
    ).json
    assert added["emergency"] == {"name": "Mary Sample", "phone": "780-555-0101", "relation": "sister"}
    assert added["escort"] == {"name": "Otto Example", "phone": "780-555-0102", "relation": None}
    assert added["interpreter"] == "Cree"
    [consent] = added["consents"]
    assert (consent["kind"], consent["given"], consent["day"]) == ("newsletter", True, "2026-11-01")
    done = cli.ok(
        "person", "edit", added["id"], "--escort", "", "--withdrawn", "newsletter", "--consent", "May be phoned"
    )
    assert "escort Otto Example; 780-555-0102 -> none" in done.out
    shown = cli.ok("person", added["id"], "--json").json
    assert shown["escort"] is None
    assert {one["kind"]: one["given"] for one in shown["consents"]} == {"newsletter": False, "may be phoned": True}
    text = cli.ok("person", added["id"]).out
    for words in ("emergency contact", "Mary Sample; 780-555-0101; sister", "Cree", "newsletter: withdrawn"):
        assert words in text


def test_what_is_not_kept_is_refused_and_not_shown(keeps_all):
    cli = keeps_all
    ada = cli.ok("person", "add", "Ada Sample", "--emergency", MARY, "--born", "1980", "--json").json["id"]
    cli.ok("clinic", "set", "--person-fields", "none", "--consents", "")
    shown = cli.ok("person", ada, "--json").json
    assert (shown["emergency"], shown["birth_year"], shown["consents"]) == (None, None, [])
    for words in (
        ("--emergency", "Zoe"),
        ("--born", "1981"),
        ("--consent", "newsletter"),
        ("--also", "Ada Former"),
    ):
        refused = cli("person", "edit", ada, *words)
        assert refused.code == 2, words
        assert "The clinic" in refused.err
    cli.ok("person", "edit", ada, "--phone", "780-555-0109")
    cli.ok("clinic", "set", "--person-fields", "emergency")
    assert cli.ok("person", ada, "--json").json["emergency"]["name"] == "Mary Sample"


@pytest.mark.parametrize(
    "words",
    [
        ("--emergency", "780-555-0101"),
        ("--escort", "Mary; 780-555-0101; sister"),
        ("--interpreter", "42"),
        ("--consent", "haircut"),
        ("--consent", "newsletter", "--said-on", "2036-01-01"),
        ("--said-on", "2026-01-01"),
    ],
)
def test_what_makes_no_sense_is_refused(keeps_all, words):
    assert keeps_all("person", "add", "Ada Sample", *words).code == 2
    assert keeps_all.ok("people", "ada", "--json").json == []


def test_merging_shows_both_and_takes_what_is_said(keeps_all):
    cli = keeps_all
    keep = cli.ok("person", "add", "Ada Sample", "--emergency", MARY, "--json").json["id"]
    double = cli.ok(
        "person", "add", "Ada Sampel", "--emergency", "Zoe Sample", "--interpreter", "Cree", "--json"
    ).json["id"]
    shown = cli("person", "merge", keep, double)
    assert "Zoe Sample" in shown.out
    merged = cli.ok("person", "merge", keep, double, "--take", "emergency", "--yes", "--json").json
    assert (merged["emergency"]["name"], merged["interpreter"]) == ("Zoe Sample", "Cree")
