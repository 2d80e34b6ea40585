"""One trouble per file: what a careful reader makes of it (the table in tests/feeds/README.md)."""

import gzip
from datetime import datetime, timedelta

import pytest

from atma_tui.calendars.reading.reader import read_calendar
from atma_tui.domain.errors import Unreadable
from tests.calendars.feeds import NOW, by_uid, ends_utc, raw, read, starts_utc


def broken(name, **more):
    return read(f"broken/{name}", **more)


@pytest.mark.parametrize("name", ["cut-in-event.ics", "cut-between-events.ics"])
def test_from_a_cut_file_nothing_is_concluded(name):
    with pytest.raises(Unreadable, match=r"broke off before its end.*stay as they are"):
        broken(name)


def test_an_empty_calendar_is_readable_and_empty():
    reading = broken("empty-calendar.ics")
    assert (reading.events, reading.lost) == ((), ())


@pytest.mark.parametrize(
    ("name", "summary"),
    [
        ("empty-file.ics", "nothing at all"),
        ("error-page-status-200.html", "web page.*ATMA Clinics"),
        ("sign-in-page-status-200.html", "sign in"),
        ("rest-disabled-status-200.json", "JSON"),
        ("cut-page.json", "JSON"),
    ],
)
def test_an_answer_that_is_no_calendar_is_an_error_that_says_what_came(name, summary):
    with pytest.raises(Unreadable, match=f"{summary}.*stay as they are"):
        broken(name)


def test_a_packed_calendar_is_named_as_such():
    with pytest.raises(Unreadable, match=r"packed \(gzip\).*unpack it first"):
        read_calendar(gzip.compress(b"BEGIN:VCALENDAR"), home_zone="America/Edmonton", now=NOW)


@pytest.mark.parametrize(
    ("name", "charset"),
    [
        ("wrong-charset.ics", "utf-8"),
        ("wrong-charset.ics", ""),
        ("wrong-charset.ics", "iso-8859-1"),
        ("utf16.ics", ""),
        ("bom-and-lf.ics", "utf-8"),
        ("cr-only.ics", ""),
    ],
)
def test_accents_are_right_whatever_the_charset_and_the_line_ends(name, charset):
    assert [event.title for event in broken(name, charset=charset).events] == [
        "Café-rencontre : santé mentale",
        "Soirée d’été à Calgary",
        "Naïveté, œuvres & « repos »",
    ]


def test_a_calendar_may_begin_with_several_byte_order_marks():
    marked = b"\xef\xbb\xbf" + raw("broken/bom-and-lf.ics")
    assert len(read_calendar(marked, now=NOW).events) == 3


def test_one_event_that_nobody_can_read_is_named_and_the_others_are_kept():
    reading = broken("one-bad-event.ics")

    assert list(by_uid(reading)) == ["b01-x", "b02-x", "b04-x"]
    assert len(reading.lost) == 1
    assert "Talk, third evening" in reading.lost[0]
    assert "b03-bad@feeds.atma.example" in reading.lost[0]


@pytest.mark.parametrize("name", ["bad-timezone-block.ics", "old-rules.ics"])
def test_a_zones_name_counts_more_than_the_files_rules_for_it(name):
    reading = broken(name)

    assert [event.starts.hour for event in reading.events] == [18, 18]
    assert all(not event.notes for event in reading.events)
    if name == "old-rules.ics":
        assert [starts_utc(event) for event in reading.events] == ["2026-12-09T00:00", "2027-05-05T00:00"]


def test_doubles_count_once_revisions_leave_the_last_and_shared_uids_are_told_apart():
    events = broken("duplicate-uids.ics").events

    assert [(event.title, event.starts.day) for event in events] == [
        ("Said twice, word for word", 1),
        ("Same UID, second revision", 2),
        ("Circle with one UID for all its dates", 3),
        ("Circle with one UID for all its dates", 10),
        ("Circle with one UID for all its dates", 17),
    ]
    assert (events[1].starts, events[1].sequence) == (datetime(2027, 5, 2, 19), 2)
    assert len({event.key for event in events}) == 5


def test_events_without_a_uid_are_the_same_events_when_read_again():
    first, again = broken("no-uid.ics"), broken("no-uid.ics")

    assert len({event.key for event in first.events}) == 4
    assert [event.key for event in first.events] == [event.key for event in again.events]
    assert all(event.uid for event in first.events)


IN_DOUBT = {1, 3, 6, 7, 10}


@pytest.mark.parametrize("policy", ["ask", "wall", "instant"])
def test_windows_zones_are_read_by_the_wall_or_by_the_instant_and_never_in_silence(policy):
    found = by_uid(broken("windows-zones.ics", wall_clock_zones=policy))

    assert len(found) == 22
    for number in range(1, 12):
        may, january = found[f"z{number:02}-may"], found[f"z{number:02}-jan"]
        elsewhere = number == 4
        assert may.starts.hour == (19 if elsewhere else 18)
        doubtful = number in IN_DOUBT
        assert january.starts.hour == (19 if elsewhere or (doubtful and policy == "instant") else 18)
        assert not may.notes
        assert bool(january.notes) == (doubtful and policy == "ask")
        assert january.ends - january.starts == timedelta(hours=1)
        if january.notes:
            assert "read as 18:00 Alberta time, could be 19:00" in january.notes[0]


