"""The JSON that scripts rely on: these fields stay."""

import re

SEATS = {"enrolled", "held", "offered", "free", "waiting"}
EVENT = {"id", "uid", "site", "title", "starts", "ends", "status", "visibility", "capacity", "seats", "source"}
ENROLMENT = {"id", "offering", "person", "name", "party", "status", "position", "offered_until"}
PERSON = {"id", "name", "phone", "email", "status"}
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")


def _is_event(shape):
    assert set(shape) >= EVENT
    assert set(shape["seats"]) >= SEATS
    assert RFC3339.fullmatch(shape["starts"]) and RFC3339.fullmatch(shape["ends"])


def test_events_and_every_act_on_one(cli):
    event = cli.event("--json")
    event = cli.ok("events", "--search", "Test evening", "--json").json[0]["id"]
    for shape in cli.ok("events", "--json").json:
        _is_event(shape)
    _is_event(cli.ok("event", "edit", event, "--title", "Test evening 2", "--json").json)
    _is_event(cli.ok("event", "copy", event, "--starts", "+9 18:00", "--json").json)
    _is_event(cli.ok("event", "cancel", event, "--reason", "x", "--json").json)
    _is_event(cli.ok("event", "restore", event, "--json").json)


def test_capacity_and_free_are_null_without_a_limit(cli):
    shape = cli.ok("event", "edit", cli.event(), "--capacity", "none", "--json").json
    assert shape["capacity"] is None and shape["seats"]["free"] is None


def test_every_act_on_an_enrolment(cli):
    event = cli.running()
    made = cli.ok("enrol", event, "--name", "Ada Sample", "--json").json
    assert set(made) >= ENROLMENT
    assert made["position"] is None and made["offered_until"] is None
    for words in (["checkin"], ["checkin", "--undo"], ["noshow"], ["noshow", "--undo"], ["withdraw"]):
        assert set(cli.ok(*words[:1], made["id"], *words[1:], "--json").json) >= ENROLMENT
    for line in cli.ok("roster", event, "--json").json:
        assert set(line) >= ENROLMENT | {"phone", "email"}


def test_seats(cli):
    event = cli.event()
    cli.ok("hold", event, "--seats", "1", "--for", "physician", "--why", "student")
    shape = cli.ok("seats", event, "--json").json
    assert set(shape) >= {"offering", "title", "capacity", "seats", "pools", "holds", "sum"}
    assert set(shape["seats"]) >= SEATS
    assert set(shape["holds"][0]) >= {"id", "seats", "name", "why", "until"}


def test_people_and_person(cli):
    event = cli.event()
    cli.enrol(event, "Ada Sample")
    [shape] = cli.ok("people", "ada", "--json").json
    assert set(shape) >= PERSON
    card = cli.ok("person", shape["id"], "--json").json
    assert set(card) >= PERSON | {"coming", "past", "doubles"}
    assert set(card["coming"][0]) >= ENROLMENT | {"title", "site", "starts"}


def test_programs(cli):
    for shape in cli.ok("programs", "--json").json:
        assert set(shape) >= {"id", "title", "steps", "places"}
        assert all(set(place) >= {"id", "site", "capacity", "seats"} for place in shape["places"])


def test_log_and_undo(cli):
    cli.event()
    fields = {"id", "at", "by", "verb", "says", "about", "undoes", "undone"}
    assert all(set(act) >= fields for act in cli.ok("log", "--json").json)
    assert set(cli.ok("undo", "--json").json) >= fields


def test_report(cli):
    cli.running()
    [shape] = cli.ok("report", "--from", "yesterday", "--to", "today", "--json").json
    assert set(shape) >= {
        "id",
        "site",
        "title",
        "starts",
        "capacity",
        "enrolled",
        "attended",
        "no_show",
        "waiting",
    }


def test_sources(cli):
    words = ("source", "add", "website", "https://clinic.example/events/?ical=1", "--json")
    shape = cli.ok(*words).json
    assert set(shape) >= {"name", "url", "site", "format", "checked", "failed"}
    assert cli.ok("source", "list", "--json").json[0]["name"] == "website"
    assert cli.ok("source", "remove", "website", "--json").json["name"] == "website"
    assert cli.ok("source", "list", "--json").json == []


def test_export_and_invite(cli):
    out = cli.folder / "calendars"
    shape = cli.ok("export", "--out", str(out), "--json").json
    assert set(shape["files"]) == {"edmonton.ics", "calgary.ics", "all.ics"}
    enrolment = cli.enrol(cli.event(), "Ada Sample")
    file = cli.folder / "mine.ics"
    assert cli.ok("invite", enrolment, "--out", str(file), "--json").json == {"file": str(file)}


def test_pathway(cli):
    cli.ok("enrol", "ketamine-therapy@edm", "--name", "Ada Sample")
    [shape] = cli.ok("pathway", "Ada Sample", "--json").json
    assert set(shape) >= {"id", "person", "program", "site", "state", "steps", "next_step", "owed_since", "visits"}
    assert shape["site"] == "edmonton" and shape["clearance"] is None
    assert any(step["gates"] for step in shape["steps"])
    shown = cli.ok("pathway", "Ada Sample").out
    assert "Ketamine-assisted therapy" in shown and "cannot be booked" in shown
    look = cli.ok("looks", "Ada Sample", "--json").json[0]
    assert (look["done"], look["place"], [one["name"] for one in look["people"]]) == (
        *("view", "pathway"),
        ["Ada Sample"],
    )


def test_pathway_of_somebody_in_no_program(cli):
    cli.enrol(cli.event(), "Ada Sample")
    done = cli.ok("pathway", "Ada Sample", "--json")
    assert done.json == [] and "no program" in done.err
