from datetime import datetime

import pytest

from atma_tui.calendars.writing.invitation import invitation
from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.errors import NoCalendar, NotFound
from atma_tui.domain.records import Call, Event, Listing, Source
from atma_tui.domain.series.rhythm import Repeat


def ics(*blocks, zone=""):
    """A calendar as another program writes it."""
    inside = "".join(f"BEGIN:VEVENT\r\nDTSTAMP:20261101T000000Z\r\n{block}END:VEVENT\r\n" for block in blocks)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{zone}{inside}END:VCALENDAR\r\n".encode()


def block(uid="a@x.example", title="Talk", start="20261210T180000", place="Calgary", **more):
    start = start if start.endswith("Z") or ":" in start else f"TZID=America/Edmonton:{start}"
    start = start if ":" in start else f":{start}"
    lines = [f"UID:{uid}", f"SUMMARY:{title}", f"LOCATION:{place}", *(f"{n}:{v}" for n, v in more.items())]
    joint = "" if start.startswith(":") else ";"
    return "".join(f"{line}\r\n" for line in [*lines, f"DTSTART{joint}{start}", "DURATION:PT2H"])


def events(desk):
    return {one.title: one for one in desk.book.store.find(Event)}


def test_a_plan_writes_nothing_and_says_what_would_come(desk):
    found = desk.imports.plan(ics(block(), block("b@x.example", "Circle", place="Edmonton")), "x.ics")

    assert (found.result, found.counts["new"]) == ("planned", 2)
    assert "new: Talk, Thu 10 Dec 2026, 18:00–20:00, Calgary" in found.lines
    assert desk.book.store.count(Event) == desk.book.store.count(Listing) == 0


def test_what_came_is_the_desks_own_and_undone_in_one_go(desk):
    assert desk.imports.apply(ics(block(), block("b@x.example", "Circle")), "x.ics").applied
    talk = events(desk)["Talk"]
    assert (talk.site, talk.starts, talk.source) == ("calgary", datetime(2026, 12, 10, 18), "")
    assert desk.history.recent(1)[0].summary == "Imported x.ics: 2 new"
    assert desk.book.store.count(Source) == 0

    desk.history.undo()
    assert desk.book.store.count(Event) == desk.book.store.count(Listing) == 0


def test_the_same_file_again_changes_nothing_and_a_newer_one_moves_what_is_there(desk, person):
    desk.imports.apply(ics(block()), "x.ics")
    assert desk.imports.apply(ics(block()), "x.ics").result == "unchanged"
    desk.enrolments.enrol(events(desk)["Talk"].id, person_id=person("Ada Sample").id)

    moved = desk.imports.apply(ics(block(start="20261211T180000", SEQUENCE=1)), "x.ics")
    [talk] = desk.book.store.find(Event)
    assert (moved.counts["changed"], talk.starts) == (1, datetime(2026, 12, 11, 18))
    assert talk.sequence == 1
    assert "moved" in desk.book.store.find(Call)[0].why


def test_a_clash_that_a_newer_file_leads_to_is_said(desk, event, person):
    desk.imports.apply(ics(block()), "x.ics")
    ada = person("Ada Sample").id
    desk.enrolments.enrol(events(desk)["Talk"].id, person_id=ada)
    desk.enrolments.enrol(event("Evening", starts=datetime(2026, 12, 11, 18)).id, person_id=ada)
    newer = ics(block(start="20261211T180000", SEQUENCE=1))
    ahead = desk.imports.plan(newer, "x.ics")
    moved = desk.imports.apply(newer, "x.ics")
    [said] = [line for line in moved.lines if "Ada Sample" in line]
    assert "Evening" in said
    assert [line for line in ahead.lines if "Ada Sample" in line] == [said]
    assert [one.person for one in ahead.clashes] == [ada]
    assert moved.notes == ()


