"""A sender who still counts by Alberta's old clock: one question per source, and what its answer brings."""

from atma_tui.desk.websites.source_fields import SourceFields
from atma_tui.domain.records import Event
from atma_tui.sync.attempts import Outcome
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats import ical
from tests.desk.websites.test_websites import events, source

__all__ = ["source"]


def calendar(zone: str, hour: int = 18) -> bytes:
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\nBEGIN:VEVENT\r\nUID:1@w.example\r\n"
        f"DTSTAMP:20261101T000000Z\r\nSUMMARY:Winter talk\r\nDTSTART;TZID={zone}:20261210T{hour}0000\r\n"
        f"DTEND;TZID={zone}:20261210T{hour + 1}0000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def by_file(desk, data: bytes) -> Outcome:
    [source] = desk.sources.list()
    answer = Answer(url=source.url, body=data)
    return Outcome(
        source=source, answer=answer, reading=ical.read([answer], source, "America/Edmonton", desk.now())
    )


def winter(zone: str, hour: int = 18, number: int = 6) -> bytes:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}@w.example\r\nDTSTAMP:20261101T000000Z\r\nSUMMARY:Winter talk {n}\r\n"
        f"DTSTART;TZID={zone}:202612{10 + n}T{hour}0000\r\nDTEND;TZID={zone}:202612{10 + n}T{hour + 1}0000\r\n"
        "END:VEVENT\r\n"
        for n in range(number)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\n{events}END:VCALENDAR\r\n".encode()


def hours(desk):
    return {event.starts.hour for event in desk.book.store.find(Event)}


def test_the_question_about_a_senders_clock_is_asked_once_per_source_and_remembered(desk, source):
    desk.websites.conclude(by_file(desk, calendar("Mountain Standard Time")))
    [view] = desk.sources.views()
    assert "could be 19:00" in view.question
    desk.sources.change("clinic", SourceFields(clock="instant"))
    assert desk.sources.views()[0].question == ""
    moved = desk.websites.conclude(by_file(desk, calendar("Mountain Standard Time")))
    assert moved.counts["changed"] == 1
    assert events(desk)["Winter talk"].starts.hour == 19
    assert desk.websites.conclude(by_file(desk, calendar("Mountain Standard Time"))).result == "unchanged"


def test_a_zone_that_agrees_with_albertas_clock_raises_no_question(desk, source):
    desk.websites.conclude(by_file(desk, calendar("America/Edmonton")))
    assert desk.sources.views()[0].question == ""


def test_a_shift_that_the_answer_about_the_clock_brings_is_no_question_again(desk, source):
    by_old_clock = winter("Mountain Standard Time")
    desk.websites.conclude(by_file(desk, by_old_clock))
    for clock, hour in (("instant", 19), ("wall", 18), ("instant", 19), ("ask", 18)):
        desk.sources.change("clinic", SourceFields(clock=clock))
        assert desk.websites.conclude(by_file(desk, by_old_clock)).result == "applied", clock
        assert hours(desk) == {hour}
    assert desk.websites.conclude(by_file(desk, winter("Mountain Standard Time", 19))).result == "held"


def test_undoing_what_the_answer_about_the_clock_brought_leaves_the_answer_as_it_was(desk, source):
    by_old_clock = winter("Mountain Standard Time")
    desk.websites.conclude(by_file(desk, by_old_clock))
    desk.sources.change("clinic", SourceFields(clock="instant"))
    for _ in range(2):
        assert desk.websites.conclude(by_file(desk, by_old_clock)).result == "applied"
        desk.history.undo()
        assert hours(desk) == {18}
    desk.history.undo(desk.history.recent(1)[0].id)
    assert hours(desk) == {19}
    assert desk.websites.conclude(by_file(desk, by_old_clock)).result == "unchanged"
    assert desk.websites.conclude(by_file(desk, winter("Mountain Standard Time", 19))).result == "held"
    desk.history.undo()
    desk.history.undo()
    assert (hours(desk), desk.sources.list()[0].clock) == ({18}, "ask"), "the answer too can be taken back"
    assert desk.websites.conclude(by_file(desk, winter("Mountain Standard Time", 19))).result == "held"


def test_the_answer_about_the_clock_lets_no_other_shift_pass(desk, source):
    desk.websites.conclude(by_file(desk, winter("Mountain Standard Time")))
    desk.sources.change("clinic", SourceFields(clock="instant"))
    assert desk.websites.conclude(by_file(desk, winter("Mountain Standard Time", 20))).result == "held"
    desk.sources.change("clinic", SourceFields(clock="wall"))
    assert desk.websites.conclude(by_file(desk, winter("Mountain Standard Time", 19))).result == "held"
