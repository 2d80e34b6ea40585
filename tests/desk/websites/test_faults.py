"""A real server that misbehaves, a real desk: the book stays as it is, and what is said can be read out."""

import asyncio
import gzip
import re
from pathlib import Path

import pytest

from atma_tui.domain.records import Call, Enrolment, Event, Listing
from tests.patience import HANG
from tests.sync.server import answer, bomb, cut, drip, endless, hang_up, serving

FEEDS = Path(__file__).parents[2] / "feeds"
FIRST = (FEEDS / "plain" / "01-first.ics").read_bytes()
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\nEND:VCALENDAR\r\n"
JARGON = re.compile(r"Traceback|Exception|Error\b|[Ee]rrno|httpx|None|null|socket|[<>{}\[\]]|\bSSL\b")


def file(name):
    return (FEEDS / "broken" / name).read_bytes()


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch):
    monkeypatch.setattr("atma_tui.sync.fetch.random.uniform", lambda low, high: 0.0)
    monkeypatch.setattr("atma_tui.sync.attempts.SECONDS", 3.0)
    monkeypatch.setattr("atma_tui.sync.read_sources.SECONDS", 3.0)


async def synced(desk, **how):
    results = [desk.websites.conclude(one, **how) for one in await desk.websites.read(desk.sources.list())]
    [result] = results
    return result


def records(desk):
    return {kind: desk.book.store.find(kind) for kind in (Event, Listing, Enrolment, Call)}


FAULTS = {
    "refused": (answer(403), "sign-in"),
    "not signed in": (answer(401), "sign-in"),
    "not there": (answer(404), "404"),
    "taken down": (answer(410), "for good"),
    "broken": (answer(500), "500"),
    "busy for seconds": (answer(429, Retry_After="120"), "left alone for 2 min"),
    "busy until a date": (answer(503, Retry_After="Tue, 01 Dec 2026 16:05:00 GMT"), "left alone for 5 min"),
    "busy for a day": (answer(429, Retry_After="86400"), "left alone for 60 min"),
    "unasked 304": (answer(304), "304"),
    "empty file": (answer(200, b""), "empty file"),
    "a web page": (answer(200, file("error-page-status-200.html"), Content_Type="text/calendar"), "web page"),
    "a sign-in page": (answer(200, file("sign-in-page-status-200.html")), "sign-in"),
    "an error in JSON": (answer(200, file("rest-disabled-status-200.json")), "answered: “"),
    "cut, told": (cut(FIRST[:4000], length=len(FIRST)), "broke off"),
    "cut, untold": (cut(FIRST[:4000], length=None), "broke off"),
    "cut between events": (answer(200, file("cut-between-events.ics")), "broke off"),
    "cut JSON": (answer(200, file("cut-page.json")), "incomplete"),
    "in circles": (answer(302, Location="/events?again"), "without an end"),
    "to a file": (answer(301, Location="file:///etc/passwd"), "not a web address"),
    "onto this network": (answer(302, Location="http://10.0.0.1/x.ics"), "not on the internet"),
    "a bomb": (bomb(24), "more than 16 MB"),
    "badly packed": (answer(200, b"no gzip", Content_Encoding="gzip"), "cannot be unpacked"),
    "packed twice": (answer(200, FIRST, Content_Encoding="gzip, gzip"), "cannot be unpacked"),
    "packed and cut": (answer(200, gzip.compress(FIRST)[:-9], Content_Encoding="gzip"), "broke off"),
    "busy until no date": (answer(429, Retry_After="Mon, 01 Jan 2027 00:00:00 +99999999999999"), "429"),
    "a page of links": (answer(200, b"<html>" + b"<link " * 100_000), "web page"),
    "millions of events": (answer(200, b'{"events":[' + b"{}," * 1_000_000 + b"{}]}"), "too many parts"),
    "without an end": (endless, "more than 16 MB"),
    "a drip": (drip, "longer than 3 s"),
    "hanging up": (hang_up, "does not answer"),
    "a picture": (answer(200, bytes(range(256)) * 40), "not a calendar"),
}
HELD = {
    "nothing in it": (answer(200, CALENDAR), "no event at all"),
    "nearly empty": (answer(200, (FEEDS / "plain" / "06-nearly-empty.ics").read_bytes()), "no longer listed"),
    "all shifted": (answer(200, (FEEDS / "plain" / "07-all-shifted.ics").read_bytes()), "1 h later, all alike"),
}


@pytest.fixture
async def server(desk, person):
    """31 events from a server, somebody in each."""
    async with serving() as server:
        server.parts["/events"] = answer(200, FIRST)
        desk.sources.add("clinic", server.url("/events"), allow_private=True)
        assert (await synced(desk)).counts["new"] == 31
        ann = person("Ann Sample")
        for event in desk.book.store.find(Event):
            desk.enrolments.enrol(event.id, person_id=ann.id, override="test")
        yield server