def test_what_the_desk_changed_stays_while_the_file_says_what_it_said(desk):
    desk.imports.apply(ics(block()), "x.ics")
    desk.events.edit(events(desk)["Talk"].id, EventFields(title="Better talk", capacity=9))
    assert desk.imports.apply(ics(block(DESCRIPTION="News")), "x.ics").applied
    [talk] = desk.book.store.find(Event)
    assert (talk.title, talk.capacity, talk.description) == ("Better talk", 9, "News")


def test_what_a_file_calls_off_or_disputes_is_its_senders_word_and_no_websites(desk):
    desk.imports.apply(ics(block(), block("b@x.example", "Circle")), "x.ics")
    desk.events.edit(events(desk)["Talk"].id, EventFields(title="Ours"))
    newer = ics(block(title="Theirs"), block("b@x.example", "Circle", STATUS="CANCELLED"))
    found = desk.imports.apply(newer, "x.ics")
    assert found.lines == [
        "cancelled: Circle, Thu 10 Dec 2026, 18:00–20:00, Calgary: cancelled by the sender.",
        "conflict: Ours, Thu 10 Dec 2026, 18:00–20:00, Calgary: "
        "changed here and by the sender; kept as it is here.",
        "- title stays Ours; the sender says Theirs",
    ]
    assert events(desk)["Circle"].why == "Cancelled by the sender"
    again = ics(block(title="Theirs"), block("b@x.example", "Circle"))
    assert desk.imports.apply(again, "x.ics").applied and events(desk)["Circle"].live


def test_nothing_is_taken_off_because_a_file_does_not_hold_it(desk):
    desk.imports.apply(ics(block(), block("b@x.example", "Circle")), "x.ics")
    desk.imports.apply(ics(block()), "x.ics")
    assert all(one.live for one in desk.book.store.find(Event)) and len(events(desk)) == 2


SERIES = {"RRULE": "FREQ=WEEKLY;COUNT=3", "place": "Edmonton"}


def circle(*lines, **more):
    return block("s@x.example", "Circle", "20261208T180000", **{**SERIES, **more}) + "".join(
        f"{x}\r\n" for x in lines
    )


def missing(result):
    return [line for line in result.lines if line.startswith("missing:")]


