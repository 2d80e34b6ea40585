import pytest


def _json(cli, *words):
    return cli.ok("events", "--json", *words).json


def test_a_new_book_shows_the_starter_events(cli):
    titles = [event["title"] for event in _json(cli)]
    assert "Mental Health Month open house" in titles
    log = cli.ok("log", "--json").json
    assert [(act["verb"], act["says"]) for act in log] == [("start", "Started the book with the starter events")]


def test_the_starter_book_comes_once(cli):
    first = _json(cli)
    cli.ok("event", "cancel", first[0]["id"], "--reason", "x")
    assert len(_json(cli)) == len(first)
    assert len(cli.ok("log", "--json").json) == 2


def test_events_are_chosen_by_site_days_and_words(cli):
    event = cli.event("--room", "group", starts="+3 10:00")
    assert [one["id"] for one in _json(cli, "--to", "+4")] == [event]
    assert event not in [one["id"] for one in _json(cli, "--site", "Calgary")]
    assert event not in [one["id"] for one in _json(cli, "--from", "+4")]
    assert [one["id"] for one in _json(cli, "--search", "test EVENING edmonton")] == [event]
    assert _json(cli, "--search", "no such thing") == []


def test_what_is_over_needs_all(cli):
    past = cli.event(starts="-3 10:00")
    assert past not in [one["id"] for one in _json(cli)]
    assert past in [one["id"] for one in _json(cli, "--all")]


def test_nothing_on_is_said_on_stderr_so_that_a_pipe_stays_empty(cli):
    done = cli.ok("events", "--search", "no such thing")
    assert done.out == "" and "No event fits" in done.err


def test_times_carry_albertas_offset(cli):
    [event] = _json(cli, "--search", "Test evening") or [None] if cli.event() else []
    assert event["starts"].endswith("T18:00:00-06:00") and event["ends"].endswith("T20:00:00-06:00")


def test_a_weekly_series_is_made_at_once(cli):
    done = cli.ok(
        *("event", "add", "--site", "cal", "--title", "Circle x", "--starts", "+1 18:00"),
        *("--ends", "19:30", "--weeks", "3", "--json"),
    )
    assert len({event["id"] for event in done.json}) == 3
    assert len({event["series"] for event in done.json}) == 1


def test_a_whole_day_lasts_to_the_end_of_its_last_day(cli):
    words = ("event", "add", "--site", "cal", "--title", "Retreat", "--all-day", "--json")
    one = cli.ok(*words, "--starts", "2027-06-01").json
    assert (one["starts"][:10], one["ends"][:10], one["all_day"]) == ("2027-06-01", "2027-06-02", True)
    two = cli.ok(*words, "--starts", "2027-06-01", "--ends", "2027-06-03").json
    assert two["ends"][:10] == "2027-06-04"


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        (["--title", "Other name"], "title", "Other name"),
        (["--capacity", "30"], "capacity", 30),
        (["--capacity", "none"], "capacity", None),
        (["--private"], "visibility", "private"),
        (["--about", "Bring tea"], "about", "Bring tea"),
        (["--category", "talk"], "category", "talk"),
        (["--room", "group"], "room", "group"),
        (["--site", "calgary"], "site", "calgary"),
    ],
)
def test_editing_changes_what_is_said_and_nothing_else(cli, words, field, value):
    event = cli.event()
    before = cli.ok("events", "--search", "Test evening", "--json").json[0]
    after = cli.ok("event", "edit", event, *words, "--json").json
    assert after[field] == value
    assert {name for name in before if before[name] != after[name]} <= {field, "seats"}


def test_a_new_start_keeps_the_length_and_owes_calls(cli):
    event = cli.event()
    cli.enrol(event, "Ada Sample")
    done = cli.ok("event", "edit", event, "--starts", "+8 10:00")
    assert "1 to call" in done.err
    after = _json(cli, "--search", "Test evening")[0]
    assert after["starts"][11:16] == "10:00" and after["ends"][11:16] == "12:00"


def test_minutes_and_end_change_the_length(cli):
    event = cli.event()
    assert cli.ok("event", "edit", event, "--minutes", "30", "--json").json["ends"][11:16] == "18:30"
    assert cli.ok("event", "edit", event, "--ends", "21:15", "--json").json["ends"][11:16] == "21:15"
    assert cli("event", "edit", event, "--ends", "21:15", "--minutes", "5").code == 2


