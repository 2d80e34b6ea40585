"""What senders do to their series: change dates, take dates out, go on otherwise; rules that nobody follows."""

from datetime import UTC, datetime, timedelta

import pytest

from atma_tui.calendars.reading.reader import read_calendar

NOW = datetime(2026, 11, 30, 18, tzinfo=UTC)
WEEKLY = ("DTSTART;@:20261201T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=5", "SUMMARY:Circle")


def calendar(*events, method="", uid="one@example.org"):
    blocks = [("BEGIN:VEVENT", f"UID:{uid}", *event, "END:VEVENT") for event in events]
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", *([f"METHOD:{method}"] if method else []))
    lines = [*head, *(line for block in blocks for line in block), "END:VCALENDAR", ""]
    return "\r\n".join(lines).replace("@:", "TZID=America/Edmonton:").encode()


def read(*events, **more):
    return read_calendar(calendar(*events, **more), now=NOW)


def dates(reading):
    """Day, hour and status of each event, cancelled ones with a minus."""
    return [f"{'-' if one.status == 'cancelled' else ''}{one.starts:%d %H:%M}" for one in reading.events]


class TestFromADateOn:
    def change(self, day, *lines, more=""):
        return (f"RECURRENCE-ID;RANGE=THISANDFUTURE;@:202612{day}T180000", *lines)

    def test_all_later_dates_move_with_it_and_take_its_words(self):
        later = self.change(15, "DTSTART;@:20261216T193000", "DURATION:PT2H", "SUMMARY:Later", "LOCATION:Calgary")
        reading = read(WEEKLY, later)

        assert dates(reading) == ["01 18:00", "08 18:00", "16 19:30", "23 19:30", "30 19:30"]
        assert [one.title for one in reading.events] == ["Circle", "Circle", "Later", "Later", "Later"]
        assert {one.ends - one.starts for one in reading.events[2:]} == {timedelta(hours=2)}
        assert {one.place for one in reading.events[2:]} == {"Calgary"}
        assert [one.recurrence[8:10] for one in reading.events] == ["01", "08", "15", "22", "29"]
        assert not reading.notes and not any(one.notes for one in reading.events)

    def test_a_single_change_of_a_later_date_holds_over_it(self):
        later = self.change(15, "DTSTART;@:20261215T193000", "DURATION:PT1H", "SUMMARY:Later")
        single = ("RECURRENCE-ID;@:20261222T180000", "DTSTART;@:20261223T100000", "SUMMARY:Once")
        assert dates(read(WEEKLY, single, later)) == ["01 18:00", "08 18:00", "15 19:30", "23 10:00", "29 19:30"]

    def test_a_second_one_counts_from_the_original_dates(self):
        first = self.change("08", "DTSTART;@:20261208T190000", "DURATION:PT1H")
        second = self.change(22, "DTSTART;@:20261222T183000", "DURATION:PT1H")
        assert dates(read(WEEKLY, second, first)) == ["01 18:00", "08 19:00", "15 19:00", "22 18:30", "29 18:30"]

    def test_all_later_dates_are_off_with_it(self):
        off = self.change(15, "STATUS:CANCELLED")
        reading = read((*WEEKLY, "LOCATION:Edmonton"), off)
        assert dates(reading) == ["01 18:00", "08 18:00", "-15 18:00", "-22 18:00", "-29 18:00"]
        assert {one.place for one in reading.events} == {"Edmonton"}

    def test_what_is_remarked_on_it_is_remarked_on_all_later_dates(self):
        later = self.change(15, "DTSTART;@:20261215T193000", "DURATION:PT1H", "CLASS:X-STAFF")
        reading = read(WEEKLY, later)
        assert [any("X-STAFF" in note for note in one.notes) for one in reading.events] == [False] * 2 + [True] * 3

    def test_what_a_cancellation_leaves_out_is_no_remark_on_later_dates(self):
        assert not any(one.notes for one in read(WEEKLY, self.change(15, "STATUS:CANCELLED")).events)

    def test_a_date_taken_out_stays_out(self):
        later = self.change(15, "DTSTART;@:20261215T193000", "DURATION:PT1H")
        master = (*WEEKLY, "EXDATE;@:20261222T180000")
        assert dates(read(master, later)) == ["01 18:00", "08 18:00", "15 19:30", "29 19:30"]

    def test_without_its_series_it_says_that_more_dates_are_meant(self):
        reading = read(self.change(15, "DTSTART;@:20261215T193000", "DURATION:PT1H"))
        assert dates(reading) == ["15 19:30"]
        assert "all later ones" in reading.events[0].notes[0]

    def test_a_cancellation_without_its_series_is_told_by_its_name(self):
        reading = read(self.change(15), method="CANCEL")
        assert [(one.uid, one.since) for one in reading.called_off] == [("one@example.org", "2026-12-15T18:00")]


