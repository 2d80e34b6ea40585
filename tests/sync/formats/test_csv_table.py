"""Tables of events: the book's own, those made for Google and Outlook, and those that people type."""

from datetime import datetime

import pytest

from atma_tui.domain.errors import Unreadable
from atma_tui.domain.records import Event
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats import csv_table
from atma_tui.sync.formats.shared import NO_END
from atma_tui.sync.recognise import recognise
from tests.calendars.independent.book import made_up_desk
from tests.sync.formats.pages import SOURCE, titles
from tests.sync.planning.replay import NOW

START, END = datetime(2027, 5, 4, 18), datetime(2027, 5, 4, 19, 30)


def answer(*rows, encoding="utf-8"):
    return Answer(url="https://w.example/events.csv", body="\r\n".join([*rows, ""]).encode(encoding))


def read(*rows, encoding="utf-8"):
    return csv_table.read([answer(*rows, encoding=encoding)], SOURCE, "America/Edmonton", NOW)


def only(*rows, **more):
    reading = read(*rows, **more)
    assert reading.lost == ()
    [found] = reading.events
    return found


@pytest.mark.parametrize(
    "rows",
    [
        ("title,start,end", "Talk,2027-05-04T18:00:00-06:00,2027-05-04T19:30:00-06:00"),
        ("Event name;Date;Start time;End time", "Talk;2027-05-04;18:00;19:30"),
        ("Name\tDate\tTime\tEnd time", "Talk\t4 May 2027\t6 pm\t7:30 pm"),
        ("TITLE,STARTS,ENDS", 'Talk,"Tuesday, May 4th, 2027 at 6:00 PM","May 4, 2027, 7:30 pm"'),
        ("Subject,Start Date,Start Time,End Date,End Time", "Talk,05/04/2027,6:00 PM,05/04/2027,7:30:00 PM"),
        ("Title,Start,End", "Talk,2027/5/4 18:00,2027/5/4 19:30"),
        ("title,starts,ends,timezone", "Talk,2027-05-04 18:00,2027-05-04 19:30,Mountain Time (US & Canada)"),
        ("title|date|time|end time", "Talk|04-May-2027|18:00|19:30"),
        ("title,date,start,end", "Talk,2027-05-04,6:00 pm,7:30 pm"),
        ("title,start date,start,end date,end", "Talk,2027-05-04,18:00,2027-05-04,19:30"),
        ("title,start,end", "Talk,2027-05-04 18:00,19:30"),
        ("sep=;", "title;start;end", "Talk;2027-05-04 18:00;2027-05-04 19:30"),
        ("", "", "title,start,end", "Talk,2027-05-04 18:00,2027-05-04 19:30"),
        ('"Title" , "Start" , "End"', '"Talk" , "2027-05-04 18:00" , "2027-05-04 19:30"'),
    ],
)
def test_tables_are_read_however_they_are_headed(rows):
    assert recognise(answer(*rows)) == "csv"
    found = only(*rows)
    assert (found.title, found.starts, found.ends, found.notes) == ("Talk", START, END, ())


def test_lines_may_end_as_on_an_old_mac():
    page = Answer(url="https://w.example/x.csv", body=b"title,start\rTalk,2027-05-04 18:00\r")
    assert recognise(page) == "csv"
    assert titles(csv_table.read([page], SOURCE, "America/Edmonton", NOW)) == ["Talk"]


def test_an_end_after_midnight_is_on_the_next_day_and_a_wrong_one_is_none():
    late = only("title,date,time,end time", "Talk,2027-05-04,22:00,01:00")
    assert late.ends == datetime(2027, 5, 5, 1) and late.notes == ()
    wrong = only("title,date,time,end time", "Talk,2027-05-04,18:00,17:00")
    assert wrong.ends == datetime(2027, 5, 4, 19) and wrong.notes == (NO_END,)


def test_a_date_in_numbers_is_read_by_those_that_leave_no_doubt():
    reading = read("title,date", "Talk,04/05/2027", "Circle,25/05/2027")
    assert [found.starts for found in reading.events] == [datetime(2027, 5, 4), datetime(2027, 5, 25)]
    reading = read("title,date", "Talk,04/05/2027", "Circle,05/25/2027")
    assert [found.starts for found in reading.events] == [datetime(2027, 4, 5), datetime(2027, 5, 25)]


@pytest.mark.parametrize(
    "rows", [("Talk,04/05/2027",), ("Talk,04/05/2027", "Circle,25/05/2027", "Tea,05/25/2027")]
)
def test_a_date_that_may_be_two_is_never_guessed(rows):
    reading = read("title,date", *rows)
    assert titles(reading) == [row.split(",")[0] for row in rows[1:]]
    assert any("Talk" in lost for lost in reading.lost)


@pytest.mark.parametrize("cell", ["soon", "31/31/2027", "2027-02-30", "May 2027", "6 pm"])
def test_one_row_without_a_date_loses_only_itself(cell):
    reading = read("title,date,time", f"Talk,{cell},18:00", "Circle,2027-05-04,18:00", ",,", "Tea,2027-05-04,late")
    assert titles(reading) == ["Circle"] and len(reading.lost) == 2


