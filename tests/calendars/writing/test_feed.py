import random
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from msgspec.structs import replace

from atma_tui.calendars.writing.event_cache import KeptBytes
from atma_tui.calendars.writing.feed import feed
from tests.calendars.writing.made import CLINIC, NOW, READERS, SITES, day, event, lines, unfolded


def written(*events, name="ATMA CENA Edmonton", slug="edmonton", clinic=CLINIC, now=NOW, **more):
    return feed(name, slug, events, SITES, clinic, now=now, **more)


GOLDEN = [
    (datetime(2025, 11, 1, 18), "2025-11-02T00:00"),
    (datetime(2025, 11, 2, 18), "2025-11-03T01:00"),
    (datetime(2026, 3, 7, 18), "2026-03-08T01:00"),
    (datetime(2026, 3, 8, 18), "2026-03-09T00:00"),
    (datetime(2026, 10, 31, 18), "2026-11-01T00:00"),
    (datetime(2026, 11, 1, 9), "2026-11-01T15:00"),
    (datetime(2026, 12, 8, 18), "2026-12-09T00:00"),
    (datetime(2027, 3, 14, 9), "2027-03-14T15:00"),
    (datetime(2027, 7, 15, 12), "2027-07-15T18:00"),
    (datetime(2027, 11, 7, 1, 30), "2027-11-07T07:30"),
]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(("wall", "utc"), GOLDEN)
def test_alberta_wall_clock_is_the_right_instant_in_every_reader(read, wall, utc):
    made = event(starts=wall, minutes=60)
    starts = datetime.fromisoformat(utc).replace(tzinfo=UTC)

    assert read(written(made))[made.uid] == (starts, starts + timedelta(hours=1), "Talk 1")


@pytest.mark.parametrize("read", READERS)
def test_whole_days_stay_days(read):
    made = day(date(2027, 5, 14), 3)

    assert read(written(made))[made.uid][:2] == (date(2027, 5, 14), date(2027, 5, 17))


def test_an_event_without_length_has_no_end_before_or_at_its_start():
    assert lines(written(event(minutes=0)), "DTEND") == []


def test_a_feed_has_what_subscribers_need_and_nothing_that_asks_for_an_answer():
    told = unfolded(written(event(room="circle", url="https://www.atma.example/e/1", category="talk")))

    for line in (
        "CALSCALE:GREGORIAN",
        "NAME:ATMA CENA Edmonton",
        "X-WR-CALNAME:ATMA CENA Edmonton",
        "X-WR-TIMEZONE:America/Edmonton",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "UID:evt-0000000000000001@atma.example",
        "DTSTAMP:20261120T163000Z",
        "LAST-MODIFIED:20261120T163000Z",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "CLASS:PUBLIC",
        "TRANSP:TRANSPARENT",
        "CATEGORIES:Talk,Edmonton",
        "URL:https://www.atma.example/e/1",
        "LOCATION:Circle room\\, Suite 500\\, 12 Calgary Trail NW\\, Edmonton\\, AB T6E 0A1",
        "DESCRIPTION:Tue 8 Dec 2026\\, 18:00–19:30 Alberta time (UTC-06:00)",
    ):
        assert line in told
    names = {line.split(":")[0].split(";")[0] for line in told}
    assert not names & {"METHOD", "ORGANIZER", "ATTENDEE", "BEGIN:VALARM", "TZID", "SOURCE"}
    assert told.index("BEGIN:VEVENT") < told.index("UID:evt-0000000000000001@atma.example")


def test_lines_end_in_crlf_and_hold_at_most_75_octets():
    data = written(event(title="é" * 200, description="日本語, 🤰; back\\slash\n" * 40))

    assert data.endswith(b"END:VCALENDAR\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert not data.startswith(b"\xef\xbb\xbf")


def test_a_private_event_is_never_in_a_feed():
    assert b"BEGIN:VEVENT" not in written(event(visibility="private"))


@pytest.mark.parametrize("read", READERS)
def test_an_empty_calendar_is_still_one_that_every_reader_takes(read):
    assert read(written()) == {}


def test_a_cancelled_event_is_shown_cancelled_for_thirty_days_after_whichever_comes_last():
    off = event(status="cancelled", starts=datetime(2026, 11, 26, 18), sequence=2, why="somebody is ill")
    until = datetime(2026, 11, 27, 1, 30, tzinfo=UTC) + timedelta(days=30)

    told = written(off)
    assert lines(told, "SUMMARY") == ["CANCELLED: Talk 1"]
    assert lines(told, "STATUS") == ["CANCELLED"]
    assert lines(told, "SEQUENCE") == ["2"]
    assert b"ill" not in told
    assert b"BEGIN:VEVENT" in written(off, now=until)
    assert b"BEGIN:VEVENT" not in written(off, now=until + timedelta(seconds=1))
    late = replace(off, modified=until)
    assert b"BEGIN:VEVENT" in written(late, now=until + timedelta(days=29))


def test_the_desks_notes_and_reasons_and_capacity_stay_at_the_desk():
    data = written(
        event(notes="Ada asked for the front row", capacity=17, minimum=5, series="ser-1", source="web")
    )

    for secret in (b"Ada", b"17", b"front row", b"ser-1"):
        assert secret not in data


def test_seats_are_told_in_words_only_if_the_clinic_wants_it():
    left = {event(1).id: 1, event(2).id: 0, event(3).id: None}
    events = [event(1), event(2), event(3)]
    told = replace(CLINIC, seats_in_feed=True)

    assert b"seat" not in written(*events, seats_left=left)
    one, none, unlimited = lines(written(*events, clinic=told, seats_left=left), "DESCRIPTION")
    assert one.endswith("1 seat left.")
    assert "waiting list" in none
    assert "seat" not in unlimited


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        (
            "https://www.atma.example/événements?où=ici",
            "https://www.atma.example/%C3%A9v%C3%A9nements?o%C3%B9=ici",
        ),
        ("https://café.example:8080/a", "https://xn--caf-dma.example:8080/a"),
        ("https://www.atma.example/%C3%A9t%C3%A9/", "https://www.atma.example/%C3%A9t%C3%A9/"),
    ],
)
def test_a_link_with_accents_is_told_as_calendars_take_it(typed, link):
    told = unfolded(written(event(url=typed)))
    assert f"URL:{link}" in told


