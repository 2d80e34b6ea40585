"""Calendar servers that other people wrote, run on loopback; `.ci/run` puts them into `.tools/servers`."""

from __future__ import annotations

import socket
import subprocess
from base64 import b64encode
from contextlib import contextmanager, suppress
from urllib.request import Request, urlopen

from tests.calendars.independent import parts

KEY = "desk:not-a-secret"
_MKCALENDAR = b'<?xml version="1.0"?><C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"/>'


class RealServer:
    """A running server with a folder of calendars."""

    def __init__(self, home: str) -> None:
        self._home = home
        self._made = 0

    def calendar(self) -> Calendar:
        """Make a new, empty calendar."""
        self._made += 1
        made = Calendar(f"{self._home}/calendar-{self._made}/")
        made.ask("MKCALENDAR", "", _MKCALENDAR)
        return made


class Calendar:
    """One calendar of a server, as a calendar program writes into it."""

    def __init__(self, url: str) -> None:
        self.url = url

    def ask(self, method: str, name: str, body: bytes | None = None) -> None:
        """Ask the server for a change."""
        kind = "application/xml" if method == "MKCALENDAR" else "text/calendar; charset=utf-8"
        headers = {"Content-Type": kind, "Authorization": f"Basic {b64encode(KEY.encode()).decode()}"}
        with urlopen(Request(self.url + name, data=body, method=method, headers=headers), timeout=30):
            pass

    def put(self, uid: str, **properties: str) -> None:
        """Write an event, new or changed."""
        lines = [f"{name.replace('_', '-')}:{value}" for name, value in properties.items()]
        event = ["BEGIN:VEVENT", f"UID:{uid}@made-up.example", "DTSTAMP:20261101T000000Z", *lines, "END:VEVENT"]
        whole = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//made up//EN", *event, "END:VCALENDAR", ""]
        self.ask("PUT", f"{uid}.ics", "\r\n".join(whole).encode())

    def delete(self, uid: str) -> None:
        """Take an event out."""
        self.ask("DELETE", f"{uid}.ics")


@contextmanager
def running(name, folder):
    """Run `radicale` or `xandikos` over a folder."""
    program = parts.TOOLS / "servers" / "bin" / name
    parts.need(program.exists(), f"{name} in .tools/servers")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words, ready, home = {"radicale": _radicale, "xandikos": _xandikos}[name](folder, port)
    with subprocess.Popen(
        [str(program), *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder, text=True
    ) as process:
        assert process.stdout is not None
        try:
            said = next((line for line in process.stdout if ready in line), "")
            assert said, "it ended before it was ready"
            _wait_until_open(port)
            yield RealServer(f"http://127.0.0.1:{port}{home}")
        finally:
            process.kill()


def _wait_until_open(port):
    """Connect until somebody listens: a server may say that it is ready a moment too early."""
    while True:
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=30):
            return


def _radicale(folder, port):
    told = ["[server]", f"hosts = 127.0.0.1:{port}", "[auth]", "type = none", "[storage]"]
    (folder / "config").write_text("\n".join([*told, f"filesystem_folder = {folder}/radicale", ""]))
    return ["-C", str(folder / "config")], "server ready", "/desk"


def _xandikos(folder, port):
    words = ["serve", "-d", str(folder / "xandikos"), "--defaults", "-l", "127.0.0.1", "-p", str(port)]
    return [*words, "--state-dir", str(folder), "--no-detect-systemd"], "Listening on", "/user/calendars"
