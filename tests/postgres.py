"""A throw-away PostgreSQL server, with a database for each test that wants one.

Needs Debian's `postgresql` (and `pgbouncer` for the tests with a pooler); without it those tests are skipped.
`ATMA_POSTGRES` names the folder of another server's programs, to try a version that Debian does not have.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from functools import cached_property
from itertools import count
from pathlib import Path

from atma_tui.store.postgres import setup
from atma_tui.store.postgres.connection.line import Line
from atma_tui.store.tiny.migrations import DOCUMENTS

MISSING = "needs PostgreSQL: apt-get install postgresql pgbouncer"
OWNER = "clinic"
_EMPTY = f"""
    truncate book.journal, book.documents, book.desks;
    update book.head set book = gen_random_uuid(), seq = 0, hash = '', trimmed = 0, trimmed_hash = '',
           format = {DOCUMENTS}
"""
_FAST = ("fsync=off", "full_page_writes=off")


def find(program: str) -> str:
    """Return where a program of PostgreSQL is; empty when it is not installed."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    folders = [os.environ.get("ATMA_POSTGRES", ""), *map(str, versions[-1:]), os.environ.get("PATH", "")]
    places = os.pathsep.join([*filter(None, folders), "/usr/sbin"])
    return shutil.which(program, path=places) or ""


def is_installed() -> bool:
    return bool(find("initdb"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A server on this computer, with nothing in it. `durable`: as a real one, else as quick as it can be."""

    def __init__(self, *, durable: bool = False, connections: int = 200) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="atma-postgres-"))
        self.port = free_port()
        self._connections = connections
        self._numbers = count(1)
        self._options = [] if durable else list(_FAST)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.folder.chmod(0o755)
        self.do(
            "initdb", "-U", OWNER, "-A", "trust", "--no-sync", "--no-instructions", "--locale=C.UTF-8", "-EUTF8"
        )
        self.start()

    def start(self) -> None:
        settings = [f"port={self.port}", "listen_addresses=127.0.0.1", "jit=off"]
        settings.append(f"max_connections={self._connections}")
        settings += [f"unix_socket_directories={self.folder}", *self._options]
        options = " ".join(f"-c {setting}" for setting in settings)
        self.do("pg_ctl", "-w", "-s", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        self.do("pg_ctl", "-w", "-s", "-m", mode, "stop")

    def do(self, program: str, *words: str) -> None:
        command = [find(program), "-D", str(self.folder / "data"), *words]
        subprocess.run(
            [*as_postgres(self.folder), *command], check=True, cwd=self.folder, stdout=subprocess.DEVNULL
        )

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str, login: str = OWNER, **more: str) -> str:
        query = "&".join(f"{name}={value}" for name, value in more.items())
        return f"postgresql://{login}@127.0.0.1:{self.port}/{database}" + (f"?{query}" if query else "")

    def line(self, database: str = "postgres", login: str = OWNER) -> Line:
        """Return a connection; to be closed."""
        return Line(f"host=127.0.0.1 port={self.port} user={login} dbname={database}", soon())

    def run(self, sql: str, database: str = "postgres", login: str = OWNER) -> list[list[bytes | None]]:
        line = self.line(database, login)
        try:
            return line.run(sql, soon())
        finally:
            line.close()

    def new_database(self) -> str:
        """Return the name of a new database, with nothing in it."""
        name = f"clinic_{next(self._numbers)}"
        self.run(f"create database {name} template template0")
        return name

    def make_book(self, database: str) -> str:
        """Make a shared book in a database; returns its name."""
        line = self.line(database)
        setup.make(line)
        line.close()
        return database

    def empty(self, database: str) -> None:
        """Make the shared book in a database another, empty one: quicker than a new database."""
        self.run(_EMPTY, database)

    def empty_book(self) -> str:
        """Return the name of a database with an empty shared book, always the same."""
        self.empty(self._used_again)
        return self._used_again

    @cached_property
    def _used_again(self) -> str:
        return self.make_book(self.new_database())


def soon() -> float:
    return time.monotonic() + 30


def as_postgres(home: Path) -> list[str]:
    """Return how a command is run that PostgreSQL does not let root run."""
    if os.geteuid() != 0:
        return []
    user = ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
    return ["setpriv", *user, "env", f"HOME={home}"]
