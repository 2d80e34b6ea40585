"""A TCP proxy on this computer that delays, holds or cuts what goes through it, as lines between cities do."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable


class Proxy:
    """Leads from `port` to another port on this computer. Everything can be changed while it runs."""

    def __init__(self, to: int, *, delay: float = 0.0) -> None:
        """`delay` is in seconds, each way."""
        self.to, self.delay = to, delay
        self.cuts = 0.0
        """Share of the server's answers on which the line is cut."""
        self.is_down = False
        """Whether new connections are refused."""
        self._flows = asyncio.Event()
        self._flows.set()
        self._random = random.Random(1)
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = int(self._server.sockets[0].getsockname()[1])

    def hold(self) -> None:
        """Take what is sent, and deliver nothing until `release`: nobody gets an error."""
        self._loop.call_soon_threadsafe(self._flows.clear)

    def release(self) -> None:
        """Deliver again, also what was held."""
        self._loop.call_soon_threadsafe(self._flows.set)

    def cut(self) -> None:
        """Cut all lines."""
        self._loop.call_soon_threadsafe(self._abort)

    def close(self) -> None:
        self._do(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, what):
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(30)

    async def _stop(self) -> None:
        self._server.close()
        self._flows.set()
        self._abort()
        rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        await asyncio.gather(*rest, return_exceptions=True)

    def _abort(self) -> None:
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_down:
            writer.transport.abort()
            return
        try:
            from_server, to_server = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, to_server}
        await asyncio.gather(
            self._pump(reader, to_server, lambda: False),
            self._pump(from_server, writer, lambda: self._random.random() < self.cuts),
        )

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, is_cut: Callable[[], bool]
    ) -> None:
        try:
            while data := await reader.read(1 << 16):
                if is_cut():
                    break
                await self._flows.wait()
                self._loop.call_later(self.delay, self._send, writer, data)
        except OSError:
            pass
        finally:
            self._loop.call_later(self.delay, writer.transport.abort)

    def _send(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        if not writer.transport.is_closing():
            writer.write(data)