REFUSED = [
    "FREQ=HOURLY",
    "FREQ=SECONDLY;COUNT=3",
    "FREQ=YEARLY;BYWEEKNO=49;BYDAY=TU",
    "FREQ=YEARLY;INTERVAL=2",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;COUNT=0",
    "FREQ=DAILY;COUNT=-1",
    "FREQ=FORTNIGHTLY",
    "nonsense",
    "FREQ=DAILY;BYHOUR=99",
]


@pytest.mark.parametrize("rule", REFUSED)
class TestARuleThatIsNotFollowed:
    def series(self, rule, *more):
        return ("DTSTART;@:20261201T180000", "DURATION:PT1H", f"RRULE:{rule}", "SUMMARY:Big meeting", *more)

    def test_the_first_date_is_shown_with_a_remark(self, rule):
        reading = read(self.series(rule))
        assert dates(reading) == ["01 18:00"]
        assert "Not all dates of the series may be right" in reading.events[0].notes[0]
        assert "“Big meeting” is not shown in full" in reading.notes[0]
        assert reading.partly == ("one@example.org",)

    def test_dates_that_are_named_are_kept(self, rule):
        listed = ("RDATE;@:20261210T180000,20261211T180000", "EXDATE;@:20261211T180000")
        assert dates(read(self.series(rule, *listed))) == ["01 18:00", "10 18:00"]

    def test_the_first_date_is_taken_out_and_cancelled_like_any_other(self, rule):
        assert dates(read(self.series(rule, "EXDATE;@:20261201T180000"))) == []
        off = ("RECURRENCE-ID;@:20261201T180000", "DTSTART;@:20261201T180000", "STATUS:CANCELLED")
        assert dates(read(self.series(rule), off)) == ["-01 18:00"]

    def test_changed_dates_are_kept(self, rule):
        moved = ("RECURRENCE-ID;@:20261201T180000", "DTSTART;@:20261202T190000", "DURATION:PT1H")
        other = ("RECURRENCE-ID;@:20261215T180000", "DTSTART;@:20261216T190000", "DURATION:PT1H")
        assert dates(read(self.series(rule), moved, other)) == ["02 19:00", "16 19:00"]


def test_too_many_dates_are_cut_and_not_given_up():
    reading = read(
        ("DTSTART;@:20261201T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYHOUR=9,13", "SUMMARY:Drop-in")
    )
    assert len(reading.events) == 1000
    assert dates(reading)[:3] == ["01 09:00", "01 13:00", "02 09:00"]
    assert "more than 1,000 dates" in reading.notes[0] and "more than 1,000 dates" in reading.events[0].notes[0]
    assert reading.partly == ("one@example.org",)


def test_a_wrong_value_in_a_list_of_dates_loses_nothing_else():
    reading = read(
        (*WEEKLY, "RDATE;@:20261203T180000,whenever,20261204T180000", "EXDATE;@:20269999,20261208T180000")
    )
    assert dates(reading) == ["01 18:00", "03 18:00", "04 18:00", "15 18:00", "22 18:00", "29 18:00"]
    assert "“whenever” is no date" in reading.notes[0]


class TestExcludedByRule:
    DAILY = ("DTSTART;@:20261201T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=10", "SUMMARY:Weekdays")

    def test_the_dates_of_the_rule_are_off(self):
        reading = read((*self.DAILY, "EXRULE:FREQ=WEEKLY;BYDAY=SA,SU"))
        assert [one.starts.day for one in reading.events] == [1, 2, 3, 4, 7, 8, 9, 10]
        assert not reading.notes

    def test_the_first_date_is_off_when_the_rule_says_so(self):
        reading = read((*self.DAILY, "EXRULE:FREQ=DAILY;INTERVAL=2", "RDATE;@:20261103T090000"))
        assert [one.starts.day for one in reading.events] == [3, 2, 4, 6, 8, 10]

    def test_a_rule_in_utc_counts_on_the_senders_clock(self):
        series = (
            "DTSTART:20261201T160000Z",
            "RRULE:FREQ=DAILY;COUNT=4",
            "EXRULE:FREQ=DAILY;UNTIL=20261202T160000Z",
        )
        assert [one.starts.day for one in read(series).events] == [3, 4]

    def test_one_that_is_not_followed_is_said(self):
        reading = read((*self.DAILY, "EXRULE:FREQ=HOURLY"))
        assert len(reading.events) == 10 and "repeats hourly" in reading.notes[0]