@pytest.mark.parametrize("fault", [*FAULTS, *HELD])
async def test_a_fault_changes_nothing_is_said_in_words_and_is_over_when_it_is_over(desk, server, clock, fault):
    before = records(desk)
    server.parts["/events"], words = (FAULTS | HELD)[fault]
    result = await synced(desk)
    assert result.result == ("held" if fault in HELD else "failed")
    said = str(result.error)
    assert words in said
    assert not JARGON.search(said), said
    assert said.endswith(".") and re.search(r"are unchanged|stay as they are|[Nn]othing was changed", said)
    assert records(desk) == before
    [source] = desk.sources.list()
    assert (source.failed, source.checked) == (said, clock())
    clock.forward(hours=2)
    server.parts["/events"] = answer(200, FIRST)
    assert (await synced(desk)).result == "unchanged"
    assert desk.sources.list()[0].failed == ""
    assert records(desk) == before


STORIES = {
    "plain": ["02-moved", "03-cancelled", "04-vanished", "04-vanished", "05-returned"],
    "google": ["01-first", "02-moved", "03-cancelled", "04-vanished"],
    "outlook": ["01-first", "02-moved", "03-cancelled", "04-vanished"],
    "tec-ical": ["01-first", "02-moved", "03-cancelled", "04-vanished", "05-pushed-out", "06-old-rules"],
    "jsonld": ["01-first", "02-moved", "03-cancelled", "04-vanished"],
}


@pytest.mark.parametrize("name", STORIES)
async def test_the_story_of_an_endpoint_loses_nobody_and_can_be_taken_back(desk, person, clock, name):
    ann = person("Ann Sample")
    async with serving() as server:
        desk.sources.add("clinic", server.url("/events"), allow_private=True)
        for step in STORIES[name]:
            before = records(desk)
            [path] = (FEEDS / name).glob(f"{step}.*")
            server.parts["/events"] = answer(200, path.read_bytes())
            result = await synced(desk, force=True)
            assert result.error is None, (step, str(result.error))
            assert (await synced(desk, force=True)).result == "unchanged", step
            if result.applied:
                after = records(desk)
                desk.history.undo()
                assert {kind: _told(found) for kind, found in records(desk).items()} == {
                    kind: _told(found) for kind, found in before.items()
                }, step
                desk.history.undo(desk.history.recent(1)[0].id)
                assert {kind: _told(found) for kind, found in records(desk).items()} == {
                    kind: _told(found) for kind, found in after.items()
                }, step
            for event in desk.book.store.find(Event):
                if event.live and not desk.book.store.count(Enrolment, offering=event.id):
                    desk.enrolments.enrol(event.id, person_id=ann.id, override="test")
            enrolments = {one.id for one in desk.book.store.find(Enrolment)}
            assert enrolments >= {one.id for one in before[Enrolment]}
            clock.forward(hours=1)
    assert all(one.live for one in desk.book.store.find(Enrolment))
    owed = {call.event for call in desk.book.store.find(Call)}
    off = {event.id for event in desk.book.store.find(Event) if not event.live}
    assert {event for event in off if desk.book.store.count(Enrolment, offering=event)} <= owed


def _told(found):
    """Records without what only ever rises."""
    hidden = {"rev", "sequence", "modified"}
    return [{name: getattr(one, name) for name in one.__struct_fields__ if name not in hidden} for one in found]


async def test_a_fault_of_one_source_stops_no_other_and_none_waits_for_another(desk):
    async with serving() as server:
        server.parts |= {"/drip": drip, "/gone": answer(410), "/events": answer(200, FIRST)}
        for name in ("drip", "gone", "events"):
            desk.sources.add(name, server.url(f"/{name}"), allow_private=True)
        async with asyncio.timeout(HANG):
            results = [desk.websites.conclude(one) for one in await desk.websites.read(desk.sources.list())]
        assert {one.source: one.result for one in results} == {
            "drip": "failed",
            "events": "applied",
            "gone": "failed",
        }


POISON = {
    "a link to no address": answer(200, FIRST, Link='<http://[bad>; rel="next"'),
    "validators of no letters": answer(200, FIRST, ETag="é", Last_Modified="é"),
    "the end of time": answer(
        200,
        b'<script type="application/ld+json">[{"@type":"Event","name":"A","startDate":"9999-12-31T20:00:00"},'
        b'{"@type":"Event","name":"B","startDate":"2026-12-08T18:00:00","endDate":"9999-12-31T23:59:59"}]</script>',
    ),
    "places without a bottom": answer(
        200,
        b'<script type="application/ld+json">{"@type":"Event","name":"A","startDate":"2026-12-08T18:00:00",'
        b'"location":' + b"[" * 900 + b'"x"' + b"]" * 900 + b"}</script>",
    ),
}


@pytest.mark.parametrize("poison", POISON)
async def test_nothing_that_a_server_sends_takes_the_desk_down(desk, clock, poison):
    async with serving() as server:
        server.parts |= {"/bad": POISON[poison], "/good": answer(200, FIRST)}
        for name in ("bad", "good"):
            desk.sources.add(name, server.url(f"/{name}"), allow_private=True)
        for _ in range(2):
            results = [desk.websites.conclude(one) for one in await desk.websites.read(desk.sources.list())]
            assert [one.error for one in results] == [None, None]
            clock.forward(hours=1)
