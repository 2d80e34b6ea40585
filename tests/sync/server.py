"""A web server on loopback that misbehaves on request: each path plays one part."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\nEND:VCALENDAR\r\n"

Part = Callable[["Request", asyncio.StreamWriter], Awaitable[None]]


class Request:
    """What a client asked."""

    def __init__(self, head: bytes) -> None:
        lines = head.decode("latin-1").split("\r\n")
        self.path = lines[0].split(" ")[1]
        self.headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:] if line)
        }


class Server:
    """Plays the parts, and remembers every request."""

    def __init__(self) -> None:
        self.parts: dict[str, Part] = {}
        self.requests: list[Request] = []
        self.port = 0
        self.talks: list[tuple[asyncio.Task[None], asyncio.StreamWriter]] = []

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        assert talk is not None
        self.talks.append((talk, writer))
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            request = Request(await reader.readuntil(b"\r\n\r\n"))
            self.requests.append(request)
            await self.parts[request.path.partition("?")[0]](request, writer)
            await writer.drain()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


@asynccontextmanager
async def serving() -> AsyncIterator[Server]:
    """Run a server for the length of a test."""
    server = Server()
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        for talk, writer in server.talks:
            if not talk.done():
                talk.cancel()
                writer.transport.abort()
        await asyncio.gather(*(talk for talk, _ in server.talks), return_exceptions=True)
        await asyncio.sleep(0)


def answer(status: int, body: bytes = b"", **headers: str) -> Part:
    """An ordinary answer with a Content-Length."""

    async def part(request: Request, writer: asyncio.StreamWriter) -> None:
        named = {"Content-Length": str(len(body)), "Connection": "close"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        writer.write(f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode() + body)

    return part


def in_turn(*parts: Part) -> Part:
    """The first part at the first request, and so on; the last one stays."""
    left = list(parts)

    async def part(request: Request, writer: asyncio.StreamWriter) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(request, writer)

    return part


def with_validators(body: bytes, etag: str, last_modified: str) -> Part:
    """An answer that is 304 for a client that has it."""
    full = answer(200, body, ETag=etag, Last_Modified=last_modified)
    same = answer(304, ETag=etag)

    async def part(request: Request, writer: asyncio.StreamWriter) -> None:
        await (same if request.headers.get("if-none-match") == etag else full)(request, writer)

    return part


def cut(body: bytes, *, length: int | None) -> Part:
    """An answer that ends too early, with a Content-Length that says so or without any."""

    async def part(request: Request, writer: asyncio.StreamWriter) -> None:
        promised = f"Content-Length: {length}\r\n" if length is not None else ""
        writer.write(f"HTTP/1.1 200 OK\r\n{promised}Connection: close\r\n\r\n".encode() + body)

    return part


def bomb(megabytes: int) -> Part:
    """A small gzip answer that unpacks to much."""
    return answer(200, gzip.compress(bytes(megabytes * 1024 * 1024), 9), Content_Encoding="gzip")


async def drip(request: Request, writer: asyncio.StreamWriter) -> None:
    """One byte every now and then, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"B")
        await writer.drain()
        await asyncio.sleep(0.02)


async def endless(request: Request, writer: asyncio.StreamWriter) -> None:
    """A body without an end, as fast as it goes."""
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    while not writer.is_closing():
        writer.write(bytes(65536))
        await writer.drain()


async def hang_up(request: Request, writer: asyncio.StreamWriter) -> None:
    """No answer at all."""
