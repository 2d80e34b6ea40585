"""Asking a web server for a file: politely, within limits, and only where it may go.

The only module that knows httpx, which is imported when something is really fetched. What httpx does not do by
itself (measured with 0.28): a limit on the whole time, on the decoded size, redirects that keep secrets at home,
and addresses checked before they are connected to.
"""

from __future__ import annotations

import asyncio
import random
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from atma_tui import __version__
from atma_tui.domain.errors import InputError, Offline, Rejected, SyncError, Unreadable
from atma_tui.sync.addresses import host_of, is_private, origin, read_address
from atma_tui.sync.exchange import Answer, Ask
from atma_tui.sync.headers import basic_auth, charset, next_url, validator, without_user
from atma_tui.sync.refusals import KEPT, LeaveAlone, left_alone, may_pass, no_answer, private, refusal
from atma_tui.sync.unpacking import Body, BrokeOff, TooMuch

if TYPE_CHECKING:
    import ssl

    import httpx

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""Host and port to IP addresses. Raises `OSError`."""

AGENT = f"atma-tui/{__version__} (front desk calendar reader)"
_MAX_REDIRECTS = 5
_TRIES = 3
_TIMEOUTS = {"connect": 8.0, "read": 30.0, "write": 15.0, "pool": 15.0}
_PERMANENT = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_LONGEST_HEADER = 4000
"""Longest header that is parsed: some take time that grows with the square of their length."""


class _TryAgain(Exception):
    """A failure that may be temporary, with the error to raise if it is not."""

    def __init__(self, error: SyncError) -> None:
        super().__init__(str(error))
        self.error = error


async def resolve_host(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host, IPv4 first. Raises `OSError`."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = dict.fromkeys(str(entry[4][0]) for entry in found)
    return sorted(addresses, key=lambda address: ":" in address)


async def fetch(
    ask: Ask,
    *,
    now: datetime,
    transport: httpx.AsyncBaseTransport | None = None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    resolve: Resolve = resolve_host,
) -> Answer:
    """Ask and return the whole answer.

    Raises `InputError` for an address that may never be asked, `Offline`, `Rejected` (`LeaveAlone` with a time)
    or `Unreadable` otherwise. Their messages show no more of the address than its host.
    """
    url = read_address(ask.url)
    if ask.not_before is not None and now < ask.not_before:
        raise left_alone(url, ask.not_before, now)
    last: SyncError = Offline(f"{host_of(url)} took longer than {ask.seconds:g} s to answer. {KEPT}")
    try:
        async with asyncio.timeout(ask.seconds), transport or _transport() as connections:
            journey = _Journey(ask, url, connections, resolve, now)
            for tried in range(1, _TRIES + 1):
                try:
                    return await journey.follow()
                except _TryAgain as passing:
                    last = passing.error
                    if tried < _TRIES:
                        await sleep(random.uniform(0.2, 0.6) * 2**tried)
    except TimeoutError:
        pass
    raise last


def get_ready() -> None:
    """Load what the first request needs, 0.3 s (measured); called in a thread, so that no key waits for it."""
    _certificates()


def _transport() -> httpx.AsyncBaseTransport:
    """Bare connections: an httpx client would keep cookies, read the environment and interpret redirects."""
    import httpx

    return httpx.AsyncHTTPTransport(verify=_certificates(), trust_env=False)


@cache
def _certificates() -> ssl.SSLContext:
    """Trusted certificates; read once, since that takes longer than an answer that nothing is new."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


