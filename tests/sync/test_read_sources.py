import asyncio
import time
from datetime import UTC, datetime, timedelta
from threading import get_ident

import pytest
from msgspec import json
from msgspec.structs import replace

from atma_tui.domain.errors import InputError, Offline, Rejected, Unreadable
from atma_tui.domain.records import Listing, Source
from atma_tui.sync.attempts import Outcome, ask_for, new_address, record_attempt
from atma_tui.sync.exchange import Answer
from atma_tui.sync.planning.items import PlanItem
from atma_tui.sync.planning.plan import Plan
from atma_tui.sync.read_sources import read_all
from atma_tui.sync.recognise import recognise
from atma_tui.sync.refusals import LeaveAlone
from tests.patience import HANG
from tests.sync.planning.replay import NOW, told

REST = "https://www.atma.example/wp-json/tribe/events/v1/events"


def post(number, **more):
    day = f"2026-12-{number % 20 + 1:02}"
    dates = {"start_date": f"{day} 18:00:00", "end_date": f"{day} 19:00:00", "timezone": "America/Edmonton"}
    return {
        "id": number,
        "title": f"Talk {number}",
        "url": f"https://www.atma.example/event/talk-{number}/",
        **dates,
        **more,
    }


def page(posts, total, following=""):
    return json.encode({"events": posts, "total": total, **({"next_rest_url": following} if following else {})})


def serving(answers, asked=None):
    """A `get` that answers from a dict of address to body or error."""

    async def get(ask, *, now):
        if asked is not None:
            asked.append(ask)
        found = answers[ask.url]
        if isinstance(found, Exception):
            raise found
        return found if isinstance(found, Answer) else Answer(url=ask.url, body=found, etag='"e"')

    return get


async def read(answers, asked=None, **source):
    [outcome] = await read_all(
        [Source(id="site", **{"url": REST, **source})], now=NOW, get=serving(answers, asked), environ={}
    )
    return outcome


async def test_all_pages_are_read_with_venues_of_every_shape():
    venue = {"venue": "ATMA Calgary", "city": "Calgary"}
    posts = [post(n, venue=({}, [], [venue], venue)[n % 4]) for n in range(51)]
    pages = {
        REST: page(posts[:25], 51, f"{REST}?page=2"),
        f"{REST}?page=2": page(posts[25:50], 51, f"{REST}?page=3"),
    }
    pages[f"{REST}?page=3"] = page(posts[50:], 51)
    outcome = await read(pages)
    assert len(outcome.reading.events) == 51 and outcome.reading.covers == "all"
    assert {event.place for event in outcome.reading.events} == {"", "ATMA Calgary, Calgary"}
    assert outcome.answer.etag == ""


async def test_half_an_answer_is_no_answer():
    pages = {REST: page([post(1)], 2, f"{REST}?page=2"), f"{REST}?page=2": Rejected("Error 500.")}
    outcome = await read(pages)
    assert outcome.reading is None and isinstance(outcome.error, Rejected)


async def test_pages_stay_with_the_host_and_end():
    stray = await read({REST: page([post(1)], 2, "https://elsewhere.example/?page=2")})
    assert isinstance(stray.error, Rejected)
    asked = []
    loop = await read({REST: page([post(1)], 2, f"{REST}?page=2"), f"{REST}?page=2": page([], 2, REST)}, asked)
    assert isinstance(loop.error, Unreadable) and len(asked) == 2


async def test_a_page_named_with_http_is_asked_with_https():
    answers = {
        REST: page([post(1)], 2, REST.replace("https", "http") + "?page=2"),
        f"{REST}?page=2": page([post(2)], 2),
    }
    assert len((await read(answers)).reading.events) == 2


async def test_secrets_go_on_to_each_page_of_their_own_server():
    pages = {REST: page([post(1)], 2, f"{REST}?page=2"), f"{REST}?page=2": page([post(2)], 2)}
    signed_in = {url.replace("//", "//desk:s3cret@"): Answer(url=url, body=body) for url, body in pages.items()}
    source, asked = Source(id="s", url=REST, secret="KEY"), []
    for answers, key in ((pages, "X-Key: k3y"), (signed_in, REST.replace("//", "//desk:s3cret@"))):
        [outcome] = await read_all([source], now=NOW, get=serving(answers, asked), environ={"KEY": key})
        assert len(outcome.reading.events) == 2
    assert [ask.headers for ask in asked] == [{"X-Key": "k3y"}] * 2 + [{}] * 2


