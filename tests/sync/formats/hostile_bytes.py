"""Reads whatever bytes come, in a process of its own for its memory's sake.

    python -m tests.sync.formats.hostile_bytes

Prints one line of JSON for each case: its name, what came of it, its processor time in seconds and in units of a
fixed piece of work (so that a slow machine tells the same); then the peak of the whole process in MB.
"""

import json
import random
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from atma_tui.domain.errors import Unreadable
from atma_tui.domain.records import Source
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats import csv_table, drupal, google, ical, jsonld, localist, squarespace, tec
from atma_tui.sync.recognise import recognise

NOW = datetime(2026, 11, 25, 15, tzinfo=UTC)
MODULES = {
    "ical": ical, "tec": tec, "jsonld": jsonld, "squarespace": squarespace, "localist": localist, "drupal": drupal,
    "google": google, "csv": csv_table,
}  # fmt: skip
EVENT = (
    "BEGIN:VEVENT\r\nUID:{n}@w.example\r\nDTSTAMP:20261101T000000Z\r\nSUMMARY:Talk {n}\r\n"
    "DTSTART;TZID=America/Edmonton:20270105T{h:02}0000\r\nDESCRIPTION:Doors close\\, seats are few.\r\n"
    "{more}END:VEVENT\r\n"
)


def calendar(*events, head=""):
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{''.join(events)}END:VCALENDAR\r\n".encode()


def one(number=0, more=""):
    return EVENT.format(n=number, h=number % 24, more=more)


def post(number):
    return {
        "id": number,
        "title": f"Talk {number}",
        "start_date": "2027-01-05 18:00:00",
        "end_date": "2027-01-05 19:00:00",
        "timezone": "America/Edmonton",
        "venue": {"city": "Calgary"},
        "url": f"https://w.example/{number}",
    }


def page(blocks):
    return b"<html>" + b"".join(
        b'<script type="application/ld+json">' + json.dumps(one).encode() + b"</script>" for one in blocks
    )


def linked(number):
    return {
        "@type": "Event",
        "name": f"Talk {number}",
        "startDate": "2027-01-05T18:00:00-06:00",
        "location": "Calgary",
    }


def square(number):
    return {"id": f"a{number}", "title": f"Talk {number}", "startDate": 1799193600000, "endDate": 1799197200000}


def dated(number):
    date = {"id": number, "start": "2027-01-05T18:00:00-06:00", "end": None}
    return {"event": {"id": number, "title": f"Talk {number}", "event_instances": [{"event_instance": date}]}}


def node(number):
    fields = {"title": f"Talk {number}", "field_date": {"value": "2027-01-05T18:00:00-06:00", "end_value": None}}
    return {"type": "node--event", "id": str(number), "attributes": fields}


def item(number):
    return {"id": f"a{number}", "summary": f"Talk {number}", "start": {"dateTime": "2027-01-05T18:00:00-06:00"}}


WHOLE = {
    "localist": json.dumps({"events": [dated(n) for n in range(300)]}).encode(),
    "drupal": json.dumps({"data": [node(n) for n in range(300)]}).encode(),
    "google": json.dumps({"items": [item(n) for n in range(300)]}).encode(),
    "csv": "\r\n".join(["title,date", *(f"Talk {n},2027-01-05" for n in range(300))]).encode(),
    "ical": calendar(*map(one, range(300))),
    "tec": json.dumps({"events": [post(n) for n in range(300)], "total": 300}).encode(),
    "jsonld": page([linked(n) for n in range(300)]),
    "squarespace": json.dumps({"upcoming": [square(n) for n in range(300)]}).encode(),
}
PIECES = (
    b"\x00",
    b"\xff\xfe",
    b"\r",
    b'"',
    b"{",
    b"[",
    b"\xf0\x9f",
    b"\x1b[2J",
    b";TZID=",
    b"99999999",
    b"BEGIN:VEVENT\r\n",
    b"END:VCALENDAR\r\n",
    b"RRULE:FREQ=SECONDLY\r\n",
    b"</script>",
    b"<script type='application/ld+json'>",
)


