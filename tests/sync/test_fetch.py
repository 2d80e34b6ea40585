import asyncio
import gzip
import ssl
import time
import tracemalloc
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from atma_tui.domain.errors import InputError, Offline, Rejected, SyncError, Unreadable
from atma_tui.sync.accepts import ACCEPT
from atma_tui.sync.exchange import Ask
from atma_tui.sync.fetch import fetch
from atma_tui.sync.refusals import LeaveAlone
from atma_tui.sync.unpacking import Body, TooMuch
from tests.patience import HANG
from tests.sync.server import (
    CALENDAR,
    answer,
    bomb,
    cut,
    drip,
    endless,
    hang_up,
    in_turn,
    serving,
    with_validators,
)

NOW = datetime(2026, 11, 14, 15, tzinfo=UTC)


async def ask(url, **more):
    naps = []

    async def nap(seconds):
        naps.append(seconds)

    return await fetch(Ask(**{"url": url, "allow_private": True, **more}), now=NOW, sleep=nap)


async def test_a_calendar_comes_with_its_validators_and_charset():
    async with serving() as server:
        server.parts["/a.ics"] = answer(
            200,
            gzip.compress(CALENDAR),
            Content_Encoding="gzip",
            Content_Type='text/calendar; charset="ISO-8859-1"',
            ETag='"1"',
            Last_Modified="Sat, 14 Nov 2026 10:00:00 GMT",
        )
        got = await ask(server.url("/a.ics"))
    assert got.body == CALENDAR
    assert (got.etag, got.last_modified) == ('"1"', "Sat, 14 Nov 2026 10:00:00 GMT")
    assert got.charset == "iso-8859-1"
    assert server.requests[0].headers["user-agent"].startswith("atma-tui/")
    assert server.requests[0].headers["host"] == f"127.0.0.1:{server.port}"


async def test_nothing_new_keeps_the_validators():
    async with serving() as server:
        server.parts["/a.ics"] = with_validators(CALENDAR, '"1"', "Sat, 14 Nov 2026 10:00:00 GMT")
        first = await ask(server.url("/a.ics"))
        again = await ask(server.url("/a.ics"), etag=first.etag, last_modified=first.last_modified)
    assert again.unchanged and again.body == b""
    assert (again.etag, again.last_modified) == (first.etag, first.last_modified)
    assert server.requests[1].headers["if-modified-since"] == first.last_modified


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "sign-in"),
        (403, "sign-in"),
        (404, "404"),
        (410, "for good"),
        (418, "418"),
        (206, "206"),
        (304, "304"),
    ],
)
async def test_a_refusal_is_said_and_not_repeated(status, words):
    async with serving() as server:
        server.parts["/a.ics"] = answer(status, CALENDAR)
        with pytest.raises(Rejected, match=words):
            await ask(server.url("/a.ics"))
    assert len(server.requests) == 1


@pytest.mark.parametrize("fault", [answer(500), answer(503), hang_up, cut(b"BEGIN", length=900)])
async def test_what_may_pass_is_tried_again(fault):
    async with serving() as server:
        server.parts["/a.ics"] = in_turn(fault, fault, answer(200, CALENDAR))
        assert (await ask(server.url("/a.ics"))).body == CALENDAR
        server.parts["/a.ics"] = fault
        with pytest.raises((Rejected, Offline)):
            await ask(server.url("/a.ics"))
    assert len(server.requests) == 6


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("header", "minutes"),
    [("120", 2), ("Sat, 14 Nov 2026 15:10:00 GMT", 10), ("86400", 60), ("Fri, 01 Jan 2100 00:00:00 GMT", 60)],
)
async def test_retry_after_is_honoured_up_to_an_hour_and_never_slept(status, header, minutes):
    async with serving() as server:
        server.parts["/a.ics"] = answer(status, Retry_After=header)
        with pytest.raises(LeaveAlone) as refused:
            await ask(server.url("/a.ics"))
        until = refused.value.not_before
        assert until == NOW + timedelta(minutes=minutes)
        with pytest.raises(LeaveAlone):
            await ask(server.url("/a.ics"), not_before=until)
    assert len(server.requests) == 1


