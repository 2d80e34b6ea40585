import pytest


def test_enrolling_says_so_and_gives_the_id(cli):
    event = cli.event()
    done = cli.ok("enrol", event, "--name", "Ada Sample", "--phone", "780-555-0101")
    assert done.out.startswith("Enrolled Ada Sample in Test evening.\nenr-")
    assert done.err == ""


def test_full_means_waiting_with_a_place_and_exit_0(cli):
    event = cli.event(capacity="1")
    cli.enrol(event, "Ada Sample")
    first = cli.ok("enrol", event, "--name", "Bo Example", "--json").json
    second = cli.ok("enrol", event, "--name", "Cy Tester", "--json").json
    assert (first["status"], first["position"]) == ("waiting", 1)
    assert (second["status"], second["position"]) == ("waiting", 2)


REFUSED = {
    "no wait on a full event": (("--name", "Bo Example", "--no-wait"), "full"),
    "enrolling twice": (("--person", "Ada Sample"), "already-enrolled"),
}


@pytest.mark.parametrize(("words", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_exits_1_and_leaves_nothing_behind(cli, words, code):
    event = cli.event(capacity="1")
    cli.enrol(event, "Ada Sample")
    done = cli("enrol", event, *words, "--json")
    assert (done.code, done.json["error"]["code"]) == (1, code)
    assert [one["name"] for one in cli.ok("people", "--json").json] == ["Ada Sample"]
    assert len(cli.ok("roster", event, "--json").json) == 1


def test_a_clash_is_refused_unless_a_reason_is_given(cli):
    cli.enrol(cli.event(), "Ada Sample")
    other = cli.event()
    done = cli("enrol", other, "--person", "Ada Sample", "--json")
    assert (done.code, done.json["error"]["code"]) == (1, "clash")
    assert cli.ok("enrol", other, "--person", "Ada Sample", "--override", "leaves early", "--json").json["over"]


def test_override_goes_over_capacity_and_shows(cli):
    event = cli.event(capacity="0")
    done = cli.ok("enrol", event, "--name", "Ada Sample", "--override", "guest of honour")
    assert "override" in done.out
    assert cli.ok("seats", event, "--json").json["seats"]["free"] == -1


def test_enrolment_that_has_not_opened_is_refused_unless_a_reason_is_given(cli):
    event = cli.event("--opens", "+3 9:00")
    done = cli("enrol", event, "--name", "Ada Sample", "--json")
    assert (done.code, done.json["error"]["code"]) == (1, "not-open")
    assert " opens on " in done.json["error"]["message"]
    anyway = cli.ok("enrol", event, "--name", "Ada Sample", "--anyway", "the speaker's sister", "--json").json
    assert (anyway["status"], anyway["over"]) == ("enrolled", "the speaker's sister")


def test_a_waiting_list_that_is_full_is_refused_unless_a_reason_is_given(cli):
    event = cli.event("--waiting-limit", "0", capacity="0")
    done = cli("enrol", event, "--name", "Ada Sample", "--json")
    assert (done.code, done.json["error"]["code"]) == (1, "waiting-list-full")
    assert "It has no waiting list." in done.json["error"]["message"]
    waits = cli.ok("enrol", event, "--name", "Ada Sample", "--anyway", "came from far", "--json").json
    assert (waits["status"], waits["position"], waits["over"]) == ("waiting", 1, "came from far")
    [shown] = cli.ok("events", "--search", "Test evening", "--json").json
    assert shown["waiting_limit"] == 0


def test_a_party_takes_its_seats(cli):
    event = cli.event(capacity="5")
    assert cli.ok("enrol", event, "--name", "Ada Sample", "--party", "3", "--json").json["party"] == 3
    assert cli.ok("seats", event, "--json").json["seats"]["free"] == 2


def test_likely_doubles_are_told_on_stderr_and_not_refused(cli):
    event = cli.event(capacity="5")
    cli.enrol(event, "Robert Sample", "--phone", "780-555-0101")
    done = cli.ok("enrol", event, "--name", "Bob Sample", "--json")
    assert "Robert Sample" in done.err and "per-" in done.err
    assert done.json["status"] == "enrolled"


def test_a_walk_in_is_enrolled_and_checked_in(cli):
    done = cli.ok("enrol", cli.running(), "--name", "Ada Sample", "--here", "--json")
    assert done.json["status"] == "attended"


def test_people_are_found_by_id_prefix_and_whole_name(cli):
    event = cli.event(capacity="9")
    person = cli.ok("enrol", event, "--name", "Ádá Sample", "--json").json["person"]
    for words in (person, person[:12], "Ádá Sample", "ada sample"):
        assert cli.ok("person", words, "--json").json["id"] == person
    cli.enrol(event, "Ada Sample")
    done = cli("person", "Ada Sample")
    assert done.code == 2 and "2 people" in done.err


def test_ids_may_be_shortened_to_what_is_unique(cli):
    event = cli.event()
    enrolment = cli.enrol(event[:14], "Ada Sample")
    assert cli.ok("withdraw", enrolment[:14], "--json").json["id"] == enrolment


def test_short_ids_of_tables_are_accepted(cli):
    event = cli.event()
    cli.enrol(event, "Ada Sample")
    line = next(line for line in cli.ok("roster", event).out.splitlines() if "Ada Sample" in line)
    assert cli.ok("withdraw", line.split()[0]).code == 0


def test_withdrawing_offers_the_seat_and_accepting_takes_it(cli):
    event = cli.event(capacity="1")
    first, second = cli.enrol(event, "Ada Sample"), cli.enrol(event, "Bo Example")
    done = cli.ok("withdraw", first, "--reason", "ill")
    assert "offered to Bo Example" in done.out
    offer = cli.ok("calls", "--json").json[0]
    assert (offer["kind"], offer["id"], offer["live"]) == ("offer", second, True)
    assert "Bo Example" in cli.ok("calls").out
    assert cli.ok("accept", second, "--json").json["status"] == "enrolled"
    assert cli("accept", second).code == 1
    assert cli("withdraw", first).code == 1


def test_the_waiting_list_audit_tells_who_was_moved_skipped_or_waits_and_why(cli):
    event = cli.event(capacity="1")
    cli.enrol(event, "Ada Sample")
    bo, cy = cli.enrol(event, "Bo Example"), cli.enrol(event, "Cy Example")
    cli.ok("waiting", "priority", cy, "--reason", "referred")
    cli.ok("let-in", bo, "--reason", "comes from far", "--override")
    audit = ("report", "fairness", "--from", "today", "--to", "+30")
    told = cli.ok(*audit, "--json").json
    assert {name: [(one["id"], one["why"]) for one in told[name]] for name in ("moved", "skipped", "waiting")} == {
        "moved": [(cy, "Robin Desk: referred")],
        "skipped": [(cy, "Robin Desk: comes from far")],
        "waiting": [(cy, "Robin Desk: referred")],
    }
    shown = cli.ok(*audit).out
    assert "Moved in line by priority (1):" in shown and "Robin Desk: comes from far" in shown
    calgary = cli.ok(*audit, "--site", "calgary", "--json").json
    assert calgary["moved"] == calgary["skipped"] == calgary["waiting"] == []


def test_whatever_frees_a_seat_says_who_was_offered_it(cli):
    event = cli.event(capacity="1")
    hold = cli.ok("hold", event, "--seats", "1", "--for", "physician", "--why", "talk").id
    for name in ("Ada Sample", "Bo Example"):
        cli.enrol(event, name)
    assert "; offered to Ada Sample." in cli.ok("release", hold).out
    assert "; offered to Bo Example." in cli.ok("event", "edit", event, "--capacity", "2").out


def test_check_in_and_no_show_and_both_undone(cli):
    event = cli.running()
    one = cli.enrol(event, "Ada Sample")
    assert cli.ok("checkin", one, "--json").json["status"] == "attended"
    assert cli("checkin", one).code == 1
    assert cli.ok("checkin", one, "--undo", "--json").json["status"] == "enrolled"
    assert cli.ok("noshow", one, "--json").json["status"] == "no_show"
    assert cli.ok("noshow", one, "--undo", "--json").json["status"] == "enrolled"


def test_no_show_of_a_whole_event_marks_those_who_are_missing(cli):
    event = cli.running()
    here, missing = cli.enrol(event, "Ada Sample"), cli.enrol(event, "Bo Example")
    cli.ok("checkin", here)
    done = cli.ok("noshow", "--event", event)
    assert "1 did not come" in done.out and "Bo Example" in done.out
    states = {one["id"]: one["status"] for one in cli.ok("roster", event, "--json").json}
    assert states == {here: "attended", missing: "no_show"}


def test_check_in_a_week_early_is_refused(cli):
    assert cli("checkin", cli.enrol(cli.event(), "Ada Sample")).code == 1


def test_held_seats_are_in_the_sum_until_released(cli):
    event = cli.event(capacity="5")
    hold = cli.ok("hold", event, "--seats", "2", "--for", "physician", "--why", "may bring a student").id
    shown = cli.ok("seats", event)
    assert "5 places - 0 enrolled - 2 held - 0 offered = 3 free" in shown.out
    assert "physician" in shown.out and hold[:9] in shown.out
    assert cli("hold", event, "--seats", "4", "--for", "x", "--why", "y").code == 1
    cli.ok("release", hold)
    assert cli.ok("seats", event, "--json").json["seats"]["free"] == 5


@pytest.mark.parametrize(
    ("until", "hour"), [("+3", "06:00:00"), ("+3 17:00", "23:00:00"), ("2099-12-08T17:40", "23:40:00")]
)
def test_a_hold_ends_with_a_day_or_at_a_time(cli, until, hour):
    event = cli.event()
    words = ("hold", event, "--seats", "1", "--for", "x", "--why", "y", "--json", "--until")
    assert hour in cli.ok(*words, until).json["until"]
    assert cli(*words, "yesterday").code == 2


def test_a_programs_places_are_an_offering_too(cli):
    done = cli.ok("enrol", "ketamine-therapy@edm", "--name", "Ada Sample", "--json")
    assert done.json["offering"] == "ketamine-therapy@edmonton"
    assert "Ada Sample" in cli.ok("roster", "ketamine-therapy@edmonton").out
    assert cli.ok("seats", "ketamine-therapy@edm", "--json").json["seats"]["enrolled"] == 1


def test_an_offer_and_a_new_date_are_one_row(cli):
    event = cli.event(capacity="1")
    seat = cli.enrol(event, "Ada Sample")
    cli.enrol(event, "Bo Example")
    cli.ok("withdraw", seat)
    assert "1 to call" in cli.ok("event", "edit", event, "--starts", "+8 18:00").err
    [row] = cli.ok("calls", "--json").json
    assert (row["kind"], row["name"]) == ("offer", "Bo Example")
    assert "moved from" in row["why"]
    assert "moved from" in cli.ok("calls").out
    cli.ok("accept", row["id"])
    assert cli.ok("calls", "--json").json == []


def test_calls_are_owed_after_a_cancellation_and_settled_once_reached(cli):
    event = cli.event()
    cli.enrol(event, "Ada Sample", "--phone", "780-555-0101")
    done = cli.ok("event", "cancel", event, "--reason", "Storm")
    assert "1 to call" in done.out + done.err
    [call] = cli.ok("calls", "--json").json
    assert (call["kind"], call["phone"], call["state"]) == ("call", "780-555-0101", "owed")
    assert "Storm" in cli.ok("calls", "--site", "edm").out
    assert cli.ok("calls", "--site", "cal", "--json").json == []
    assert cli.ok("call", call["id"], "no-answer", "--note", "rang long", "--json").json["state"] == "no_answer"
    assert cli.ok("call", call["id"][:9], "reached", "--json").json["state"] == "reached"
    assert cli("call", call["id"], "reached").code == 1
    assert cli.ok("calls", "--json").json == []


def test_a_seat_on_offer_can_be_declined_and_goes_to_the_next(cli):
    event = cli.event(capacity="1")
    one, two, three = (cli.enrol(event, name) for name in ("Ada Sample", "Bo Example", "Cy Tester"))
    cli.ok("withdraw", one)
    assert cli.ok("call", two, "voicemail").out.startswith("Called Bo Example")
    assert cli("call", two, "reached").code == 2
    assert "Cy Tester" in cli.ok("decline", two).out
    assert cli.ok("accept", three, "--json").json["status"] == "enrolled"


def test_those_who_wait_are_listed_with_the_reason_for_each_skip(cli):
    event, beside = cli.event(capacity="1"), cli.event()
    cli.enrol(event, "Ada Sample")
    cli.enrol(event, "Bo Example")
    cli.ok("enrol", event, "--name", "Cy Tester", "--party", "2")
    cli.ok("enrol", beside, "--person", "Bo Example", "--clash-why", "decides later")
    lines = cli.ok("waiting", event, "--json").json
    assert [(one["name"], one["position"]) for one in lines] == [("Bo Example", 1), ("Cy Tester", 2)]
    assert "Test evening" in lines[0]["skip"] and "party of 2" in lines[1]["skip"]
    assert "Bo Example" in cli.ok("waiting", event).out
    assert "Nobody is waiting" in cli.ok("waiting", beside).err


def test_a_clash_may_be_gone_over_without_taking_a_seat_that_is_not_free(cli):
    cli.enrol(cli.event(), "Ada Sample")
    full = cli.event(capacity="1")
    cli.enrol(full, "Bo Example")
    words = ("enrol", full, "--person", "Ada Sample", "--clash-why", "leaves early", "--json")
    assert cli.ok(*words).json["status"] == "waiting"


def test_either_of_two_is_waited_for_and_the_first_seat_counts(cli):
    here, there = cli.event(capacity="0"), cli.event(starts="+8 18:00", capacity="0")
    done = cli.ok("enrol", here, "--or", there, "--name", "Ada Sample")
    assert "waits for either: place 1 in Test evening, 1 in the other" in done.out
    cli.ok("event", "edit", there, "--capacity", "1")
    [offered] = [one for one in cli.ok("roster", there, "--json").json if one["status"] == "offered"]
    cli.ok("accept", offered["id"])
    assert cli.ok("waiting", here, "--json").json == []


def test_either_takes_no_option_that_waits_for_nothing(cli):
    here, there = cli.event(capacity="0"), cli.event(starts="+8 18:00", capacity="0")
    assert cli("enrol", here, "--or", there, "--name", "Ada Sample", "--no-wait").code == 2
    assert cli.ok("people", "--json").json == []


def test_a_note_on_an_enrolment_is_in_the_roster_and_can_be_taken_away(cli):
    event = cli.event()
    made = cli.ok("enrol", event, "--name", "Ada Sample", "--json").json["id"]
    assert cli.ok("note", made[:8], "needs the lift", "--json").json["note"] == "needs the lift"
    assert [one["note"] for one in cli.ok("roster", event, "--json").json] == ["needs the lift"]
    assert "says that already" in cli.ok("note", made, "needs the lift").out
    assert cli.ok("note", made, "", "--json").json["note"] == ""
    assert "enr-nobody" in cli("note", "enr-nobody", "x").err


def test_somebody_is_moved_with_their_party_and_keeps_the_old_seat_until_there_is_one(cli):
    here, there = cli.event(capacity="5"), cli.event(starts="+8 18:00", capacity="2")
    pair, single = cli.enrol(here, "Ada Sample", "--party", "2"), cli.enrol(here, "Bo Example")
    moved = cli.ok("move", pair, there, "--json").json
    assert (moved["offering"], moved["status"], moved["party"]) == (there, "enrolled", 2)
    assert cli("move", single, there, "--no-wait", "--json").json["error"]["code"] == "full"
    waits = cli.ok("move", single, there, "--json").json
    assert (waits["status"], waits["position"]) == ("waiting", 1)
    assert cli.ok("seats", here, "--json").json["seats"]["enrolled"] == 1
    cli.ok("withdraw", waits["id"])
    assert cli.ok("move", single, there, "--override", "brings the cake", "--json").json["over"]


def test_a_move_onto_another_seat_of_theirs_is_a_clash(cli):
    here, there, beside = cli.event(), cli.event(starts="+8 18:00"), cli.event(starts="+8 19:00")
    one = cli.ok("enrol", here, "--name", "Ada Sample", "--json").json
    cli.ok("enrol", beside, "--person", one["person"])
    assert cli("move", one["id"], there, "--json").json["error"]["code"] == "clash"
    assert cli.ok("move", one["id"], there, "--clash-why", "leaves early", "--json").json["status"] == "enrolled"


def test_priority_and_being_let_in_past_others_need_a_reason(cli):
    event = cli.event(capacity="1")
    seated, first, second, third = (cli.enrol(event, name) for name in ("Ada A", "Bo B", "Cy C", "Di D"))
    assert cli("waiting", "priority", third).code == 2
    early = cli.ok("waiting", "priority", third, "--reason", "referred", "--json").json
    assert (early["status"], early["position"]) == ("waiting", 1)
    assert cli.ok("waiting", "priority", third, "--reason", "slip", "--back", "--json").json["position"] == 3
    assert cli("let-in", second, "--reason", "from far", "--json").json["error"]["code"] == "full"
    assert cli.ok("let-in", second, "--reason", "from far", "--override", "--json").json["status"] == "offered"
    assert cli("let-in", seated, "--reason", "x").code == 1
    assert [one["id"] for one in cli.ok("waiting", event, "--json").json] == [first, third]


def test_a_party_grows_and_shrinks_and_comes_in_part(cli):
    event = cli.running(capacity="3")
    one, other = cli.enrol(event, "Ada Sample", "--party", "2"), cli.enrol(event, "Bo Example", "--party", "2")
    refused = cli("party", one, "4", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (1, "full")
    assert cli("party", one, "2").code == 2
    shrunk = cli.ok("party", one, "1")
    assert "party of 2 -> 1; offered to Bo Example" in shrunk.out
    assert cli.ok("party", other, "1", "--json").json["status"] == "offered"
    assert cli.ok("party", one, "2", "--json").json["party"] == 2
    assert cli("checkin", one, "--party", "3").code == 2
    some = cli.ok("checkin", one, "--party", "1", "--json").json
    assert (some["status"], some["party"], some["came"]) == ("attended", 2, 1)
    assert cli.ok("checkin", one, "--json").json["came"] == 2
    assert cli("checkin", one, "--undo", "--party", "1").code == 2


def test_who_is_there_gets_the_seat_of_who_is_not_and_who_comes_late_is_told(cli):
    event = cli.running(capacity="1")
    late, waits = cli.enrol(event, "Ada Sample"), cli.enrol(event, "Bo Example")
    assert cli.ok("checkin", waits, "--json").json["status"] == "attended"
    refused = cli("checkin", late, "--json")
    assert (refused.code, refused.json["error"]["code"]) == (1, "full")
    assert "Ada Sample was marked as a no-show, and no seat is left" in refused.err
    assert cli("noshow", late, "--undo").code == 1
    assert cli.ok("checkin", late, "--override", "stands at the back", "--json").json["over"]
    seats = cli.ok("seats", event, "--json").json["seats"]
    assert (seats["enrolled"], seats["free"], seats["absent"]) == (2, -1, 0)


def test_a_walk_in_gets_the_seat_of_who_is_not_there(cli):
    event = cli.running(capacity="1")
    absent = cli.enrol(event, "Ada Sample")
    assert cli.ok("enrol", event, "--name", "Bo Example", "--here", "--json").json["status"] == "attended"
    assert {one["id"]: one["status"] for one in cli.ok("roster", event, "--json").json}[absent] == "no_show"


def test_somebody_is_put_on_the_call_list_with_what_to_tell(cli):
    enrolled = cli.enrol(cli.event(), "Ada Sample")
    assert cli.ok("owe-call", enrolled, "Please bring a cup", "--json").json["state"] == "owed"
    assert [row["why"] for row in cli.ok("calls", "--json").json] == ["Please bring a cup"]
    assert cli("owe-call", enrolled, " ").code == 2