class _Journey:
    """The way from an address to the answer, following redirects itself."""

    def __init__(
        self, ask: Ask, url: str, transport: httpx.AsyncBaseTransport, resolve: Resolve, now: datetime
    ) -> None:
        self._ask = ask
        self._url = without_user(url)
        self._secrets = dict(ask.headers) | basic_auth(url)
        self._etag, self._last_modified = validator(ask.etag), validator(ask.last_modified)
        self._transport = transport
        self._resolve = resolve
        self._now = now
        self._home: frozenset[str] = frozenset()

    async def follow(self) -> Answer:
        url, permanent, for_good = self._url, "", True
        for _ in range(_MAX_REDIRECTS + 1):
            async with self._open(url) as response:
                if response.status_code not in _REDIRECTS:
                    return await self._read(response, url, permanent)
                for_good = for_good and response.status_code in _PERMANENT
                url = self._next(url, _header(response, "Location"))
                permanent = url if for_good else permanent
        raise Rejected(f"{host_of(self._url)} sends from one address to the next without an end. {KEPT}")

    def _next(self, url: str, location: str) -> str:
        try:
            target = without_user(read_address(urljoin(url, location)))
        except (InputError, ValueError):
            raise Rejected(f"{host_of(url)} sends on to something that is not a web address. {KEPT}") from None
        if url.startswith("https:") and target.startswith("http:"):
            raise Rejected(f"{host_of(url)} sends on to an address without encryption; not followed. {KEPT}")
        return target

    @asynccontextmanager
    async def _open(self, url: str) -> AsyncIterator[httpx.Response]:
        """Connect to the address that was checked, not to whatever the name means a moment later."""
        import httpx

        addresses = await self._addresses(url)
        for address in addresses:
            request = self._request(url, address)
            try:
                response = await self._transport.handle_async_request(request)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if address == addresses[-1]:
                    raise _failed(url, error) from None
                continue
            except httpx.TransportError:
                raise _TryAgain(no_answer(url)) from None
            try:
                yield response
            finally:
                await response.aclose()
            return

    async def _addresses(self, url: str) -> list[str]:
        _, host, port = origin(url)
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError):
            raise Offline(f"There is no way to {host_of(url)}: no network, or no such server. {KEPT}") from None
        if not self._home:
            self._home = frozenset(addresses)
        inside = [address for address in addresses if is_private(address)]
        if inside and not (self._ask.allow_private and self._home.issuperset(inside)):
            raise private(url, asked=url == self._url)
        if not addresses:
            raise Offline(f"There is no server called {host_of(url)}. {KEPT}")
        return addresses

    def _request(self, url: str, address: str) -> httpx.Request:
        import httpx

        headers = {"User-Agent": AGENT, "Accept": self._ask.accept}
        headers |= {"Accept-Encoding": "gzip", "Connection": "close"}
        if self._etag:
            headers["If-None-Match"] = self._etag
        if self._last_modified:
            headers["If-Modified-Since"] = self._last_modified
        if origin(url) == origin(self._url):
            headers |= self._secrets
        try:
            parsed = httpx.URL(url)
            pinned = parsed.copy_with(host=address)
        except httpx.InvalidURL:
            raise InputError(f"{host_of(url)} is not the address of a web server.") from None
        extensions = {"sni_hostname": parsed.raw_host.decode("ascii"), "timeout": _TIMEOUTS}
        headers["Host"] = parsed.netloc.decode("ascii")
        return httpx.Request("GET", pinned, headers=headers, extensions=extensions)

    async def _read(self, response: httpx.Response, url: str, permanent: str) -> Answer:
        status = response.status_code
        asked_if_new = bool(self._etag or self._last_modified)
        if status != 200 and not (status == 304 and asked_if_new):
            error = refusal(status, _header(response, "Retry-After"), url, self._now)
            raise _TryAgain(error) if may_pass(status) and not isinstance(error, LeaveAlone) else error
        unchanged = status == 304
        return Answer(
            url=url,
            permanent_url=permanent,
            unchanged=unchanged,
            body=b"" if unchanged else await self._body(response, url),
            etag=validator(response.headers.get("ETag", self._etag if unchanged else "")),
            last_modified=validator(
                response.headers.get("Last-Modified", self._last_modified if unchanged else "")
            ),
            charset=charset(_header(response, "Content-Type")),
            next_url=next_url(_header(response, "Link"), url),
        )

    async def _body(self, response: httpx.Response, url: str) -> bytes:
        """Return the body, unpacked here, because httpx unpacks without a limit."""
        import httpx

        stream = response.stream
        assert isinstance(stream, httpx.AsyncByteStream)
        try:
            body = Body(_header(response, "Content-Encoding"), self._ask.limit)
            async for piece in stream:
                body.take(piece)
            return body.whole()
        except TooMuch:
            size = self._ask.limit / 1024 / 1024
            raise Unreadable(
                f"{host_of(url)} sent more than {size:g} MB, which is not a calendar. {KEPT}"
            ) from None
        except ValueError:
            raise Unreadable(f"{host_of(url)} sent something that cannot be unpacked. {KEPT}") from None
        except (httpx.TransportError, BrokeOff):
            raise _TryAgain(Offline(f"The answer of {host_of(url)} broke off. {KEPT}")) from None


def _header(response: httpx.Response, name: str) -> str:
    return str(response.headers.get(name, ""))[:_LONGEST_HEADER]


def _failed(url: str, error: httpx.TransportError) -> SyncError | _TryAgain:
    """Return what a failed connection means; one that is not trusted is not tried again."""
    said = no_answer(url, error)
    return _TryAgain(said) if isinstance(said, Offline) else said
