"""A sender who still counts by Alberta's old clock: one question per source, and what its answer brings."""

from atma_tui.domain.records import Event
from atma_tui.sync.fetch import Answer
from atma_tui.sync.formats import ical
from atma_tui.sync.settle import Outcome
from tests.desk.test_websites import source

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