async def test_redirects_are_followed_and_only_permanent_ones_remembered():
    async with serving() as server:
        server.parts["/a"] = answer(301, Location="/b")
        server.parts["/b"] = answer(308, Location="c")
        server.parts["/c"] = answer(302, Location="/d")
        server.parts["/d"] = answer(301, Location="/e")
        server.parts["/e"] = answer(200, CALENDAR)
        got = await ask(server.url("/a"))
    assert got.url == server.url("/e")
    assert got.permanent_url == server.url("/c")


async def test_a_redirect_loop_ends():
    async with serving() as server:
        server.parts["/a"] = answer(302, Location="/a")
        with pytest.raises(Rejected, match="without an end"):
            await ask(server.url("/a"))
    assert len(server.requests) == 6


@pytest.mark.parametrize("location", ["file:///etc/hosts", "ftp://site.example/a", "http://", "", "http://[::1"])
async def test_a_redirect_to_anything_but_a_web_address_is_refused(location):
    async with serving() as server:
        server.parts["/a"] = answer(302, Location=location)
        server.parts["/"] = answer(200, CALENDAR)
        with pytest.raises(Rejected):
            await ask(server.url("/a"))


def played(answers, asked):
    def part(request):
        asked.append(request)
        status, headers = answers[request.headers["host"]]
        return httpx.Response(status, headers=headers, content=CALENDAR)

    return httpx.MockTransport(part)


async def public(host, port):
    return {"inside.example": ["10.0.0.5"], "both.example": ["93.184.216.34", "127.0.0.1"]}.get(
        host, ["93.184.216.34"]
    )


async def test_secrets_go_to_no_other_host_or_port():
    asked = []
    answers = {
        "one.example": (302, {"Location": "https://two.example/b", "Set-Cookie": "session=1"}),
        "two.example": (302, {"Location": "https://one.example:8443/c"}),
        "one.example:8443": (200, {}),
    }
    await fetch(
        Ask(url="https://desk:s3cret@one.example/a", headers={"X-API-Key": "k3y"}),
        now=NOW,
        transport=played(answers, asked),
        resolve=public,
    )
    first, *others = asked
    assert first.headers["x-api-key"] == "k3y"
    assert first.headers["authorization"].startswith("Basic ")
    assert [request.url.host for request in asked] == ["93.184.216.34"] * 3
    assert first.extensions["sni_hostname"] == "one.example"
    for request in others:
        assert not {"x-api-key", "authorization", "cookie", "referer"} & set(request.headers)


async def test_encryption_is_never_dropped():
    answers = {"one.example": (301, {"Location": "http://one.example/a"})}
    with pytest.raises(Rejected, match="encryption"):
        await fetch(Ask(url="webcal://one.example/a"), now=NOW, transport=played(answers, []), resolve=public)


@pytest.mark.parametrize("host", ["inside.example", "both.example"])
async def test_private_addresses_are_only_read_when_asked_for(host):
    asked = []
    transport = played({host: (200, {}), "one.example": (302, {"Location": f"https://{host}/"})}, asked)
    with pytest.raises(InputError):
        await fetch(Ask(url=f"https://{host}/"), now=NOW, transport=transport, resolve=public)
    assert asked == []
    for allowed in (False, True):
        with pytest.raises(Rejected, match="not on the internet"):
            ask = Ask(url="https://one.example/", allow_private=allowed)
            await fetch(ask, now=NOW, transport=transport, resolve=public)
    assert {request.headers["host"] for request in asked} == {"one.example"}
    ask = Ask(url=f"https://{host}/", allow_private=True)
    assert (await fetch(ask, now=NOW, transport=transport, resolve=public)).body == CALENDAR


async def test_the_next_address_is_tried_when_one_does_not_connect():
    async def two(host, port):
        return ["127.0.0.9", "127.0.0.1"]

    async with serving() as server:
        server.parts["/a"] = answer(200, CALENDAR)
        got = await fetch(Ask(url=server.url("/a", "site.example"), allow_private=True), now=NOW, resolve=two)
    assert got.body == CALENDAR
    assert server.requests[0].headers["host"] == f"site.example:{server.port}"


