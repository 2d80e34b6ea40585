"""Series on the command line: rhythms, changes of several dates, joining, leaving, extending."""

from datetime import date

import pytest


def make(cli, *words, starts="2027-03-09 18:00"):
    """A series in Edmonton, from the second Tuesday of March 2027."""
    return cli.ok(
        *("event", "add", "--site", "edm", "--title", "Circle x", "--starts", starts, "--minutes", "90", "--json"),
        *words,
    ).json


def days(events):
    return [date.fromisoformat(one["starts"][:10]) for one in events]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["--weeks", "2"], ["03-09", "03-16"]),
        (["--every", "week", "--until", "2027-03-24"], ["03-09", "03-16", "03-23"]),
        (["--every", "2-weeks", "--times", "2"], ["03-09", "03-23"]),
        (["--every", "month", "--times", "3"], ["03-09", "04-13", "05-11"]),
        (["--on", "20 mar 2027, 2027-03-12"], ["03-09", "03-12", "03-20"]),
        (["--times", "3", "--skip", "2027-03-16"], ["03-09", "03-23"]),
    ],
)
def test_a_series_comes_in_a_rhythm_or_on_chosen_days(cli, words, wanted):
    made = make(cli, *words)
    assert [f"{day:%m-%d}" for day in days(made)] == wanted
    assert len({one["series"] for one in made}) == 1


@pytest.mark.parametrize(
    "words",
    [["--weeks", "2", "--on", "2027-03-12"], ["--every", "month"], ["--until", "2027-03-01"], ["--every", "year"]],
)
def test_a_rhythm_that_makes_no_sense_is_refused(cli, words):
    begin = ("event", "add", "--site", "edm", "--title", "Circle x", "--starts", "2027-03-09 18:00")
    assert cli(*begin, "--minutes", "90", *words).code == 2


def test_a_change_and_a_cancellation_are_of_this_date_of_the_later_ones_or_of_all(cli):
    first, second, third = (one["id"] for one in make(cli, "--weeks", "3"))
    cli.ok("event", "edit", second, "--title", "Evening x", "--series", "from-here")
    shown = cli.ok("series", "show", first, "--json").json
    assert [one["title"] for one in shown] == ["Circle x", "Evening x", "Evening x"]
    done = cli.ok("event", "cancel", first, "--reason", "the room is let", "--series", "all")
    assert "2 other dates" in done.out
    assert {one["status"] for one in cli.ok("series", "show", third, "--json").json} == {"cancelled"}
    cli.ok("undo")
    assert {one["status"] for one in cli.ok("series", "show", third, "--json").json} == {"confirmed"}
    alone = cli.event()
    assert cli("event", "cancel", alone, "--reason", "x", "--series", "all").code == 2


def test_the_answer_names_the_other_dates_that_changed_too(cli):
    first, second, third = (one["id"] for one in make(cli, "--weeks", "3"))
    edited = cli.ok("event", "edit", second, "--title", "Evening x", "--series", "all", "--json").json
    assert (edited["id"], set(edited["also"])) == (second, {first, third})
    again = cli.ok("event", "edit", second, "--title", "Evening x", "--json").json
    assert (again["id"], again["also"]) == (second, [])
    cancelled = cli.ok("event", "cancel", second, "--reason", "let", "--series", "from-here", "--json").json
    assert (cancelled["status"], cancelled["also"]) == ("cancelled", [third])
    assert cli.ok("event", "restore", third, "--json").json["also"] == []


def test_somebody_joins_a_series_follows_it_and_leaves(cli):
    first, second = make(cli, "--weeks", "2")
    cli.ok("person", "add", "Ada Sample")
    joined = cli.ok("series", "join", first["series"], "--person", "Ada Sample", "--json").json
    assert joined["enrolled"] == [first["id"], second["id"]]
    [added] = cli.ok("series", "extend", first["id"], "--json").json
    assert days([added]) == [date(2027, 3, 23)]
    assert [one["name"] for one in cli.ok("roster", added["id"], "--json").json] == ["Ada Sample"]
    left = cli.ok("series", "leave", first["series"], "--person", "Ada Sample", "--json").json
    assert len(left["withdrawn"]) == 3
    assert cli("series", "leave", first["series"], "--person", "Ada Sample").code == 1


def test_a_series_is_extended_by_weeks_until_a_day_or_by_a_day_that_was_left_out(cli):
    series = make(cli, "--times", "3", "--skip", "2027-03-16")[0]["series"]
    extend = ("series", "extend", series, "--json")
    assert days(cli.ok(*extend, "--on", "2027-03-16").json) == [date(2027, 3, 16)]
    assert len(cli.ok(*extend, "--weeks", "2").json) == 2
    assert len(cli.ok(*extend, "--until", "2027-04-21").json) == 2
    assert cli(*extend, "--weeks", "2", "--times", "2").code == 2
    assert cli(*extend, "--on", "2027-03-16").code == 1


def test_extending_into_a_room_that_is_taken_is_refused_with_both_names(cli):
    series = make(cli, "--weeks", "2", "--room", "group")[0]["series"]
    make(cli, "--title", "Board x", "--room", "group", starts="2027-03-23 19:00")
    refused = cli("series", "extend", series)
    assert refused.code == 1
    assert "Group room is taken by Board x, Tue 23 Mar 2027" in refused.err


def test_everybody_in_any_of_the_dates_is_to_be_called(cli):
    first, second = make(cli, "--weeks", "2")
    cli.enrol(second["id"], "Ada Sample")
    cli.enrol(second["id"], "Bo Sample")
    done = cli.ok("event", "cancel", first["id"], "--reason", "the room is let", "--series", "all")
    assert "2 to call about it" in done.err


def test_an_event_is_put_on_again_in_closed_hours_with_a_reason(cli):
    event = cli.event(starts="2027-03-09 18:00")
    cli.ok("event", "cancel", event, "--reason", "storm")
    cli.ok("site", "close", "edm", "--from", "2027-03-09", "--to", "2027-03-09", "--reason", "storm")
    assert cli("event", "restore", event).code == 1
    assert (
        cli.ok("event", "restore", event, "--override", "the roads are clear", "--json").json["status"]
        == "confirmed"
    )


def test_an_event_is_made_in_closed_hours_with_a_reason(cli):
    cli.ok("site", "close", "edm", "--from", "2027-03-09", "--to", "2027-03-09", "--reason", "storm")
    begin = (
        "event",
        "add",
        "--site",
        "edm",
        "--title",
        "Soup x",
        "--starts",
        "2027-03-09 18:00",
        "--minutes",
        "90",
    )
    assert "storm" in cli(*begin).err
    made = cli.ok(*begin, "--override", "for the neighbours").id
    other = cli.event(starts="2027-03-10 18:00")
    assert cli("event", "copy", other, "--starts", "2027-03-09 12:00").code == 1
    cli.ok("event", "copy", made, "--starts", "2027-03-09 12:00", "--override", "for the neighbours")
