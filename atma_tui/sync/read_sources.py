"""Reading whole sources: ask, recognise, follow the pages, read. A failure of one does not stop the others."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import Protocol, TypeVar, cast
from urllib.parse import urljoin, urlsplit, urlunsplit

from msgspec.structs import replace

from atma_tui.domain.errors import InputError, Offline, Rejected, SyncError, Unreadable
from atma_tui.domain.records import Source
from atma_tui.domain.when import ALBERTA
from atma_tui.sync.accepts import asked_otherwise
from atma_tui.sync.addresses import host_of, origin, read_address
from atma_tui.sync.attempts import SECONDS, Outcome, ask_for
from atma_tui.sync.exchange import Answer, Ask
from atma_tui.sync.fetch import fetch, get_ready
from atma_tui.sync.formats import FormatModule
from atma_tui.sync.recognise import PAGES, Format, recognise
from atma_tui.sync.refusals import KEPT

T = TypeVar("T")

_MAX_PAGES = 200
_MAX_MEGABYTES = 32
"""Of all pages of one source together: they are only read when the last has arrived."""


class Fetch(Protocol):
    """How an `Ask` becomes an `Answer`; outside tests, `sync.fetch.fetch`."""

    def __call__(self, ask: Ask, *, now: datetime) -> Awaitable[Answer]:
        """Ask."""


async def read_all(
    sources: Sequence[Source],
    *,
    now: datetime,
    zones: Mapping[str, str] = {},
    get: Fetch = fetch,
    environ: Mapping[str, str] = os.environ,
) -> list[Outcome]:
    """Read sources side by side and return one outcome for each, in order. Writes nothing.

    Args:
        sources: what to read.
        now: the present instant.
        zones: site id to the zone for times that come without one.
        get: how to ask; tests give their own.
        environ: where secrets may be.
    """
    if get is fetch:
        await asyncio.to_thread(get_ready)
    return list(
        await asyncio.gather(
            *(_outcome(source, now, zones.get(source.site, ALBERTA), get, environ) for source in sources)
        )
    )


async def _outcome(
    source: Source,
    now: datetime,
    zone: str,
    get: Fetch,
    environ: Mapping[str, str],
) -> Outcome:
    try:
        async with asyncio.timeout(SECONDS):
            ask = await asyncio.to_thread(ask_for, source, now, environ)
            answers, format = await _pages(ask, source, now, get)
        if answers[0].unchanged:
            return Outcome(source=source, answer=answers[0])
        module = await asyncio.to_thread(_module, format)
        reading = await _looked_into(answers[0], partial(module.read, answers, source, zone, now))
        one = answers[0] if len(answers) == 1 else replace(answers[0], etag="", last_modified="")
        return Outcome(source=source, answer=one, reading=reading, format=format)
    except TimeoutError:
        late = Offline(f"{host_of(source.url)} took longer than {SECONDS:g} s to answer. {KEPT}")
        return Outcome(source=source, error=late)
    except (SyncError, InputError) as error:
        return Outcome(source=source, error=error)


async def _pages(ask: Ask, source: Source, now: datetime, get: Fetch) -> tuple[list[Answer], Format]:
    """Return all pages of an answer, and what they are: all or nothing."""
    first, format = await _first_page(ask, source, now, get)
    answers = [first]
    if first.unchanged:
        return answers, format
    module = await asyncio.to_thread(_module, format)
    ask = _from_here(ask, answers[0].url)
    asked = {ask.url}
    while following := await _looked_into(answers[-1], partial(module.next_page, answers[-1])):
        url = _at_home(following, ask.url)
        if url in asked or len(asked) >= _MAX_PAGES:
            raise Unreadable(f"{host_of(url)} sends page after page without an end. {KEPT}")
        asked.add(url)
        answers.append(await get(replace(ask, url=url, etag="", last_modified=""), now=now))
        if sum(len(answer.body) for answer in answers) > _MAX_MEGABYTES * 2**20:
            raise Unreadable(f"The pages of {host_of(url)} are more than {_MAX_MEGABYTES} MB together. {KEPT}")
    return answers, format


async def _first_page(ask: Ask, source: Source, now: datetime, get: Fetch) -> tuple[Answer, Format]:
    """Return the first page, and what it is.

    A server may have the same address as a calendar and as a page for people, and send the latter: it is asked
    once more for the other. When that fails too, the error is that of the first answer.
    """
    answer = await get(ask, now=now)
    if answer.unchanged:
        return answer, "ical"
    try:
        return answer, await _looked_into(answer, lambda: _format(answer, source))
    except Unreadable:
        if source.format == "auto" and answer.body.strip():
            with suppress(SyncError):
                again = replace(ask, accept=asked_otherwise(answer.body), etag="", last_modified="")
                other = await get(again, now=now)
                return other, await _looked_into(other, lambda: _format(other, source))
        raise


async def _looked_into(answer: Answer, look: Callable[[], T]) -> T:
    """Run a function that looks into an answer in a thread, so that no key waits for it.

    Formats refuse what they know to be wrong. If an answer breaks one in an unforeseen way, only this source
    fails, and the others are read.
    """
    try:
        return await asyncio.to_thread(look)
    except (ValueError, OverflowError, RecursionError) as error:
        raise Unreadable(f"What {host_of(answer.url)} sent could not be understood. {KEPT}") from error


def _from_here(ask: Ask, url: str) -> Ask:
    """Return how to ask for more where a redirect has led to: the secrets only go on to where they belong."""
    name, _, _ = urlsplit(ask.url).netloc.rpartition("@")
    if origin(url) != origin(read_address(ask.url)):
        return replace(ask, url=url, headers={})
    parts = urlsplit(url)
    return replace(ask, url=urlunsplit(parts._replace(netloc=f"{name}@{parts.netloc}" if name else parts.netloc)))


def _at_home(url: str, first: str) -> str:
    """Return the address of a following page, asked as the first one was. Raises `Rejected` for another host."""
    here = urlsplit(first)
    try:
        there = urlsplit(urljoin(first, url))
    except ValueError:
        raise Unreadable(f"{host_of(first)} continues its list at no address. {KEPT}") from None
    if there.hostname != here.hostname:
        raise Rejected(f"{host_of(first)} continues its list at another server; not followed. {KEPT}")
    return urlunsplit(there._replace(scheme=here.scheme, netloc=here.netloc))


def _format(answer: Answer, source: Source) -> Format:
    found = recognise(answer)
    if found == "jsonld" and source.format in PAGES:
        return source.format
    if source.format not in ("auto", found, "jsonld" if found in PAGES else found):
        raise Unreadable(f"{host_of(answer.url)} sent {found}, not {source.format} as the source says. {KEPT}")
    return found


def _module(format: Format) -> FormatModule:
    name = "csv_table" if format == "csv" else format
    return cast("FormatModule", import_module(f"atma_tui.sync.formats.{name}"))