class TestPeriods:
    @pytest.mark.parametrize("end", ["PT3H", "20261210T210000"])
    def test_an_extra_date_has_its_own_length(self, end):
        reading = read((*WEEKLY, f"RDATE;VALUE=PERIOD;@:20261210T180000/{end}"))
        extra = next(one for one in reading.events if one.starts.day == 10)
        assert (extra.starts, extra.ends) == (datetime(2026, 12, 10, 18), datetime(2026, 12, 10, 21))

    def test_in_utc(self):
        reading = read((*WEEKLY, "RDATE;VALUE=PERIOD:20261211T000000Z/20261211T030000Z"))
        extra = next(one for one in reading.events if one.starts.day == 10)
        assert extra.ends == datetime(2026, 12, 10, 21)

    def test_a_wrong_end_is_said_and_the_date_is_kept(self):
        reading = read((*WEEKLY, "RDATE;VALUE=PERIOD;@:20261210T180000/20261209T180000"))
        extra = next(one for one in reading.events if one.starts.day == 10)
        assert extra.ends - extra.starts == timedelta(hours=1) and reading.notes


class TestCancellations:
    FULL = (*WEEKLY, "DESCRIPTION:Bring a mat.", "LOCATION:Calgary", "URL:https://www.example.org/circle")
    EIGHTH = "RECURRENCE-ID;@:20261208T180000"

    @pytest.mark.parametrize(
        "said",
        [
            ("STATUS:CANCELLED",),
            ("STATUS:CANCELLED", "DTSTART;@:20261208T180000"),
            ("STATUS:CANCELLED", "SUMMARY:Cancelled", "DTSTART:20261209T000000Z"),
            ("SUMMARY:CANCELLED: Circle", "DTSTART;@:20261208T180000"),
        ],
    )
    def test_one_that_says_little_else_keeps_place_end_and_text(self, said):
        eighth = read(self.FULL, (self.EIGHTH, *said)).events[1]
        assert (eighth.status, eighth.title, eighth.notes) == ("cancelled", "Circle", ())
        assert (eighth.starts, eighth.ends) == (datetime(2026, 12, 8, 18), datetime(2026, 12, 8, 19))
        assert (eighth.place, eighth.description) == ("Calgary", "Bring a mat.")
        assert eighth.url == "https://www.example.org/circle"

    def test_a_change_without_a_start_or_an_end_is_at_the_usual_time(self):
        eighth = read(self.FULL, (self.EIGHTH, "SUMMARY:Guests", "LOCATION:Edmonton")).events[1]
        assert (eighth.title, eighth.place, eighth.notes) == ("Guests", "Edmonton", ())
        assert (eighth.starts, eighth.ends) == (datetime(2026, 12, 8, 18), datetime(2026, 12, 8, 19))

    def test_a_calendar_of_cancellations_confirms_nothing(self):
        assert dates(read(("DTSTART;@:20261208T180000", "STATUS:CONFIRMED"), method="CANCEL")) == ["-08 18:00"]
        assert {one.status for one in read(WEEKLY, method="cancel").events} == {"cancelled"}
        assert dates(read((self.EIGHTH,), method="CANCEL")) == ["-08 18:00"]

    def test_a_message_about_one_event_is_no_list(self):
        series, date, other = WEEKLY, (self.EIGHTH, "STATUS:CANCELLED"), ("DTSTART;@:20261208T180000",)
        for method in ("REQUEST", "CANCEL", "ADD"):
            reading = read(date, method=method)
            assert reading.is_message and reading.single == ("one@example.org",)
            assert read(series, date, method=method).is_message and not read(series, date, method=method).single
        assert not read(other).is_message and not read(other, method="PUBLISH").is_message
        two = calendar(other, method="REQUEST").replace(b"END:VEVENT", b"END:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\n"
                                                        b"DTSTART:20261210T000000Z\r\nEND:VEVENT")  # fmt: skip
        assert not read_calendar(two, now=NOW).is_message, "some feeds call themselves so"

    def test_one_without_any_time_is_told_by_its_name(self):
        for reading in (read((), method="CANCEL"), read(("STATUS:CANCELLED",))):
            assert [(one.uid, one.since) for one in reading.called_off] == [("one@example.org", "")]
            assert not reading.events and not reading.lost
        assert read(("SUMMARY:Talk",)).lost and not read(("SUMMARY:Talk",)).called_off
        assert read(("STATUS:CANCELLED",), uid="").lost

    @pytest.mark.parametrize("method", ["REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"])
    def test_somebodys_answer_is_no_event(self, method):
        reading = read(("DTSTART;@:20261208T180000", "SUMMARY:Talk"), method=method)
        assert not reading.events and "answer to an invitation" in reading.lost[0]

    def test_a_published_calendar_is_one(self):
        for method in ("PUBLISH", "REQUEST", "X-ANY"):
            assert dates(read(("DTSTART;@:20261208T180000",), method=method)) == ["08 18:00"]