class TestNewerFile:
    """A file that holds what an earlier one held is a newer version of it: what it leaves out is said."""

    def test_dates_that_are_taken_out_of_a_series_are_said_and_stay(self, desk, person):
        desk.imports.apply(ics(circle()), "x.ics")
        second = desk.book.store.find(Event, on="2026-12-15")[0]
        desk.enrolments.enrol(second.id, person_id=person("Ada Sample").id)
        newer = ics(circle("EXDATE;TZID=America/Edmonton:20261215T180000"))
        for name in ("y.ics", "again.ics"):
            found = desk.imports.apply(newer, name)
            assert found.counts["missing"] == 1 and found.counts["new"] == 0
            assert missing(found) == [
                "missing: Circle, Tue 15 Dec 2026, 18:00–20:00, Edmonton: taken out by the sender; "
                "it stays on here, with 1 person enrolled."
            ]
        assert desk.book.the(Event, second.id) == second
        assert desk.imports.apply(ics(circle()), "x.ics").lines[0].endswith("listed again.")

    def test_events_that_are_left_out_are_said(self, desk):
        talks = [block(f"{n}@x.example", f"Talk {n}", f"202612{10 + n}T180000") for n in range(4)]
        desk.imports.apply(ics(*talks), "december.ics")
        found = desk.imports.apply(ics(*talks[:3], block("new@x.example", "New")), "december (1).ics")
        assert found.counts["new"] == 1 and len(missing(found)) == 1 and "Talk 3" in missing(found)[0]
        assert all(one.live for one in desk.book.store.find(Event))
        found = desk.imports.apply(ics(*talks[:3]), "december (2).ics")
        assert ["Talk 3" in missing(found)[1], "New" in missing(found)[0]] == [True, True]

    def test_a_file_of_other_events_says_nothing_of_them(self, desk):
        talks = [block(f"{n}@x.example", f"Talk {n}", f"202612{10 + n}T180000") for n in range(4)]
        desk.imports.apply(ics(*talks), "december.ics")
        assert not missing(desk.imports.apply(ics(block("other@x.example", "Other")), "other.ics"))
        assert not missing(desk.imports.apply(ics(talks[0]), "one.ics")), "one event of many is no version of them"

    def test_a_message_about_one_date_says_nothing_of_the_others(self, desk):
        desk.imports.apply(ics(circle(), block()), "x.ics")
        date = "UID:s@x.example\r\nRECURRENCE-ID;TZID=America/Edmonton:20261215T180000\r\n"
        off = ics(date).replace(b"VERSION:2.0", b"VERSION:2.0\r\nMETHOD:CANCEL")
        found = desk.imports.apply(off, "cancel.ics")
        assert (found.counts["cancelled"], found.counts["missing"]) == (1, 0)
        [second] = desk.book.store.find(Event, on="2026-12-15")
        assert (second.live, second.title, second.site) == (False, "Circle", "edmonton")

    def test_what_moved_keeps_its_people_also_under_another_name(self, desk, person):
        desk.imports.apply(ics(circle()), "x.ics")
        ids = [one.id for one in desk.book.store.find(Event)]
        desk.enrolments.enrol(ids[1], person_id=person("Ada Sample").id)
        later = block("s@x.example", "Circle", "20261208T193000", **SERIES, SEQUENCE=1)
        found = desk.imports.apply(ics(later), "x.ics")
        assert (found.counts["changed"], found.counts["new"], missing(found)) == (3, 0, [])
        assert [one.id for one in desk.book.store.find(Event)] == ids
        assert {one.starts.hour for one in desk.book.store.find(Event)} == {19}
        assert desk.book.store.count(Call) == 1

    @pytest.mark.parametrize("start", ["", "DTSTART;TZID=America/Edmonton:20261210T180000\r\n"])
    def test_a_cancellation_without_a_revision_is_no_older_version(self, desk, start):
        talk = block("t@x.example", "Talk", "20261210T180000", SEQUENCE=1)
        desk.imports.apply(ics(talk), "x.ics")
        off = ics(f"UID:t@x.example\r\n{start}").replace(b"VERSION:2.0", b"VERSION:2.0\r\nMETHOD:CANCEL")
        assert desk.imports.apply(off, "cancel.ics").counts["cancelled"] == 1
        assert not desk.book.store.find(Event)[0].live

    def test_a_cancelled_series_is_cancelled_by_its_name_alone(self, desk):
        desk.imports.apply(ics(circle()), "x.ics")
        off = ics("UID:s@x.example\r\n").replace(b"VERSION:2.0", b"VERSION:2.0\r\nMETHOD:CANCEL")
        assert desk.imports.apply(off, "cancel.ics").counts["cancelled"] == 3
        assert not any(one.live for one in desk.book.store.find(Event))


def test_an_import_takes_no_example_out(desk, event):
    example = event("Example", site="calgary")
    with desk.book.act("start") as work:
        work.change(example, starter=True)
    found = desk.imports.apply(ics(block()), "x.ics")
    assert found.counts["removed"] == 0 and "Example" in events(desk)


def test_losses_are_counted_and_named(desk):
    broken = "UID:c@x.example\r\nSUMMARY:No start\r\n"
    old = block("d@x.example", "Long ago", "20200110T180000")
    nowhere = block("e@x.example", "Lost", place="Toronto")
    found = desk.imports.apply(ics(block(), broken, old, nowhere), "x.ics")

    said = "\n".join(found.lines)
    assert found.counts["unreadable"] == 1 and found.counts["new"] == 1
    assert "“No start” could not be read" in said
    assert "1 of its events are over and are left out." in said
    assert "“Toronto” names no site; left out." in said
    assert set(events(desk)) == {"Talk"}