@pytest.mark.parametrize("part", [bomb(3), endless])
async def test_no_more_than_the_limit_is_unpacked(part):
    async with serving() as server:
        server.parts["/a"] = part
        with pytest.raises(Unreadable, match="1 MB"):
            await ask(server.url("/a"), limit=1024 * 1024)


async def test_broken_packing_is_unreadable():
    async with serving() as server:
        server.parts["/a"] = answer(200, b"no gzip at all", Content_Encoding="gzip")
        with pytest.raises(Unreadable):
            await ask(server.url("/a"))


def packed(layers, megabytes):
    """Zeros packed several times over, a kilobyte or so in the end."""
    body = bytes(megabytes * 1024 * 1024)
    for _ in range(layers):
        body = gzip.compress(body, 9)
    return body


@pytest.mark.parametrize("encoding", ["gzip, gzip", "gzip,deflate", "deflate", "br", "x-gzip, identity, gzip"])
async def test_a_packing_that_nobody_asked_for_is_not_opened(encoding):
    async with serving() as server:
        server.parts["/a"] = answer(200, packed(2, 8), Content_Encoding=encoding)
        with pytest.raises(Unreadable, match="cannot be unpacked"):
            await ask(server.url("/a"))
    assert len(server.requests) == 1


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "GZIP", "identity, gzip", "identity", ""])
async def test_one_gzip_or_none_is_opened_in_one_or_several_parts(encoding):
    plain = "gzip" not in encoding.lower()
    parts = CALENDAR if plain else gzip.compress(CALENDAR[:20]) + gzip.compress(CALENDAR[20:])
    async with serving() as server:
        server.parts["/a"] = answer(200, parts, Content_Encoding=encoding)
        assert (await ask(server.url("/a"))).body == CALENDAR


