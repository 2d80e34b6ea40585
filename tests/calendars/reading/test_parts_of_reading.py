"""Lines, texts and ends, each by itself."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from atma_tui.calendars.reading.reader import read_calendar
from atma_tui.calendars.reading.text.components import cut, needed, read_properties
from atma_tui.calendars.reading.text.decoding import fallback, unfolded
from atma_tui.calendars.reading.text.html_text import plain_text, split_cancelled
from atma_tui.domain.errors import Unreadable
from atma_tui.domain.text import clean
from tests.calendars.feeds import FEEDS, NOW, raw


def read_one(*lines, end="\r\n"):
    text = end.join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""))
    (event,) = read_calendar(text.encode(), now=NOW).events
    return event


def test_what_an_event_is_filed_under_is_read():
    when = "DTSTART:20261208T010000Z"
    found = read_one(when, "CATEGORIES;LANGUAGE=en:Calgary,Talks\\, evening", "categories:Free,Calgary")
    assert found.categories == ("Calgary", "Talks, evening", "Free")


def test_entities_in_a_title_a_place_or_a_category_are_read():
    found = read_one(
        "DTSTART:20261208T010000Z",
        "SUMMARY:Tea &amp; talk &#8211; it&#x2019;s R&D\\; AT&T &copy 5",
        "LOCATION:Clinic &amp\\; garden",
        "CATEGORIES:Body &amp; mind",
    )
    assert found.title == "Tea & talk – it’s R&D; AT&T &copy 5"
    assert (found.place, found.categories) == ("Clinic & garden", ("Body & mind",))


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("CONFIRMED", "confirmed"),
        ("Canceled", "cancelled"),
        ("TENTATIVE", "tentative"),
        ("POSTPONED", "tentative"),
    ],
)
def test_the_status_of_an_event(said, status):
    assert read_one("DTSTART:20261208T010000Z", f"STATUS:{said}").status == status


@pytest.mark.parametrize(
    ("start", "end", "starts", "ends"),
    [
        ("20261208T1800", "20261208T2000", datetime(2026, 12, 8, 18), datetime(2026, 12, 8, 20)),
        ("20261208T180000", "20261208T240000", datetime(2026, 12, 8, 18), datetime(2026, 12, 9)),
        ("2026-12-08T18:00:00", "2026-12-08 20:00", datetime(2026, 12, 8, 18), datetime(2026, 12, 8, 20)),
        ("2026-12-09T00:00:00.000Z", "20261209T020000z", datetime(2026, 12, 8, 18), datetime(2026, 12, 8, 20)),
        ("20261209T005960Z", "20261209T0200Z", datetime(2026, 12, 8, 18, 59, 59), datetime(2026, 12, 8, 20)),
    ],
)
def test_times_that_can_only_mean_one_thing_are_read(start, end, starts, ends):
    found = read_one(f"DTSTART:{start}", f"DTEND:{end}")
    assert (found.starts, found.ends) == (starts, ends)


@pytest.mark.parametrize(
    "said", ["20261208T180061", "20261208T243000", "20261208T1860", "20261308T1800", "99991231T240000",
     "2026-12-08T18:00:00-07:00"]
)  # fmt: skip
def test_times_that_are_none_are_said(said):
    data = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x\nDTSTART:{said}\nEND:VEVENT\nEND:VCALENDAR\n"
    assert f"“{said}” is no date" in read_calendar(data.encode(), now=NOW).lost[0]


@pytest.mark.parametrize(
    "path", [p.relative_to(FEEDS).as_posix() for p in sorted(FEEDS.rglob("0*.ics")) if "tec" not in p.as_posix()]
)
def test_values_are_those_that_icalendar_finds(path):
    blocks = [block for section in cut(unfolded(raw(path))) for block in section.events]
    theirs = Calendar.from_ical(raw(path)).events

    assert len(blocks) == len(theirs)
    for block, event in zip(blocks, theirs, strict=True):
        properties = read_properties(needed(block), "cp1252")
        for name in ("UID", "STATUS", "SEQUENCE", "CLASS"):
            assert (properties[name][0].value if name in properties else None) == (
                str(event[name]) if name in event else None
            )
        assert properties["DTSTART"][0].zone == event["DTSTART"].params.get("TZID", "")
        assert properties["DTSTART"][0].value == event["DTSTART"].to_ical().decode()
        assert ("RRULE" in properties) == ("RRULE" in event)


@given(title=st.text(max_size=60), description=st.text(max_size=200))
def test_texts_written_by_icalendar_are_read_as_they_were(title, description):
    from icalendar import Event

    event = Event()
    event.add("UID", "1")
    event.add("DTSTART", datetime(2027, 1, 1, 12))
    event.add("SUMMARY", title.replace("\\N", ""))
    data = b"BEGIN:VCALENDAR\r\n" + event.to_ical() + b"END:VCALENDAR\r\n"
    (read,) = read_calendar(data, now=NOW).events

    wanted, off = split_cancelled(clean(title.replace("\\N", ""), 300))
    assert (read.title, read.status) == (wanted or "(untitled)", "cancelled" if off else "confirmed")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n"])
def test_every_line_end_that_occurs_is_one(end):
    event = read_one("UID:1", "DTSTART:20270101T100000Z", "SUMMARY:Open", " house", end=end)

    assert event.title == "Openhouse"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("DTSTART;VALUE=DATE:20261208T000000", "DTEND;VALUE=DATE:20261209T000000"),
        ("DTSTART;VALUE=DATE:20261208T000000Z", "DTEND;VALUE=DATE:20261209T000000Z"),
        ("DTSTART;TZID=America/Toronto;VALUE=DATE:20261208T000000", "DURATION:P1D"),
        ("DTSTART;value=date;X-A=1:20261208T000000", "DTEND;VALUE=DATE:20261209"),
    ],
)
def test_a_whole_day_written_with_midnight_is_a_whole_day(start, end):
    event = read_one("UID:1", start, end)

    assert (event.all_day, event.starts) == (True, datetime(2026, 12, 8))
    assert (event.ends, event.notes) == (datetime(2026, 12, 9), ())


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("DTSTART;TZID=America/Edmonton:20270115T000000", "DTEND;TZID=America/Edmonton:20270117T000000"),
        ("DTSTART;TZID=America/Toronto:20270115T000000", "DTEND;TZID=America/Toronto:20270117T000000"),
        ("DTSTART;TZID=America/Edmonton:2027-01-15T00:00:00", "DTEND;TZID=America/Edmonton:2027-01-17T00:00:00"),
        ("DTSTART:20270115T060000Z", "DTEND:20270117T060000Z"),
        ("DTSTART:20270115T070000Z", "DTEND:20270117T070000Z"),
    ],
)
def test_whole_days_that_outlook_gives_as_times_are_whole_days(start, end):
    marked = "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"
    found = read_one(start, end, marked)
    assert found.all_day and (found.starts, found.ends) == (datetime(2027, 1, 15), datetime(2027, 1, 17))
    assert found.notes == ()
    assert not read_one(start, end.replace("17T0", "16T1"), marked).all_day


def test_a_whole_day_with_an_hour_keeps_its_hour():
    assert read_one("UID:1", "DTSTART;VALUE=DATE:20261208T180000").starts.hour == 18
    assert not read_one("UID:1", "DTSTART;VALUE=DATE-TIME:20261208T000000").all_day


def test_a_letter_cut_in_two_by_folding_is_whole_again():
    text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20270101\r\nSUMMARY:Café\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    folded = text.encode().replace("é".encode(), b"\xc3\r\n \xa9")

    assert read_calendar(folded, now=NOW).events[0].title == "Café"


def test_one_line_in_another_charset_does_not_spoil_the_others():
    lines = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270101T100000Z\nSUMMARY:Café\nLOCATION:",
        "\nEND:VEVENT\nEND:VCALENDAR",
    )
    data = lines[0].encode() + b"Montr\xe9al" + lines[1].encode()
    (event,) = read_calendar(data, now=NOW).events

    assert (event.title, event.place) == ("Café", "Montréal")


@pytest.mark.parametrize(
    ("announced", "codec"),
    [
        ("windows-1251", "cp1251"),
        ("ISO-8859-1", "cp1252"),
        ("shift_jis", "shift_jis"),
        ("utf-8", "cp1252"),
        ("", "cp1252"),
        ("rot13", "cp1252"),
        ("idna", "cp1252"),
        ("zlib", "cp1252"),
        ("gb-nonsense", "cp1252"),
    ],
)
def test_only_plain_charsets_are_believed(announced, codec):
    assert fallback(announced) == codec


def test_lower_case_and_blanks_at_line_ends_are_forgiven():
    start = b"begin:vcalendar \nbegin:vevent\ndtstart;tzid=America/Edmonton:20270101T100000\n"
    data = start + b"summary:Talk\nend:vevent\nend:vcalendar\n"
    assert read_calendar(data, now=NOW).events[0].title == "Talk"


def test_an_event_inside_an_event_without_end_loses_only_the_first():
    first = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:First\n"
    text = first + "BEGIN:VEVENT\nUID:b\nDTSTART:20270101\nEND:VEVENT\nEND:VCALENDAR\n"
    reading = read_calendar(text.encode(), now=NOW)

    assert [event.uid for event in reading.events] == ["b"]
    assert "First" in reading.lost[0]


def test_tasks_and_journals_are_not_events():
    text = "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:a\nDTSTART:20270101\nEND:VTODO\nEND:VCALENDAR\n"
    assert read_calendar(text.encode(), now=NOW).events == ()


def test_a_web_page_that_mentions_calendars_is_still_a_web_page():
    with pytest.raises(Unreadable, match="web page"):
        read_calendar(b"<html><p>Paste BEGIN:VCALENDAR here</p></html>", now=NOW)


@pytest.mark.parametrize(
    ("lines", "minutes"),
    [
        (["DTSTART:20270101T100000Z", "DTEND:20270101T113000Z"], 90),
        (["DTSTART:20270101T100000Z", "DURATION:PT2H"], 120),
        (["DTSTART:20270101T100000Z", "DURATION:P1D"], 1440),
        (["DTSTART:20270101T100000Z", "DTEND:soon", "DURATION:PT2H"], 60),
        (["DTSTART:20270101T100000Z", "DTEND:20270301T100000Z"], 60),
        (["DTSTART;TZID=America/Edmonton:20270101T100000", "DTEND:20270101T180000Z"], 120),
        (["DTSTART;VALUE=DATE:20270101", "DTEND;VALUE=DATE:20261231"], 1440),
        (["DTSTART;VALUE=DATE:20270101", "DURATION:PT3H"], 1440),
        (["DTSTART;VALUE=DATE:20270101", "DTEND:20270103T000000Z"], 2880),
    ],
)
def test_lengths(lines, minutes):
    event = read_one("UID:1", *lines)
    assert event.ends - event.starts == timedelta(minutes=minutes)


def test_addresses_are_links_or_nothing():
    start = "DTSTART:20270101T100000Z"

    assert read_one(start, "URL;VALUE=URI:https://www.atma.example/e/1").url == "https://www.atma.example/e/1"
    assert read_one(start, "URL:https://www.atma.example/café").url == "https://www.atma.example/caf%C3%A9"
    for bad in ("javascript:alert(1)", "file:///etc/passwd", "https://a b", "see the website"):
        assert read_one(start, f"URL:{bad}").url == ""


def test_uids_of_any_length_stay_apart():
    start = "DTSTART:20270101T100000Z"
    one, other = (read_one(start, "UID:" + "x" * 5000 + end).uid for end in "ab")

    assert one != other
    assert len(one) < 100


def read_sharing_a_uid(*events):
    blocks = ["\r\n".join(("BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT")) for lines in events]
    text = "\r\n".join(("BEGIN:VCALENDAR", *blocks, "END:VCALENDAR", ""))
    return [event.starts.day for event in read_calendar(text.encode(), now=NOW).events]


def on(day, *lines):
    return (f"DTSTART;VALUE=DATE:202701{day:02}", *lines)


def test_of_revisions_of_one_event_the_highest_holds():
    assert read_sharing_a_uid(on(3, "SEQUENCE:2"), on(1), on(2, "SEQUENCE:1")) == [3]
    assert read_sharing_a_uid(
        on(4, "LAST-MODIFIED:20260101T000000Z"), on(4, "LAST-MODIFIED:20260102T000000Z")
    ) == [4]


def test_no_date_is_lost_when_one_of_those_that_share_a_uid_was_edited():
    assert read_sharing_a_uid(on(1), on(2, "SEQUENCE:1"), on(3)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>One</p><p>Two &amp; three</p>", "One\nTwo & three"),
        ("a < b and c > d & e", "a < b and c > d & e"),
        ("See <https://example.org> & come", "See <https://example.org> & come"),
        ("<ul><li>Water</li><li>Mat</li></ul>", "- Water\n- Mat"),
        ("Hello<script>alert('<b>')</script> there<br/>", "Hello there"),
        ("<style>p {}</style><b>Bold</b><!-- no -->", "Bold"),
        ("&lt;b&gt; stays", "<b> stays"),
        ("<b>Never closed <script> x", "Never closed"),
    ],
)
def test_descriptions_in_html_become_text(source, text):
    assert plain_text(source) == text


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("CANCELLED: Talk", "Talk"),
        ("Canceled - Talk", "Talk"),
        ("[Cancelled] Talk", "Talk"),
        ("*** CANCELLED *** Talk", "Talk"),
        ("CANCELLED Talk", "Talk"),
        ("CANCELLED – Letters to winter", "Letters to winter"),
        ("Annulé : Causerie", "Causerie"),
        ("Talk (cancelled)", "Talk"),
        ("Talk - CANCELLED", "Talk"),
        ("Talk ***CANCELLED***", "Talk"),
        ("❌ CANCELLED: Talk", "Talk"),
        ("Cancelled", "Cancelled"),
    ],
)
def test_titles_that_say_that_it_is_off(title, rest):
    assert split_cancelled(title) == (rest, True)


@pytest.mark.parametrize(
    "title",
    [
        "No longer cancelled: Talk",
        "POSTPONED: Talk",
        "Cancel culture: a talk",
        "Cancelled plans and how to cope",
        "Uncancelled: Talk",
        "“Cancelled: a life”, a film",
        "Talk * cancelled culture",
    ],
)
def test_titles_that_only_sound_like_it(title):
    assert split_cancelled(title) == (title, False)