def test_a_site_is_given_for_events_that_name_none(desk):
    desk.imports.apply(ics(block(place="Room 3")), "x.ics", site="edm")
    assert events(desk)["Talk"].site == "edmonton"
    with pytest.raises(NotFound):
        desk.imports.apply(ics(block()), "x.ics", site="toronto")


def test_many_events_that_cannot_be_read_are_held_back_until_somebody_says_so(desk):
    broken = ["SUMMARY:x\r\n"] * 3
    held = desk.imports.apply(ics(block(), *broken), "x.ics")
    assert held.result == "held" and "ask the sender" in str(held.error)
    assert desk.book.store.count(Event) == 0
    assert desk.imports.apply(ics(block(), *broken), "x.ics", force=True).applied


def test_albertas_new_zone_name_and_an_old_clock(desk):
    desk.imports.apply(ics(block(start="TZID=Alberta Standard Time:20270115T180000")), "x.ics")
    assert events(desk)["Talk"].starts == datetime(2027, 1, 15, 18)
    denver = ics(block("b@x.example", "Circle", "TZID=America/Denver:20270115T180000"))
    assert "hour" in "\n".join(desk.imports.plan(denver, "x.ics").lines)
    desk.imports.apply(denver, "x.ics", clock="instant")
    assert events(desk)["Circle"].starts == datetime(2027, 1, 15, 19)


def test_what_is_no_calendar_is_said(desk):
    with pytest.raises(NoCalendar):
        desk.imports.plan(b"<html>", "x.ics")


def own(desk, event, **changed):
    """This book's own invitation, changed elsewhere."""
    data = invitation(event, {one.id: one for one in desk.sites()}, desk.book.clinic())
    for before, after in changed.values():
        assert before in data
        data = data.replace(before, after)
    return data


def test_our_own_event_that_comes_back_unchanged_is_not_doubled(desk, event):
    made = event(description="Bring a mat.", room="group", url="https://www.example.org/a")
    assert desk.imports.apply(own(desk, made), "x.ics").result == "unchanged"
    assert desk.book.store.find(Event) == [made]


def test_our_own_event_that_was_moved_elsewhere_moves_here(desk, event, person):
    made = event(description="Bring a mat.")
    desk.enrolments.enrol(made.id, person_id=person("Ada Sample").id)
    start, end = (b"20261209T000000Z", b"20261210T010000Z"), (b"20261209T020000Z", b"20261210T030000Z")
    found = desk.imports.apply(own(desk, made, start=start, end=end), "x.ics")

    [after] = desk.book.store.find(Event)
    assert found.counts["changed"] == 1
    assert (after.starts, after.sequence, after.description) == (datetime(2026, 12, 9, 19), 1, "Bring a mat.")
    assert desk.book.store.count(Call) == 1
    desk.history.undo()
    assert desk.book.store.find(Event)[0].starts == made.starts


@pytest.mark.parametrize(
    "lines", ["", "DTSTART:20261209T000000Z\r\n", "STATUS:CANCELLED\r\nSUMMARY:Cancelled\r\n"]
)
def test_our_own_event_that_is_called_off_elsewhere_is_cancelled_and_keeps_its_words(desk, event, person, lines):
    made = event(description="Bring a mat.", url="https://www.example.org/a")
    desk.enrolments.enrol(made.id, person_id=person("Ada Sample").id)
    off = ics(f"UID:{made.uid}\r\n{lines}").replace(b"VERSION:2.0", b"VERSION:2.0\r\nMETHOD:CANCEL")
    assert desk.imports.apply(off, "x.ics").counts["cancelled"] == 1
    [after] = desk.book.store.find(Event)
    assert (after.live, after.title, after.starts, after.ends) == (False, made.title, made.starts, made.ends)
    assert (after.description, after.url, after.site) == ("Bring a mat.", made.url, made.site)
    assert after.why == "Cancelled by the sender" and "is cancelled" in desk.book.store.find(Call)[0].why


