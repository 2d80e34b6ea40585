"""Programs in a real terminal: a bare pseudo-terminal (`Pty`), one read by an emulator (`Terminal`), and tmux.

    with Terminal([sys.executable, "-m", "atma_tui", "demo"]) as terminal:
        terminal.until("Today")
        terminal.send(b"\\x11")
        assert terminal.wait_exit() == 0

Nothing sleeps for a fixed time: everything waits for bytes or text, with a deadline.
"""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import pyte

from tests.patience import HANG

ROOT = Path(__file__).parents[2]


class Pty:
    """A process on a pseudo-terminal, and every byte it wrote."""

    def __init__(
        self,
        argv: Sequence[str],
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
    ) -> None:
        columns, rows = size
        unset = ("NO_COLOR", "PYTHONDONTWRITEBYTECODE", "TEXTUAL_FPS")
        inherited = {name: value for name, value in os.environ.items() if name not in {*unset, "COLUMNS", "LINES"}}
        terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        self.written = bytearray()
        self.started = time.perf_counter()
        self.status: int | None = None
        self.peak_kib = 0
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                os.chdir(ROOT)
                os.execvpe(argv[0], list(argv), {**inherited, **terminal, **(env or {})})
            finally:
                os._exit(127)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, timeout: float) -> bytes | None:
        """Return what is written within `timeout` seconds, empty if nothing, None when nobody writes any more."""
        if not select.select([self.fd], [], [], timeout)[0]:
            return b""
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return None
        self.written += data
        return data or None

    def wait_bytes(self, marker: bytes, timeout: float = HANG, start: int = 0) -> float:
        """Return the seconds since the start of the process when `marker` was written."""
        deadline = time.perf_counter() + timeout
        while self.written.find(marker, start) < 0:
            left = deadline - time.perf_counter()
            if left <= 0 or self.read(left) is None:
                raise AssertionError(f"{marker!r} was never written; last: {bytes(self.written[-400:])!r}")
        return time.perf_counter() - self.started

    def drain(self, quiet: float = 0.1, most: float = 5) -> None:
        """Read until nothing comes for `quiet` seconds."""
        deadline = time.perf_counter() + most
        while time.perf_counter() < deadline and self.read(quiet):
            pass

    def send(self, data: bytes) -> None:
        """Type."""
        os.write(self.fd, data)

    def signal(self, number: int) -> None:
        """Send a signal to the process."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the terminal's window."""
        os.close(self.fd)
        self.fd = -1

    def wait_exit(self, timeout: float = HANG) -> int:
        """Return the exit code (negative: the signal that killed it)."""
        deadline = time.perf_counter() + timeout
        while time.perf_counter() < deadline:
            if self.fd < 0:
                time.sleep(0.005)
            else:
                self.read(0.01)
            if self._reap(os.WNOHANG):
                while self.fd >= 0 and self.read(0.05):
                    pass
                assert self.status is not None
                return os.waitstatus_to_exitcode(self.status)
        raise AssertionError(f"still running; last: {bytes(self.written[-400:])!r}")

    def _reap(self, options: int) -> bool:
        if self.status is None:
            pid, status, usage = os.wait4(self.pid, options)
            if pid:
                self.status, self.peak_kib = status, usage.ru_maxrss
        return self.status is not None

    def close(self) -> None:
        """End the process, whatever it does."""
        if not self._reap(os.WNOHANG):
            os.kill(self.pid, signal.SIGKILL)
            self._reap(0)
        if self.fd >= 0:
            self.hang_up()


class Terminal(Pty):
    """A process on a pseudo-terminal, and the screen that a terminal would show."""

    def __init__(
        self,
        argv: Sequence[str],
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(argv, size, env)
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)

    def resize(self, size: tuple[int, int]) -> None:
        """Give the window another size."""
        columns, rows = size
        self.drain()
        self._screen.resize(rows, columns)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, timeout: float) -> bytes | None:
        """Read, and draw what was read."""
        data = super().read(timeout)
        if data:
            self._stream.feed(data)
        return data

    @property
    def text(self) -> str:
        """The screen as lines without blanks at their ends."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def until(self, needle: str, timeout: float = HANG) -> str:
        """Return the screen when it shows `needle`."""
        return self._wait(needle, True, timeout)

    def gone(self, needle: str, timeout: float = HANG) -> str:
        """Return the screen when it no longer shows `needle`: after Escape, before the next key."""
        return self._wait(needle, False, timeout)

    def _wait(self, needle: str, wanted: bool, timeout: float) -> str:
        deadline = time.perf_counter() + timeout
        while (needle in self.text) != wanted:
            if time.perf_counter() > deadline or self.read(0.05) is None:
                raise AssertionError(f"{needle!r} is {'not' if wanted else 'still'} on the screen:\n{self.text}")
        return self.text


class Tmux:
    """A program in a tmux of its own: what a person with tmux sees."""

    def __init__(self, command: str, folder: Path, size: tuple[int, int] = (80, 24)) -> None:
        """Run a shell command; `folder` takes the socket. `EXIT-n` is on the screen once it ended."""
        self._socket = folder / "tmux"
        columns, rows = (str(number) for number in size)
        self._run("new-session", "-d", "-x", columns, "-y", rows, "-c", str(ROOT), "cat")
        self._run("set", "-g", "escape-time", "0")
        shell = f"env TERM=tmux-256color COLORTERM=truecolor LC_ALL=C.UTF-8 {command}; echo EXIT-$?; cat"
        self._run("respawn-pane", "-k", shell)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._run("kill-server")

    def _run(self, *words: str) -> str:
        command = ["tmux", "-S", str(self._socket), "-f", "/dev/null", *words]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=HANG).stdout

    def keys(self, *names: str) -> None:
        """Press keys by tmux's names: `F1`, `C-q`, `Escape`."""
        self._run("send-keys", *names)

    def type(self, text: str) -> None:
        """Type text."""
        self._run("send-keys", "-l", text)

    @property
    def text(self) -> str:
        """What the pane shows."""
        return self._run("capture-pane", "-p")

    def until(self, needle: str, timeout: float = HANG) -> str:
        """Return the screen when it shows `needle`."""
        return self._wait(needle, True, timeout)

    def gone(self, needle: str, timeout: float = HANG) -> str:
        """Return the screen when it no longer shows `needle`: after Escape, before the next key."""
        return self._wait(needle, False, timeout)

    def _wait(self, needle: str, wanted: bool, timeout: float) -> str:
        deadline = time.monotonic() + timeout
        while (needle in (shown := self.text)) != wanted:
            if time.monotonic() > deadline:
                raise AssertionError(f"{needle!r} is {'not' if wanted else 'still'} on the screen:\n{shown}")
            time.sleep(0.02)
        return shown