def test_every_column_is_put_where_it_belongs():
    head = "uid,title,date,place,room,address,city,description,link,status,categories,visibility"
    row = '7,Talk,2027-05-04,Sample clinic,Room 2,1 Sample St,Calgary,"Two\nlines",https://w.example/t,cancelled'
    row += ',"a; b",private'
    found = only(head, row)
    assert (found.uid, found.place) == ("7@w.example", "Sample clinic, Room 2, 1 Sample St, Calgary")
    assert (found.description, found.url, found.status) == ("Two\nlines", "https://w.example/t", "cancelled")
    assert (found.categories, found.private, found.all_day) == (("a", "b"), True, True)


@pytest.mark.parametrize(
    ("words", "online"),
    [
        ("yes", True),
        ("Virtual", True),
        ("in person", False),
        ("In person & online", False),
        ("", False),
        ("Zoom", True),
        ("Zoom and in person", False),
    ],
)
def test_what_is_on_screens_only_is_known_as_such(words, online):
    assert only("title,date,format", f"Talk,2027-05-04,{words}").online is online


def test_an_hour_that_may_be_of_the_morning_or_the_evening_is_not_guessed():
    reading = read("title,date,time", "Talk,2027-05-04,6", "Circle,2027-05-04,18", "Tea,2027-05-04,6 pm")
    assert [(one.title, one.starts.hour) for one in reading.events] == [("Circle", 18), ("Tea", 18)]
    assert "Talk" in reading.lost[0]


def test_the_clock_of_a_row_that_may_be_an_hour_behind_is_asked_about():
    winter = only("title,start,timezone", "Talk,2027-01-04 18:00,America/Denver")
    assert winter.starts.hour == 18 and "may be 19:00" in winter.notes[0]
    assert only("title,start,end,timezone", "Talk,2027-01-04 18:00,2027-01-04 19:00,America/Edmonton").notes == ()


@pytest.mark.parametrize(
    ("row", "private"), [("False,Normal", False), ("False,Private", True), ("True,Normal", True)]
)
def test_outlooks_sensitivity_counts_beside_its_private(row, private):
    assert only("Subject,Start Date,Private,Sensitivity", f"Talk,05/14/2027,{row}").private is private


def test_whole_days_of_google_include_the_last_and_those_of_the_book_do_not():
    google = only("Subject,Start Date,End Date,All Day Event", "Talk,05/04/2027,05/05/2027,True")
    assert google.all_day and (google.starts.day, google.ends.day) == (4, 6)
    own = only("starts,ends,all_day,site,title,place,status,seats_left,link,about,uid",
               "2027-05-04,2027-05-06,yes,Edmonton,'=Talk,Sample clinic,confirmed,,,,e1@book")  # fmt: skip
    assert own.all_day and (own.starts.day, own.ends.day) == (4, 6)
    assert (own.title, own.uid, own.place) == ("=Talk", "e1@book", "Sample clinic, Edmonton")


def test_what_the_book_writes_it_reads(tmp_path):
    desk = made_up_desk()
    desk.exports.write(tmp_path, form="csv")
    written = Answer(url="https://w.example/all.csv", body=(tmp_path / "all.csv").read_bytes())
    assert recognise(written) == "csv"
    reading = csv_table.read([written], SOURCE, "America/Edmonton", NOW)
    book = {event.uid: event for event in desk.book.store.find(Event)}
    assert reading.lost == () and len(reading.events) > 40
    for found in reading.events:
        event = book[found.uid]
        if event.ends == event.starts:
            continue
        assert (found.title, found.starts, found.ends, found.all_day) == (
            event.title,
            event.starts,
            event.ends,
            event.all_day,
        )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_whatever_a_spreadsheet_writes_it_in(encoding):
    assert only("title,date", "Soirée,2027-05-04", encoding=encoding).title == "Soirée"


def test_a_table_that_is_cut_is_no_table():
    with pytest.raises(Unreadable, match="incomplete"):
        read("title,date,about", 'Talk,2027-05-04,"and then')


def test_a_quote_within_a_cell_is_a_letter():
    assert only("title,date", '5" of snow,2027-05-04').title == '5" of snow'


@pytest.mark.parametrize("head", ["title,when exactly", "start,end", "hello", "a,b,c"])
def test_what_names_no_title_and_start_is_no_table(head):
    with pytest.raises(Unreadable, match="not a calendar"):
        recognise(answer(head, "x,2027-05-04"))


def test_rows_without_a_name_are_told_apart():
    rows = ("18:00,Edmonton", "18:00,Edmonton", "18:00,Calgary", "20:00,Edmonton")
    reading = read("title,date,time,city", *(f"Talk,2027-05-04,{row}" for row in rows))
    assert len({found.key for found in reading.events}) == len(reading.events) == 3