def test_doubtful_zones_raise_one_question_for_the_whole_calendar():
    questions = broken("windows-zones.ics").notes

    assert len(questions) == 1
    assert "5 times" in questions[0]
    assert questions[0].endswith("?")
    assert broken("windows-zones.ics", wall_clock_zones="wall").notes == ()


def test_zone_names_that_mean_nothing_are_read_as_the_sites_zone_and_said():
    reading = broken("windows-zones-no-block.ics")
    found = by_uid(reading)

    assert len(found) == 22
    for number in (6, 7):
        for month in ("may", "jan"):
            event = found[f"z{number:02}-{month}"]
            assert event.starts.hour == 18
            assert "Nobody knows" in event.notes[0]
    assert found["z04-jan"].starts.hour == 19
    assert not found["z02-jan"].notes
    assert len(reading.notes) == 2


def test_floating_times_are_in_the_calendars_zone():
    events = broken("floating.ics").events

    assert [starts_utc(event) for event in events] == ["2026-12-09T00:00", "2027-05-06T00:00"]
    assert all(not event.notes for event in events)


def test_floating_times_without_any_zone_are_the_sites_and_marked():
    reading = broken("floating-no-zone.ics")

    assert [event.starts.hour for event in reading.events] == [18, 18]
    assert all("no time zone" in event.notes[0] for event in reading.events)
    assert "2 times" in reading.notes[0]


def test_nights_on_which_clocks_changed_or_no_longer_do():
    found = by_uid(broken("clock.ics"))

    assert (starts_utc(found["c1"]), ends_utc(found["c1"])) == ("2026-11-01T05:30", "2026-11-01T09:30")
    assert starts_utc(found["c2"]) == "2026-11-01T07:30"
    assert starts_utc(found["c3"]) == "2027-03-14T08:30"
    assert (starts_utc(found["c4"]), ends_utc(found["c4"])) == ("2027-03-14T04:00", "2027-03-14T12:00")
    assert found["c5"].starts == datetime(2027, 1, 15, 12)
    assert found["c6"].starts == datetime(2027, 7, 15, 12)
    assert starts_utc(found["c7"]) == "2027-11-07T07:30"
    assert found["c8"].starts == datetime(2026, 3, 8, 2, 30)
    assert "No clock showed 02:30" in found["c8"].notes[0]
    assert sum(bool(event.notes) for event in found.values()) == 1


def test_a_date_never_becomes_the_evening_before():
    found = by_uid(broken("all-day.ics"))

    whole = {
        name: (event.starts, (event.ends - event.starts).days) for name, event in found.items() if event.all_day
    }
    assert whole == {
        "d1": (datetime(2027, 5, 10), 1),
        "d2": (datetime(2027, 5, 14), 3),
        "d3": (datetime(2027, 5, 19), 1),
        "d4": (datetime(2027, 5, 20), 1),
        "d7": (datetime(2027, 5, 24), 5),
        "d8": (datetime(2027, 5, 27), 1),
    }
    assert (found["d5"].starts, found["d5"].ends) == (datetime(2027, 5, 21), datetime(2027, 5, 22))
    assert (found["d6"].starts, found["d6"].ends) == (datetime(2027, 5, 24, 18), datetime(2027, 5, 25, 18))


def test_ends_that_cannot_be_are_assumed_and_marked():
    found = by_uid(broken("end-before-start.ics"))

    assert [event.starts.hour for event in found.values()] == [18] * 9
    marked = {name for name, event in found.items() if any("no sure end" in note for note in event.notes)}
    assert marked == {"e1", "e2", "e3", "e5", "e7", "e8", "e9"}
    assert all(found[name].ends - found[name].starts == timedelta(hours=1) for name in marked)
    assert found["e4"].ends - found["e4"].starts == timedelta(minutes=90)
    assert found["e6"].ends == datetime(2027, 5, 8, 19)