async def test_secrets_go_to_no_page_of_a_server_that_a_redirect_has_led_to():
    other = REST.replace("www", "other")
    for key in ("X-Key: k3y", REST.replace("//", "//desk:s3cret@")):
        asked = []
        first = Answer(url=other, body=page([post(1)], 2, f"{other}?page=2"))
        answers = {REST: first, REST.replace("//", "//desk:s3cret@"): first, f"{other}?page=2": page([post(2)], 2)}
        source = Source(id="s", url=REST, secret="KEY")
        [outcome] = await read_all([source], now=NOW, get=serving(answers, asked), environ={"KEY": key})
        assert len(outcome.reading.events) == 2
        assert (asked[-1].url, asked[-1].headers) == (f"{other}?page=2", {})


async def test_the_newer_list_follows_its_header():
    first = Answer(
        url=REST, body=json.encode([post(1, link="https://w.example/1", url=None)]), next_url=f"{REST}?page=2"
    )
    outcome = await read({REST: first, f"{REST}?page=2": json.encode([post(2)])})
    assert [event.uid for event in outcome.reading.events] == ["1@w.example", "2@www.atma.example"]
    assert outcome.reading.covers == "window"


async def test_one_failing_source_stops_no_other():
    answers = {"https://a.example/": Offline("No answer."), "https://b.example/": page([post(1)], 1)}
    answers["https://c.example/"] = b"<html>"
    sources = [Source(id=name, url=f"https://{name}.example/") for name in "abc"] + [
        Source(id="d", url="x", secret="NO")
    ]
    outcomes = await read_all(sources, now=NOW, get=serving(answers), environ={})
    assert [type(outcome.error) for outcome in outcomes] == [Offline, type(None), Unreadable, InputError]


@pytest.mark.parametrize("error", [ValueError, OverflowError, RecursionError, UnicodeError])
@pytest.mark.parametrize("place", ["read_sources.recognise", "formats.tec.next_page", "formats.tec.read"])
async def test_what_no_reader_has_foreseen_stops_no_other_source(monkeypatch, place, error):
    def broken(*args):
        raise error("unforeseen")

    monkeypatch.setattr(f"atma_tui.sync.{place}", broken)
    answers = {"https://a.example/": page([post(1)], 1), "https://b.example/": Offline("No answer.")}
    sources = [Source(id=name, url=f"https://{name}.example/") for name in "ab"]
    first, second = await read_all(sources, now=NOW, get=serving(answers), environ={})
    assert str(first.error).startswith("What a.example sent could not be understood.")
    assert isinstance(second.error, Offline)


async def test_one_source_has_one_limit_of_bytes_for_all_its_pages():
    asked = []
    long = {f"{REST}?page={n}": page([post(n)], 200, f"{REST}?page={n + 1}") + b" " * 2**23 for n in range(1, 9)}
    outcome = await read({REST: page([post(0)], 200, f"{REST}?page=1"), **long}, asked)
    assert isinstance(outcome.error, Unreadable) and "more than 32 MB together" in str(outcome.error)
    assert len(asked) == 5


async def test_a_big_answer_is_looked_into_where_no_key_waits_for_it(monkeypatch):
    threads = set()

    def looking(answer):
        threads.add(get_ident())
        return recognise(answer)

    monkeypatch.setattr("atma_tui.sync.read_sources.recognise", looking)
    await read({REST: page([], 0)})
    assert threads and get_ident() not in threads


@pytest.mark.parametrize(
    "body",
    [
        b"<html>" + b"<link " * 1_000_000,
        b"<html><link " + b"text/calendar " * 500_000,
        b"<html>" + b"type " * 1_000_000,
        b"<html>type" + b" " * 6_000_000,
    ],
)
def test_a_page_made_to_take_for_ever_does_not(body):
    began = time.process_time()
    with pytest.raises(Unreadable, match="a web page instead"):
        recognise(Answer(url="https://w.example/", body=body))
    assert time.process_time() - began < 3


def test_a_page_whose_calendar_has_no_address_is_a_page_without_one():
    body = b"<html><link rel=icon><link type='text/calendar' href='http://[bad'>"
    with pytest.raises(Unreadable, match="a web page instead"):
        recognise(Answer(url="https://w.example/", body=body))


async def test_sources_are_read_side_by_side():
    met = asyncio.Barrier(2)

    async def get(ask, *, now):
        await met.wait()
        return Answer(url=ask.url, body=page([], 0))

    sources = [Source(id=name, url=f"https://{name}.example/") for name in "ab"]
    async with asyncio.timeout(HANG):
        assert len(await read_all(sources, now=NOW, get=get, environ={})) == 2


CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"


async def test_a_server_that_has_a_page_and_a_calendar_is_asked_for_the_calendar_too():
    asked = []

    async def get(ask, *, now):
        asked.append(ask)
        return Answer(url=ask.url, body=CALENDAR if "text/html;q=0" in ask.accept.split(", ") else b"<html>")

    source = Source(id="s", url="https://s.example/cal/")
    [outcome] = await read_all([source], now=NOW, get=get, environ={})
    assert outcome.error is None and len(asked) == 2
    [outcome] = await read_all([replace(source, format="ical")], now=NOW, get=get, environ={})
    assert outcome.error is None and len(asked) == 3


async def test_what_a_second_question_brings_does_not_hide_what_came_first():
    for other in (Rejected("406."), b"", b"<html>again"):
        answers = [Answer(url=REST, body=b"<html>"), other]

        async def get(ask, *, now, answers=answers):
            found = answers.pop(0)
            if isinstance(found, Exception):
                raise found
            return found if isinstance(found, Answer) else Answer(url=ask.url, body=found)

        [outcome] = await read_all([Source(id="s", url=REST)], now=NOW, get=get, environ={})
        assert "a web page instead of a calendar" in str(outcome.error)


async def test_another_format_than_the_source_names_is_refused():
    outcome = await read({REST: page([], 0)}, format="ical")
    assert isinstance(outcome.error, Unreadable)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b"hello", "not a calendar"),
        (b'<form><input type="password"></form>', "sign-in"),
        (b"<html><h1>Back soon</h1>", "web page"),
        (
            b'<link rel="alternate" type="text/calendar" href="/events/?ical=1&amp;k=t0p"><p>',
            "https://w.example/events",
        ),
        (b'{"code":"rest_disabled","message":"The REST API is off.\\u001b[31m"}', "REST API is off"),
        (b'{"events": [', "incomplete"),
        (b"[" * 100_000, "incomplete"),
        (b'{"total": 3}', "no list"),
        (b"[1, 2]", "no list"),
        (b'<?xml version="1.0"?>\n<!-- made by hand -->\n<rss version="2.0"><channel>', "news feed (RSS)"),
        (
            b'<?xml version="1.0"?>\n<!-- generator="Press > 6" -->\n<rss version="2.0"><channel>',
            "news feed (RSS)",
        ),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "news feed (RSS)"),
        (b"\x1f\x8b\x08\x00calendar", "packed file"),
        (b"PK\x03\x04calendar.ics", "packed file"),
    ],
)
def test_what_came_instead_of_events_is_said(body, words):
    with pytest.raises(Unreadable) as error:
        recognise(Answer(url="https://w.example/", body=body))
    assert words in str(error.value) and "\x1b" not in str(error.value) and "t0p" not in str(error.value)


@pytest.mark.parametrize(
    ("body", "format"),
    [
        (b"\xef\xbb\xbfBEGIN:VCALENDAR\r\n", "ical"),
        ("BEGIN:VCALENDAR\r\n".encode("utf-16"), "ical"),
        (page([], 0), "tec"),
        (json.encode([post(1)]), "tec"),
        (b'{"upcoming": [], "past": []}', "squarespace"),
        (b'<script type="application/ld+json">{"startDate": 1}</script>', "jsonld"),
        (b'{"@context": "https://schema.org", "@type": "Event"}', "jsonld"),
    ],
)
def test_formats_are_recognised_by_looking(body, format):
    assert recognise(Answer(url="https://w.example/", body=body)) == format


