"""A web server for this computer alone, which shows the demo's website while the demo is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain, repeat
from threading import Lock, Thread

PATH = "/events"
_IDLE_SECONDS = 5
_LOOK_SECONDS = 0.1
"""How often the thread looks whether it is to end."""


@contextmanager
def loopback_website(pages: Sequence[bytes]) -> Iterator[str]:
    """Serve one page after the other at the address that is given, the last one again and again."""
    following, turning = chain(pages[:-1], repeat(pages[-1])), Lock()

    class Handler(BaseHTTPRequestHandler):
        timeout = _IDLE_SECONDS

        def do_GET(self) -> None:
            if self.path != PATH:
                return self.send_error(404)
            with turning:
                page = next(following)
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)
            return None

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the terminal is the desk's."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(_LOOK_SECONDS,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{PATH}"
        finally:
            server.shutdown()
            thread.join()