def test_a_bomb_takes_no_more_memory_than_the_limit():
    body = Body("gzip", 1024 * 1024)
    bomb = packed(1, 64)
    tracemalloc.start()
    with pytest.raises(TooMuch):
        body.take(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5 * 1024 * 1024


async def test_a_packed_answer_that_is_cut_is_noticed():
    async with serving() as server:
        server.parts["/a"] = answer(200, gzip.compress(CALENDAR)[:-12], Content_Encoding="gzip")
        with pytest.raises(Offline, match="broke off"):
            await ask(server.url("/a"))


async def test_a_link_to_no_address_spoils_no_calendar():
    async with serving() as server:
        server.parts["/a"] = answer(200, CALENDAR, Link='<http://[bad>; rel="next"')
        got = await ask(server.url("/a"))
        server.parts["/b"] = answer(200, CALENDAR, Link='</b?page=2>; rel="next"')
        more = await ask(server.url("/b"))
    assert got.body == CALENDAR
    assert more.next_url == server.url("/b?page=2")


@pytest.mark.parametrize(
    "header", ["Mon, 01 Jan 2027 00:00:00 +99999999999999", "Mon, 01 Jan 99999 00:00:00 GMT", "-5", "soon"]
)
async def test_a_retry_after_that_is_no_time_is_a_refusal_without_one(header):
    async with serving() as server:
        server.parts["/a"] = answer(429, Retry_After=header)
        with pytest.raises(Rejected, match="429") as refused:
            await ask(server.url("/a"))
    assert not isinstance(refused.value, LeaveAlone)


@pytest.mark.parametrize("validator", ["é", "x" * 5000])
async def test_validators_that_cannot_be_sent_again_are_not_remembered(validator):
    async with serving() as server:
        server.parts["/a"] = answer(200, CALENDAR, ETag=validator, Last_Modified=validator)
        got = await ask(server.url("/a"), etag=validator, last_modified=validator)
        assert (got.etag, got.last_modified, got.body) == ("", "", CALENDAR)
        assert not {"if-none-match", "if-modified-since"} & set(server.requests[0].headers)
        server.parts["/a"] = answer(304)
        with pytest.raises(Rejected):
            await ask(server.url("/a"), etag=validator)


HOSTILE_HEADERS = {
    "Content-Type": 'text/calendar; x="' + ";" * 60_000,
    "Content-Encoding": "gzip, " * 10_000,
    "Retry-After": "Sat, " * 12_000,
    "Link": '<https://a.example/>; rel="' * 2_200,
    "Location": "http://" + "a." * 30_000,
}


@pytest.mark.parametrize("name", HOSTILE_HEADERS)
@pytest.mark.parametrize("status", [200, 302, 429])
async def test_headers_made_to_take_for_ever_do_not(name, status):
    async with serving() as server:
        server.parts["/a.ics"] = answer(status, CALENDAR, **{name.replace("-", "_"): HOSTILE_HEADERS[name]})
        began = time.thread_time()
        with suppress(SyncError):
            await ask(server.url("/a.ics"))
    assert time.thread_time() - began < 5, "the garbage collector may take one"


async def test_a_server_is_asked_for_what_the_format_says():
    async with serving() as server:
        server.parts["/a.ics"] = answer(200, CALENDAR)
        await ask(server.url("/a.ics"))
        await ask(server.url("/a.ics"), accept=ACCEPT["jsonld"])
    first, second = (request.headers["accept"] for request in server.requests)
    assert first.startswith("text/calendar,") and second.startswith("text/html,")


async def test_a_drip_ends_with_the_time():
    async with serving() as server:
        server.parts["/a"] = drip
        async with asyncio.timeout(HANG):
            with pytest.raises(Offline, match="longer than"):
                await ask(server.url("/a"), seconds=0.3)


async def test_a_cut_without_length_comes_as_it_is():
    async with serving() as server:
        server.parts["/a"] = cut(CALENDAR[:40], length=None)
        assert (await ask(server.url("/a"))).body == CALENDAR[:40]


async def test_no_network_is_said_at_once():
    async def nowhere(host, port):
        raise OSError("down")

    with pytest.raises(Offline, match="no network"):
        await fetch(Ask(url="https://one.example/"), now=NOW, resolve=nowhere)


async def test_nobody_listening_is_offline():
    async with serving() as server:
        pass
    with pytest.raises(Offline, match="does not answer"):
        await ask(server.url("/a"))


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "feed.ics", "/tmp/feed.ics", "https://", "https://a b/", "http://[::1"]
)
async def test_what_is_no_web_address_is_never_asked(url):
    with pytest.raises(InputError):
        await fetch(Ask(url=url), now=NOW)


@pytest.mark.parametrize(
    "part", [answer(404), answer(503, Retry_After="9"), hang_up, bomb(2), answer(302, Location="//")]
)
async def test_no_error_repeats_a_secret(part):
    async with serving() as server:
        server.parts["/private-abc123"] = part
        url = server.url("/private-abc123?token=t0ken").replace("//", "//desk:s3cret@")
        with pytest.raises((Rejected, Offline, Unreadable)) as error:
            await ask(url, limit=1000, headers={"Authorization": "Bearer b34rer"})
    said = str(error.value) + repr(error.value.__cause__)
    assert not any(secret in said for secret in ("s3cret", "t0ken", "private-abc", "b34rer"))


async def test_a_certificate_that_proves_nothing_is_said_and_not_tried_again():
    asked = []

    def refused(request):
        asked.append(request)
        try:
            raise ssl.SSLCertVerificationError("certificate verify failed: self-signed certificate")
        except ssl.SSLError as error:
            raise httpx.ConnectError(str(error)) from error

    with pytest.raises(Rejected, match="certificate") as caught:
        await fetch(
            Ask(url="https://one.example/a?token=s3cret"),
            now=NOW,
            transport=httpx.MockTransport(refused),
            resolve=public,
        )
    assert len(asked) == 1 and "s3cret" not in str(caught.value)


async def test_a_server_that_asked_to_be_left_alone_is_not_asked_and_it_is_said_for_how_long():
    async with serving() as server:
        ask = Ask(url=server.url("/x"), not_before=NOW + timedelta(minutes=12), allow_private=True)
        with pytest.raises(LeaveAlone, match="12 min more; nothing was asked") as caught:
            await fetch(ask, now=NOW)
        assert (server.requests, caught.value.not_before) == ([], ask.not_before)