class TestWhatIsAskedAndRemembered:
    source = Source(
        id="s", url="https://s.example/", etag='"1"', last_modified="x", checked=NOW - timedelta(hours=1)
    )

    def test_nothing_new_is_enough_later_the_same_day(self):
        assert ask_for(self.source, NOW, {}).etag == '"1"'

    def test_the_first_reading_of_a_day_is_whole(self):
        assert ask_for(self.source, NOW + timedelta(days=1), {}).etag == ""

    @pytest.mark.parametrize(("missing", "etag"), [(1, ""), (2, '"2"')])
    def test_after_an_event_was_missed_for_the_first_time_everything_is_read_again(self, missing, etag):
        listing = Listing(id="l", source="s", event="e", remote=told("a@x"), missing=missing, missing_since=NOW)
        plan = Plan(source="s", items=(PlanItem(kind="missing", summary="Not listed.", listing=listing),))
        answer = Answer(url="https://s.example/", etag='"2"', last_modified="then")
        after = record_attempt(Outcome(source=self.source, answer=answer), plan, NOW)
        assert (after.etag, after.last_modified) == (etag, "then" if etag else "")

    def test_a_secret_fills_in_headers_or_the_address(self):
        source = Source(id="s", url="https://s.example/", secret="TOKEN")
        assert ask_for(source, NOW, {"TOKEN": "Bearer abc"}).headers == {"Authorization": "Bearer abc"}
        assert ask_for(source, NOW, {"TOKEN": "X-Key: abc"}).headers == {"X-Key": "abc"}
        assert ask_for(source, NOW, {"TOKEN": "desk:pass"}).headers == {"Authorization": "Basic ZGVzazpwYXNz"}
        assert ask_for(source, NOW, {"TOKEN": "https://s.example/private-1"}).url == "https://s.example/private-1"
        with pytest.raises(InputError, match="TOKEN"):
            ask_for(source, NOW, {})

    def test_an_applied_reading_brings_its_validators(self):
        answer = Answer(url="https://s.example/", etag='"2"', permanent_url="https://s.example/new")
        later = NOW + timedelta(hours=2)
        after = record_attempt(Outcome(source=self.source, answer=answer), Plan(source="s"), later)
        assert (after.etag, after.last_modified, after.url) == ('"2"', "", "https://s.example/new")
        assert (after.checked, after.tried, after.changed, after.failed) == (later, later, None, "")

    def test_a_held_plan_keeps_the_old_ones(self):
        answer = Answer(url="https://s.example/", etag='"2"')
        after = record_attempt(
            Outcome(source=self.source, answer=answer), Plan(source="s", blocked_by="Too much."), NOW
        )
        assert (after.etag, after.checked, after.failed) == ('"1"', self.source.checked, "Too much.")

    def test_a_failure_is_remembered_with_when_to_come_back(self):
        until = datetime(2026, 11, 14, 16, tzinfo=UTC)
        after = record_attempt(Outcome(source=self.source, error=LeaveAlone("Busy.", until)), None, NOW)
        assert (after.etag, after.not_before, after.failed) == ('"1"', until, "Busy.")
        assert ask_for(after, NOW, {}).not_before == until

    def test_what_a_server_asked_for_is_only_taken_back_by_its_own_answer(self):
        until = NOW + timedelta(minutes=30)
        source = replace(self.source, not_before=until, secret="KEY")
        with pytest.raises(InputError) as no_key:
            ask_for(source, NOW, {})
        for error, later in (
            (no_key.value, until),
            (Offline("No network."), until),
            (Rejected("404."), None),
            (Unreadable("No calendar."), None),
        ):
            assert record_attempt(Outcome(source=source, error=error), None, NOW).not_before == later

    def test_an_address_that_holds_a_secret_is_not_remembered(self):
        answer = Answer(url="x", permanent_url="https://s.example/private-0123456789abcdef/x.ics")
        after = record_attempt(Outcome(source=self.source, answer=answer), Plan(source="s"), NOW)
        assert after.url == "https://s.example/"
        assert "0123456789abcdef" not in new_address(Outcome(source=self.source, answer=answer))

    def test_another_host_is_not_moved_to_in_silence(self):
        answer = Answer(url="https://t.example/", permanent_url="https://t.example/")
        assert (
            record_attempt(Outcome(source=self.source, answer=answer), Plan(source="s"), NOW).url
            == "https://s.example/"
        )


async def test_one_source_has_one_limit_for_all_its_pages(monkeypatch):
    monkeypatch.setattr("atma_tui.sync.read_sources.SECONDS", 0.1)

    async def get(ask, *, now):
        if "page" in ask.url:
            await asyncio.Event().wait()
        return Answer(url=ask.url, body=page([post(1)], 2, f"{REST}?page=2"))

    [outcome] = await read_all([Source(id="s", url=REST)], now=NOW, get=get, environ={})
    assert isinstance(outcome.error, Offline)


def test_a_move_to_another_host_is_told():
    source = Source(id="s", url="https://s.example/")
    moved = Answer(url="https://t.example/", permanent_url="https://t.example/private-1")
    assert "https://t.example/…" in new_address(Outcome(source=source, answer=moved))
    assert new_address(Outcome(source=source, answer=Answer(url="https://s.example/"))) == ""