def mutated(data, chance):
    """The same bytes with pieces cut out, doubled, overwritten, and put in."""
    data = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at, size = chance.randrange(len(data)), chance.choice((1, 3, 40, 2000))
        what = chance.randrange(4)
        if what == 0:
            del data[at : at + size]
        elif what == 1:
            data[at:at] = data[at : at + size]
        elif what == 2:
            data[at : at + size] = chance.randbytes(size)
        else:
            data[at:at] = chance.choice(PIECES)
        data = data or bytearray(b"x")
    return bytes(data)


def giants():
    """One case for each way to be much of something."""
    mega = 1_000_000
    yield "ical", "a line of 8 MB", calendar(one(more="X-A:" + "x" * 8 * mega + "\r\n"))
    yield "ical", "a title of 8 MB", calendar(one(more="SUMMARY:" + "x" * 8 * mega + "\r\n"))
    yield (
        "ical",
        "a line of a million parameters",
        calendar(one(more="DTEND" + ";A=b" * mega + ":20270105T200000\r\n")),
    )
    yield "ical", "a line folded a million times", calendar(one(more="COMMENT:" + "x\r\n " * mega + "\r\n"))
    yield (
        "ical",
        "components inside each other",
        calendar("BEGIN:VEVENT\r\n" * 150_000 + "END:VEVENT\r\n" * 150_000),
    )
    yield "ical", "alarms without an end", calendar(one(more="BEGIN:VALARM\r\n" * 150_000))
    yield "ical", "only line ends", b"BEGIN:VCALENDAR" + b"\r\n" * 4 * mega + b"END:VCALENDAR\r\n"
    yield "ical", "only blank lines", calendar(one(), "\n" * 14 * mega)
    yield "ical", "only carriage returns", calendar(one(), "\r" * 14 * mega)
    yield "ical", "a component with a name of 14 MB", calendar(one(), "BEGIN:" + "A" * 14 * mega + ";\r\n")
    yield (
        "ical",
        "a million dates",
        calendar(one(more="RDATE:" + ",".join(["20270105T200000"] * 500_000) + "\r\n")),
    )
    for word in ("SECONDLY", "MINUTELY", "HOURLY", "DAILY"):
        rule = f"RRULE:FREQ={word}\r\n"
        yield "ical", f"for ever {word.lower()}", calendar(*(one(n, rule) for n in range(50)))
    rule = "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"
    yield "ical", "a date that never comes", calendar(*(one(n, rule) for n in range(50)))
    rule = (
        "RRULE:FREQ=DAILY;BYSECOND=" + ",".join(map(str, range(60))) + ";BYMINUTE=" + ",".join(map(str, range(60)))
    )
    yield "ical", "each second by parts", calendar(*(one(n, rule + "\r\n") for n in range(50)))
    zone = "BEGIN:VTIMEZONE\r\nTZID:Z{n}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nRRULE:FREQ=SECONDLY\r\n"
    zone += "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    asked = one(more="DTEND;TZID=Z1:20270105T200000\r\n")
    yield "ical", "zones by the second", calendar(asked, head="".join(zone.format(n=n) for n in range(500)))
    for name in ("tec", "squarespace"):
        yield name, "lists inside each other", b"[" * 2 * mega
        yield name, "objects inside each other", b'{"events":' * (mega // 2)
        yield name, "a number of 2 MB", b'{"events": [{"id": ' + b"9" * 2 * mega + b"}]}"
    yield "tec", "a title of 8 MB", json.dumps({"events": [{**post(1), "title": "&lt;p>" * (2 * mega)}]}).encode()
    yield "jsonld", "scripts without an end", b"<html>" + b"<script type='application/ld+json'>[" * 100_000
    yield (
        "jsonld",
        "graphs inside each other",
        page([]) + b"<script type='application/ld+json'>" + b'{"@graph":[' * mega,
    )
    yield "jsonld", "a page of 12 MB", b"<html>" + b"<p class='a'>x" * (12 * mega // 14)
    for name, field in (("tec", "events"), ("squarespace", "upcoming")):
        for what in ("{}", "[[]]", '{"a":1}', '"ab"'):
            most = 16 * mega // (len(what) + 1)
            yield name, f"millions of {what}", f'{{"{field}":[{",".join([what] * most)}]}}'.encode()
        yield name, "a hundred thousand of {}", f'{{"{field}":[{",".join(["{}"] * 100_000)}]}}'.encode()
        deep = '{"a":' * 400 + "1" + "}" * 400
        yield name, "as many objects as may be", f'{{"{field}":[{{}},[{",".join([deep] * 299)}]]}}'.encode()
        yield name, "as many texts as may be", f'{{"{field}":[{{}},[{",".join(["1e99"] * 499_000)}]]}}'.encode()
    found = b'<html><script type="application/ld+json">[{"@type":"Event","startDate":1},'
    yield "jsonld", "millions of {}", found + b"{}," * (5 * mega) + b"{}]</script>"
    yield "jsonld", "a page of 16 MB with one wide letter", found + b"\xf0\x9f\x8e\x89" + b"x" * 16 * mega
    yield "jsonld", "links without an end", b"<html>" + b"<link " * (mega // 6)
    yield "jsonld", "links inside a link", b"<html><link " + b"text/calendar " * mega
    yield "jsonld", "comments without an end", b"<html>" + b"<!-- " * (2 * mega)
    yield "jsonld", "comments that end at once", b"<html>" + b"<!-->" * mega
    yield "jsonld", "other scripts without an end", b"<html>" + b"<script>" * mega
    for what in ('"', '\\"', "/*", "//", "-", ", ", "<!--", "&quot;"):
        broken = what * (4 * mega // len(what))
        page_of_it = f'<html><script type="application/ld+json">{{"startDate" {broken}</script>'.encode()
        yield "jsonld", f"almost JSON made of {what}", page_of_it
    yield "csv", "a cell of 8 MB", b"title,date\r\n" + b"x" * 8 * mega + b",2027-01-05"
    yield "csv", "a million cells", b"title,date" + b",x" * mega + b"\r\n" + b"," * mega
    yield "csv", "a row of millions of cells", b"title,date\r\n" + b"," * 14 * mega
    yield "csv", "a million blank rows", b"title,date\r\n" + b",\r\n" * mega
    yield "csv", "more rows than a book takes", b"title,date\r\n" + b"x,2027-01-05\r\n" * mega
    yield "csv", "only line ends", b"title,date" + b"\n" * 8 * mega
    yield "jsonld", "types inside a script", b"<html><script " + b"type=application/ld+json " * (16 * mega // 25)
    yield (
        "squarespace",
        "a body of 8 MB",
        json.dumps({"upcoming": [{**square(1), "body": "<p>" * (8 * mega // 3)}]}).encode(),
    )


def cases(seed):
    chance = random.Random(seed)
    for name in MODULES:
        for number in range(15):
            yield name, f"mutated {number}", mutated(WHOLE[name], chance)
        for number in range(5):
            yield name, f"random bytes {number}", chance.randbytes(chance.choice((0, 1, 1000, 300_000)))
    yield from giants()


def unit():
    """The processor time of a fixed piece of work, about 50 ms on a machine of 2024."""
    began = time.process_time()
    total = 0
    for number in range(1_000_000):
        total += number & 7
    return time.process_time() - began


def outcome(name, body):
    """Events and losses as numbers, or the sentence of an error."""
    source = Source(id="s", url="https://w.example/")
    answers = [Answer(url="https://w.example/", body=body)]
    try:
        with suppress(Unreadable):
            recognise(answers[0])
        MODULES[name].next_page(answers[0])
        reading = MODULES[name].read(answers, source, "America/Edmonton", NOW)
    except Unreadable as error:
        return str(error)
    return f"{len(reading.events)} read, {len(reading.lost)} lost"


def peak_megabytes():
    """The most memory of this process; `getrusage` would count its parent's as well (Linux keeps it over exec)."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def main(seed=1):
    for name, what, body in cases(seed):
        began = time.process_time()
        said = outcome(name, body)
        took = time.process_time() - began
        worked = took / unit() if took > 0.5 else 0
        print(json.dumps({"case": f"{name}: {what}", "said": said, "seconds": took, "units": worked}), flush=True)
        ical._read_blocks.clear()
    print(json.dumps({"peak": peak_megabytes()}))


if __name__ == "__main__":
    main()