class TestRevisions:
    NEWER = (
        "DTSTART;@:20261201T190000",
        "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY;COUNT=3",
        "SEQUENCE:3",
        "SUMMARY:Circle",
    )

    def test_a_change_older_than_its_series_of_a_date_that_is_no_more_is_said(self):
        older = ("RECURRENCE-ID;@:20261208T180000", "DTSTART;@:20261209T100000", "SEQUENCE:1", "SUMMARY:Circle")
        reading = read(self.NEWER, older)
        assert dates(reading) == ["01 19:00", "08 19:00", "15 19:00"]
        assert "“Circle”, Wed 9 Dec 2026, 10:00–11:00, is a change older than its series" in reading.notes[0]

    def test_an_older_change_of_a_date_that_is_still_there_holds(self):
        older = ("RECURRENCE-ID;@:20261208T190000", "DTSTART;@:20261209T100000", "SEQUENCE:1")
        assert dates(read(self.NEWER, older)) == ["01 19:00", "09 10:00", "15 19:00"]

    def test_a_date_that_is_changed_and_taken_out_is_out_and_said(self):
        series = (*self.NEWER, "EXDATE;@:20261208T190000")
        moved = ("RECURRENCE-ID;@:20261208T190000", "DTSTART;@:20261209T100000", "SEQUENCE:3")
        reading = read(series, moved)
        assert dates(reading) == ["01 19:00", "15 19:00"] and "also taken out" in reading.notes[0]
        assert not read(series, (*moved, "STATUS:CANCELLED")).notes

    def test_a_change_older_than_a_series_that_is_off_or_private_brings_nothing_back(self):
        change = (
            "RECURRENCE-ID;@:20261208T190000",
            "DTSTART;@:20261209T100000",
            "STATUS:CONFIRMED",
            "CLASS:PUBLIC",
        )
        newer = (*self.NEWER, "STATUS:CANCELLED", "CLASS:PRIVATE")
        for lines in ((*change, "SEQUENCE:1"), (*change[:2], "SEQUENCE:3")):
            assert all(one.status == "cancelled" and one.private for one in read(newer, lines).events)
        on = read(newer, (*change, "SEQUENCE:3")).events[1]
        assert (on.status, on.private) == ("confirmed", False)


class TestPrivacy:
    EIGHTH = ("RECURRENCE-ID;@:20261208T180000", "DTSTART;@:20261208T190000", "DURATION:PT1H")

    @pytest.mark.parametrize("mark", ["PRIVATE", "confidential", "X-STAFF", "", "Privat"])
    def test_what_is_not_marked_public_is_private(self, mark):
        [event] = read(("DTSTART;@:20261208T180000", f"CLASS:{mark}")).events
        assert event.private
        assert any("read as private" in note for note in event.notes) == (mark in ("X-STAFF", "Privat"))

    def test_what_is_public_or_not_marked_is_for_everybody(self):
        for lines in ((), ("CLASS:PUBLIC",), ("CLASS;X-A=b: public ",)):
            assert not read(("DTSTART;@:20261208T180000", *lines)).events[0].private

    def test_of_two_marks_the_private_one_counts(self):
        assert read(("DTSTART;@:20261208T180000", "CLASS:PUBLIC", "CLASS:PRIVATE")).events[0].private

    def test_a_date_of_a_private_series_is_private_unless_it_says_that_it_is_not(self):
        private = (*WEEKLY, "CLASS:PRIVATE")
        assert [one.private for one in read(private, self.EIGHTH).events] == [True] * 5
        later = ("RECURRENCE-ID;RANGE=THISANDFUTURE;@:20261215T180000", "DTSTART;@:20261215T190000")
        assert [one.private for one in read(private, later).events] == [True] * 5
        shown = read(private, (*self.EIGHTH, "CLASS:PUBLIC")).events
        assert [one.private for one in shown] == [True, False, True, True, True]

    def test_a_private_date_of_a_public_series_is_the_only_one(self):
        hidden = read(WEEKLY, (*self.EIGHTH, "CLASS:PRIVATE")).events
        assert [one.private for one in hidden] == [False, True, False, False, False]