def test_an_edit_that_changes_nothing_says_so(cli):
    event = cli.event()
    assert "already" in cli.ok("event", "edit", event, "--title", "Test evening").out
    assert cli.ok("log", "--json").json[0]["verb"] == "add event"


def test_capacity_below_the_people_in_it_needs_a_reason(cli):
    event = cli.event()
    cli.enrol(event, "Ada Sample", "--party", "2")
    assert cli("event", "edit", event, "--capacity", "1").code == 1
    assert cli.ok("event", "edit", event, "--capacity", "1", "--override", "small room").code == 0


def test_a_copy_has_no_people(cli):
    event = cli.event()
    cli.enrol(event, "Ada Sample")
    copy = cli.ok("event", "copy", event, "--starts", "+14 18:00", "--title", "Again", "--json").json
    assert copy["title"] == "Again"
    assert copy["id"] != event and copy["seats"]["enrolled"] == 0


def test_cancelling_twice_is_refused(cli):
    event = cli.event()
    assert cli.ok("event", "cancel", event, "--reason", "Storm", "--json").json["status"] == "cancelled"
    assert cli("event", "cancel", event, "--reason", "Storm").code == 1
    assert cli("enrol", event, "--name", "Ada Sample").code == 1


def test_a_cancelled_event_is_put_on_again_with_its_people(cli):
    event = cli.event()
    cli.enrol(event, "Ada Sample")
    cli.ok("event", "cancel", event, "--reason", "Storm")
    [call] = cli.ok("calls", "--json").json
    cli.ok("call", call["id"], "reached")
    done = cli.ok("event", "restore", event)
    assert "is restored" in done.out and "to call about it" in done.err
    [shape] = cli.ok("events", "--search", "Test evening", "--json").json
    assert (shape["status"], shape["why"], shape["seats"]["enrolled"]) == ("confirmed", None, 1)


def test_an_event_that_is_on_cannot_be_restored(cli):
    done = cli("event", "restore", cli.event())
    assert done.code == 1 and "is not cancelled" in done.err


def test_undo_takes_the_last_act_back_and_the_log_shows_both(cli):
    event = cli.event()
    enrolment = cli.enrol(event, "Ada Sample")
    done = cli.ok("undo")
    assert "Undid: Enrolled Ada Sample" in done.out
    assert cli.ok("roster", event, "--json").json == []
    assert "(undone)" in cli.ok("log").out
    assert [act["verb"] for act in cli.ok("log", "--limit", "2", "--json").json] == ["undo", "enrol"]
    assert cli("withdraw", enrolment).code == 2


def test_somebody_elses_act_is_undone_only_with_a_yes(cli, monkeypatch):
    event = cli.event()
    cli.enrol(event, "Ada Sample")
    monkeypatch.setenv("ATMA_OPERATOR", "Calgary desk")
    for words in (["undo"], ["undo", "--json"]):
        refused = cli(*words)
        assert refused.code == 2
        assert "Enrolled Ada Sample in Test evening” was done by Robin Desk, " in refused.err
        assert "nothing was undone" in refused.err
    assert cli.ok("seats", event, "--json").json["seats"]["enrolled"] == 1
    assert "Undid: Enrolled Ada Sample in Test evening (by Robin Desk, " in cli.ok("undo", "--yes").out


def test_an_older_act_is_undone_by_its_number_with_a_yes(cli):
    event = cli.event()
    cli.enrol(event, "Ada Sample")
    number = cli.ok("log").out.splitlines()[1].split()[0]
    cli.event()
    refused = cli("undo", number)
    assert refused.code == 2 and f"`atma-tui undo {number} --yes`" in refused.err
    assert cli.ok("seats", event, "--json").json["seats"]["enrolled"] == 1
    cli.ok("undo", number, "--yes")
    assert cli.ok("seats", event, "--json").json["seats"]["enrolled"] == 0
    assert cli("undo", number, "--yes").code == 1


def test_undo_of_what_others_rest_on_is_refused(cli):
    event = cli.event()
    cli.enrol(event, "Ada Sample")
    number = cli.ok("log").out.splitlines()[2].split()[0]
    assert cli("undo", number, "--yes").code == 1