def test_an_address_that_is_none_is_left_out():
    for url in (
        *("javascript:alert(1)", "https://x.example/\r\nATTENDEE:mailto:a@example.org", "see website"),
        *("https://x.example/\x1b[31m", "https://ex\x7fample.org", "https://", "https://" + "é" * 300 + ".org"),
    ):
        data = written(event(url=url))
        assert lines(data, "URL") == []
        assert lines(data, "ATTENDEE") == []


def test_the_same_book_gives_the_same_bytes_whatever_the_order_the_clock_and_the_cache():
    events = [event(n, starts=datetime(2026, 12, 1) + timedelta(hours=n % 7)) for n in range(30)]
    kept = KeptBytes()
    first = written(*events, kept=kept)
    random.Random(7).shuffle(events)

    assert written(*events, kept=kept, now=NOW + timedelta(days=3)) == first
    assert written(*events) == first


def test_a_feed_is_byte_for_byte_what_icalendar_writes_in_one_go():
    events = [event(n, description="Bring: water; a mat,\nand time. " * n, place="C:\\Notes") for n in range(20)]
    data = written(*events)

    plain = Calendar.from_ical(data)
    assert len(plain.events) == 20
    from atma_tui.calendars.writing.events import calendar, subscribable, vevent

    whole = calendar("ATMA CENA Edmonton")
    subscribable(whole, description="Public events of ATMA CENA", zone="America/Edmonton", colour="blue")
    for made in events:
        whole.add_component(vevent(made, SITES["edmonton"], blocks_time=False))
    assert whole.to_ical() == data


def test_every_change_that_a_calendar_shows_reaches_the_feed_through_the_cache():
    kept = KeptBytes()
    before = written(event(), kept=kept)
    sites = {**SITES, "edmonton": replace(SITES["edmonton"], address="1 New Street")}

    for changed in ({"title": "Other"}, {"starts": datetime(2026, 12, 8, 17)}, {"status": "tentative"}):
        assert written(event(**changed), kept=kept) != before
    moved = feed("ATMA CENA Edmonton", "edmonton", [event()], sites, CLINIC, now=NOW, kept=kept)
    assert lines(moved, "LOCATION") == ["1 New Street"]
    assert written(event(), kept=kept) == before


def test_kept_bytes_survive_a_restart_and_ignore_damage(tmp_path, monkeypatch):
    path = tmp_path / "cache" / "feeds.kept"
    kept = KeptBytes()
    data = written(event(1), event(2), kept=kept)
    kept.save(path)
    good = path.read_bytes()

    import atma_tui.calendars.writing.events as vevents

    with monkeypatch.context() as patch:
        patch.setattr(vevents, "vevent", lambda *_, **__: pytest.fail("serialised again"))
        assert written(event(1), event(2), kept=KeptBytes.load(path)) == data
    for broken in (b"", good[:-1], good[:60] + b"\x00" + good[61:], b"something else entirely", good * 2):
        path.write_bytes(broken)
        assert written(event(1), event(2), kept=KeptBytes.load(path)) == data
    assert KeptBytes.load(tmp_path / "nowhere").get(event(1).id, (b"", None, event(1))) is None


def test_kept_bytes_forget_events_that_are_gone(tmp_path):
    kept = KeptBytes()
    written(event(1), event(2), kept=kept)
    kept.save(tmp_path / "k")
    again = KeptBytes.load(tmp_path / "k")
    written(event(2, title="New"), kept=again)
    again.save(tmp_path / "k")

    assert b"Talk 1" not in (tmp_path / "k").read_bytes()