def test_a_series_becomes_its_dates_with_left_out_moved_and_cancelled_ones():
    events = broken("recurring.ics").events
    weekly = [event for event in events if event.uid.startswith("r1")]

    assert [(e.recurrence, e.starts.day, e.status) for e in weekly] == [
        ("2027-05-06T18:30", 6, "confirmed"),
        ("2027-05-13T18:30", 14, "confirmed"),
        ("2027-05-27T18:30", 27, "cancelled"),
        ("2027-06-03T18:30", 3, "confirmed"),
    ]
    winter = [starts_utc(event) for event in events if event.uid.startswith("r2")]
    assert winter == [f"2027-03-{day:02}T18:00" for day in (1, 8, 15, 22)]
    monthly = [event.starts.date().isoformat() for event in events if event.uid.startswith("r3")]
    assert monthly == [
        *("2026-12-29", "2027-01-05", "2027-01-26", "2027-02-23"),
        *("2027-03-30", "2027-04-27", "2027-05-25"),
    ]
    assert [event.recurrence for event in events if event.uid.startswith("r4")] == ["2027-05-18T09:00"]
    assert len(events) == 16
    assert sum(event.status != "cancelled" for event in events) == 15


def test_a_rule_without_an_end_is_followed_as_far_as_the_book_looks():
    events = broken("endless-rule.ics").events
    fridays = [event for event in events if event.uid.startswith("endless-1")]
    daily = [event for event in events if event.uid.startswith("endless-2")]

    assert all(event.starts.weekday() == 4 for event in fridays)
    assert 74 <= len(fridays) <= 78
    assert min(event.starts for event in daily) == datetime(2026, 10, 15, 7, 30)
    assert 575 <= len(daily) <= 580


def test_rules_that_explode_are_shown_as_one_date_with_a_notice():
    reading = broken("frequency-bomb.ics")
    found = by_uid(reading)

    assert len(reading.events) == 6, "two of the series began years ago"
    for name, event in found.items():
        assert bool(event.notes) == name.startswith("bomb-")
    assert len(reading.notes) == 6
    assert "“Every second since 2020” is not shown in full: it repeats secondly." in reading.notes
    assert set(reading.partly) == {f"bomb-{n}@feeds.atma.example" for n in range(1, 7)}


def test_long_titles_are_shortened_and_nothing_else_suffers():
    events = broken("long-title.ics").events

    assert len(events) == 3
    assert max(len(event.title) for event in events) <= 300
    assert max(len(event.description) for event in events) <= 4000


def test_titles_that_look_like_markup_stay_letter_by_letter():
    titles = [event.title for event in broken("markup-titles.ics").events]

    assert len(titles) == 13
    assert titles[0] == "[red]Open house[/red]"
    assert "<b>Bold</b> & <script>alert(1)</script>" in titles


def test_control_characters_never_pass_and_split_no_line():
    events = broken("control-titles.ics").events

    assert len(events) == 12
    assert all(event.title.isprintable() and event.title.endswith("evening") for event in events)


def test_real_languages_are_whole_and_an_invisible_title_gets_a_stand_in():
    titles = [event.title for event in broken("bidi-titles.ics").events]

    assert len(titles) == 12
    assert titles[4] == "يوم مفتوح في العيادة"
    assert titles[5].startswith("心理健康月")
    assert titles[10] == "ᑖᓂᓯ: welcome"
    assert titles[11] == "(untitled)"
    assert not any(chr(code) in "".join(titles) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def test_titles_that_others_would_calculate_or_open_are_only_text():
    formulas = [event.title for event in broken("formula-titles.ics").events]
    paths = [event.title for event in broken("path-titles.ics").events]

    assert (len(formulas), len(paths)) == (12, 15)
    assert formulas[0] == "=1+1"
    assert paths[:3] == ["../../open-house", "/etc/motd", "C:\\open\\house"]


def test_words_around_cancelled():
    found = by_uid(broken("cancelled-words.ics"))
    off = {name for name, event in found.items() if event.status == "cancelled"}

    assert off == {"b01-w", "b02-w", "b03-w", "b06-w", "b09-w"}
    assert found["b01-w"].title == "Talk on sleep"
    assert found["b08-w"].title == "No longer cancelled: Talk on water"


def test_guests_and_alarms_are_never_kept():
    (event,) = broken("guests-listed.ics").events

    assert event.private
    assert b"uest" in raw("broken/guests-listed.ics")
    assert "uest.one" not in repr(event)
    assert "Call Guest" not in repr(event)
    assert "desk@" not in repr(event)


def test_places_are_kept_as_they_are_said():
    found = by_uid(broken("places.ics"))

    assert len(found) == 10
    assert found["b02-l"].place == "Harbourlight Community Centre, 3 Edmonton Trail NE, Calgary, AB"
    assert found["b05-l"].place == ""


def test_two_calendars_in_one_file_are_both_read():
    assert len(broken("two-calendars.ics").events) == 2


@pytest.mark.parametrize(
    ("summary", "title"),
    [
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Caf=C3=A9 and tea", "Café and tea"),
        ("SUMMARY;QUOTED-PRINTABLE:Caf=E9", "Café"),
        ("SUMMARY:1=2B1", "1=2B1"),
    ],
)
def test_titles_that_an_older_program_quoted_are_read(summary, title):
    text = (
        f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20270504T180000Z\n{summary}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    [event] = read_calendar(text.encode(), home_zone="America/Edmonton", now=NOW).events
    assert event.title == title