def test_our_own_event_that_goes_online_elsewhere_is_asked_about_while_people_are_in_it(desk, event, person):
    made = event(place="Sample hall")
    zoom = {"place": (b"Sample hall", b"Zoom"), "revision": (b"SEQUENCE:0", b"SEQUENCE:1")}
    seat = desk.enrolments.enrol(made.id, person_id=person("Ada Sample").id)
    found = desk.imports.apply(own(desk, made, **zoom), "x.ics")
    assert found.lines[0].endswith(
        "online by the sender now, with 1 person enrolled; ask whether people still come."
    )
    assert desk.book.store.find(Event) == [made] and found.counts["online"] == 1

    later = (b"SUMMARY:", b"SUMMARY:New: ")
    desk.imports.apply(own(desk, made, **zoom, title=later), "x.ics")
    [after] = desk.book.store.find(Event)
    assert after.live and after.title.startswith("New: ") and after.place == "Sample hall"

    desk.enrolments.withdraw(seat.enrolment.id)
    desk.imports.apply(own(desk, made, **zoom), "x.ics")
    assert not desk.book.store.find(Event)[0].live, "nobody comes to a site for it"


def test_what_a_program_leaves_out_of_our_own_event_stays(desk, event):
    made = event(description="Bring a mat.", url="https://www.example.org/a")
    plain = ics(
        f"UID:{made.uid}\r\nSEQUENCE:1\r\nSUMMARY:New title\r\n"
        "DTSTART:20261209T000000Z\r\nDTEND:20261209T020000Z\r\n"
    )
    found = desk.imports.apply(plain, "x.ics")
    assert found.lines[1:] == ["- title: Open house → New title"]
    [after] = desk.book.store.find(Event)
    assert (after.title, after.description, after.url) == ("New title", "Bring a mat.", made.url)


def test_our_own_event_that_is_marked_private_elsewhere_is_published_no_more(desk, event):
    made = event()
    found = desk.imports.apply(own(desk, made, mark=(b"CLASS:PUBLIC", b"CLASS:PRIVATE")), "x.ics")
    assert found.lines[1] == "- visibility: public → private"
    assert desk.book.store.find(Event)[0].visibility == "private"


def test_an_older_copy_of_our_own_event_changes_nothing(desk, event):
    made = event()
    copy = own(desk, made)
    desk.events.edit(made.id, EventFields(title="New"))
    found = desk.imports.apply(copy, "x.ics")
    assert found.result == "unchanged" and "older version" in "\n".join(found.lines)
    assert set(events(desk)) == {"New"}


def test_a_private_event_that_comes_back_keeps_its_name(desk, event):
    made = event("Ketamine session", visibility="private")
    found = desk.imports.apply(own(desk, made), "x.ics")
    assert found.result == "unchanged" and "1 private events" in "\n".join(found.lines)
    assert desk.book.store.find(Event) == [made]


def test_our_own_series_and_seats_in_words_that_come_back_change_nothing(desk, event, person, tmp_path):
    dates = desk.events.add(
        EventFields(
            site="edmonton", title="Circle", starts=datetime(2026, 12, 8, 18), ends=datetime(2026, 12, 8, 20)
        ),
        repeat=Repeat(times=3),
    )
    event(description="Bring a mat.", starts=datetime(2026, 12, 9, 18))
    enrolment = desk.enrolments.enrol(dates[0].id, person_id=person("Ada Sample").id).enrolment
    desk.choices.change(ClinicFields(seats_in_feed=True))
    desk.exports.write(tmp_path)
    before = desk.book.store.find(Event)

    series = desk.imports.apply(desk.exports.invitation(enrolment.id, rule=True), "x.ics")
    assert series.result == "unchanged" and "1 dates of a series" in "\n".join(series.lines)
    assert desk.imports.apply((tmp_path / "all.ics").read_bytes(), "x.ics").result == "unchanged"
    assert desk.book.store.find(Event) == before