def test_the_log_can_be_about_one_person_or_event(cli):
    event, other = cli.event(), cli.event()
    cli.enrol(event, "Ada Sample")
    cli.enrol(other, "Bo Example")
    assert [act["verb"] for act in cli.ok("log", "--person", "Ada Sample", "--json").json] == ["enrol"]
    assert len(cli.ok("log", "--event", other, "--json").json) == 2


def test_the_report_counts_and_sums(cli):
    event = cli.running()
    one = cli.enrol(event, "Ada Sample")
    cli.enrol(event, "Bo Example")
    cli.enrol(event, "Cy Tester")
    cli.ok("checkin", one)
    words = ("report", "--from", "yesterday", "--to", "today")
    [counts] = cli.ok(*words, "--json").json
    assert (counts["enrolled"], counts["attended"], counts["waiting"]) == (2, 1, 1)
    assert "1 events" in cli.ok(*words).out
    assert cli.ok(*words, "--csv").out.splitlines()[0].startswith("id,site,title,starts,status,capacity,enrolled")


def test_when_enrolment_opens_and_closes_is_shown_and_can_be_changed(cli):
    event = cli.event("--opens", "+3 9:00", "--closes", "+6 12:00")
    [shown] = _json(cli, "--search", "Test evening")
    assert shown["enrolment_opens"].endswith("T09:00:00-06:00")
    assert shown["enrolment_closes"].endswith("T12:00:00-06:00")
    assert "; opens " in cli.ok("events").out
    cli.ok("event", "edit", event, "--opens", "none", "--closes", "yesterday 9:00")
    [shown] = _json(cli, "--search", "Test evening")
    assert shown["enrolment_opens"] is None
    assert "enrolment closed" in cli.ok("events").out


def test_an_event_that_is_too_small_is_listed_until_somebody_decides(cli):
    event = cli.event("--minimum", "2", "--decide", "2 days before")
    [small] = cli.ok("minimum", "--json").json
    assert (small["id"], small["minimum"], small["runs_anyway"]) == (event, 2, None)
    assert "2 missing; to be decided by" in cli.ok("minimum").out
    done = cli.ok("event", "runs", event, "--reason", "they drive far")
    assert "runs with 0 of 2: they drive far" in done.out
    assert cli.ok("minimum", "--json").json == []
    assert cli("event", "runs", event, "--reason", "again").code == 1


def test_an_event_is_shown_with_its_sum_and_what_it_says_of_who_may_come(cli):
    event = cli.event("--closes", "yesterday 9:00", "--waiting-limit", "0", "--minimum", "2")
    shown = cli.ok("event", "show", event).out
    assert "2 places - 0 enrolled" in shown
    assert "Enrolment closed " in shown
    assert "No waiting list" in shown
    assert "Needs 2 to run, to be decided by " in shown
    assert cli.ok("event", "show", event, "--json").json["decide_on"] is not None


@pytest.mark.parametrize("ends", ["24:00", "0:00", "2026-12-09T00:00"])
def test_an_evening_may_end_at_midnight(cli, ends):
    event = ("event", "add", "--site", "edm", "--title", "Long evening", "--starts", "2026-12-08T20:00")
    assert cli.ok(*event, "--ends", ends, "--json").json["ends"] == "2026-12-09T00:00:00-06:00"


def test_an_event_becomes_one_of_whole_days_and_one_with_hours_again(cli):
    event = cli.event(starts="2026-12-08T18:00")

    def edited(*words):
        made = cli.ok("event", "edit", event, *words, "--json").json
        return made["starts"][:16], made["ends"][:16], made["all_day"]

    day = ("2026-12-08T00:00", "2026-12-09T00:00", True)
    assert edited("--all-day") == day
    assert edited("--minutes", "60") == day
    assert edited("--starts", "2026-12-09T00:00") == ("2026-12-09T00:00", "2026-12-10T00:00", True)
    assert "Say how long it takes" in cli("event", "edit", event, "--starts", "2026-12-08T18:00").err
    with_hours = edited("--starts", "2026-12-08T18:00", "--minutes", "60")
    assert with_hours == ("2026-12-08T18:00", "2026-12-08T19:00", False)
