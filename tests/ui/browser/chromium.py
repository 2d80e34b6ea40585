"""A program in a real browser: textual-serve, and headless Chromium that is driven from here."""

import asyncio
import base64
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

from tests.patience import HANG

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_OPTIONS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--window-size=1200,800"),
    *("--no-first-run", "--disable-extensions", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
)


class Page:
    """A page of the browser, and all that its program sent to it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket, self._numbers = socket, count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.received = bytearray()
        self._news = asyncio.Event()

    async def listen(self) -> None:
        """Take in what the browser says."""
        async for message in self._socket:
            said = message.json()
            if (future := self._answers.pop(said.get("id", 0), None)) is not None:
                future.set_result(said.get("result", said))
            elif said.get("method") == "Network.webSocketFrameReceived":
                frame = said["params"]["response"]
                binary = frame["opcode"] == 2
                self.received += (
                    base64.b64decode(frame["payloadData"]) if binary else frame["payloadData"].encode()
                )
                self._news.set()

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask the browser to do something."""
        number = next(self._numbers)
        self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        return await self._answers[number]

    async def until(self, words: str) -> None:
        """Wait until the program has drawn these words since the last wait."""
        async with asyncio.timeout(HANG):
            while words.encode() not in self.received:
                self._news.clear()
                await self._news.wait()
        del self.received[:]

    async def press(self, key: str, code: int = 0) -> None:
        """Press a key: a character, or a name such as `Escape` with its code."""
        text = {"text": key} if len(key) == 1 else {}
        codes = {"windowsVirtualKeyCode": code} if code else {}
        await self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **text, **codes)
        await self.call("Input.dispatchKeyEvent", type="keyUp", key=key, **codes)

    async def focus(self) -> None:
        """Type into the program from now on, as after a click on it."""
        await self.call("Runtime.evaluate", expression="document.querySelector('textarea').focus()")

    async def picture(self) -> bytes:
        """Return what is seen, as a PNG."""
        return base64.b64decode((await self.call("Page.captureScreenshot"))["data"])


@asynccontextmanager
async def served(command: str) -> AsyncIterator[str]:
    """Serve a program as `textual serve` does, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serve = f"from textual_serve.server import Server; Server({command!r}, host='127.0.0.1', port={port}).serve()"
    with _running(sys.executable, "-c", serve):
        url = f"http://127.0.0.1:{port}"
        async with asyncio.timeout(HANG), aiohttp.ClientSession() as session:
            while not await _answers(session, url):
                await asyncio.sleep(0.05)
        yield url


async def _answers(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as answer:
            return answer.ok
    except aiohttp.ClientConnectionError:
        return False


@contextmanager
def _running(*words: str) -> Iterator[None]:
    """Run a program beside this one until the block is left."""
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(HANG)


@asynccontextmanager
async def page(url: str, folder: Path) -> AsyncIterator[Page]:
    """Open an address in a browser of its own."""
    assert CHROMIUM
    with _running(CHROMIUM, *_OPTIONS, f"--user-data-dir={folder}", "about:blank"):
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{await _port(folder)}/json/list") as answer:
                [target] = [one for one in await answer.json() if one["type"] == "page"]
            async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                opened = Page(socket)
                listening = asyncio.create_task(opened.listen())
                await opened.call("Network.enable")
                await opened.call("Page.enable")
                await opened.call("Page.navigate", url=url)
                yield opened
                listening.cancel()


async def _port(folder: Path) -> int:
    """Return where the browser listens, once it says so."""
    said = folder / "DevToolsActivePort"
    async with asyncio.timeout(HANG):
        while not (said.is_file() and "\n" in said.read_text()):
            await asyncio.sleep(0.02)
    return int(said.read_text().split("\n")[0])
