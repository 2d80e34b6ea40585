"""Books as a whole: a shared book in PostgreSQL, and moving a book from one place to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from atma_tui.cli.command import Arg, Command, Opt
from atma_tui.cli.progress import busy
from atma_tui.cli.reply import Reply, Table
from atma_tui.cli.values import number
from atma_tui.places import is_shared

if TYPE_CHECKING:
    from atma_tui.desk.whole_books import FolderStatus, Made, Status

_SharedArg = Annotated[str, Arg("ADDRESS", "postgresql://login@host/database")]
_LARGE_OBJECTS = (
    "Logins of desks can store large objects in this database, beside the book, and so fill its disk. To take "
    "that away, run this once as a superuser of the server: atma-tui book make ADDRESS"
)
_ThisBook = Annotated[str, Arg("ADDRESS", "postgresql://login@host/database, if not the book of this desk")]


class BookMake(Command):
    """Make a shared book in an empty database, or convert one to the format of this version.

    Run it as the owner of the database. It shows what every desk needs.
    """

    examples = ("book make postgresql://owner@db.example/clinic",)
    address: _SharedArg

    def reply(self) -> Reply:
        from atma_tui.desk.whole_books import make

        with busy("Making the shared book"):
            made, options = make(self.address)
        host, port = options.get("host") or "localhost", options.get("port", "5432")
        database = options.get("dbname", "")
        shape = {
            "database": database,
            "host": host,
            "new": made.is_new,
            "roles": made.has_roles,
            "large_objects": made.has_large_objects,
        }
        return Reply(
            shape=shape, parts=[_done(made, database), *_for_desks(made, host, port, database)], changed=True
        )


class BookMove(Command):
    """Copy a book into a new one, in a folder or a database, and compare the two.

    The book that is moved stays as it is. Close its desks first: what they save later is not moved.
    """

    examples = ("book move my-book postgresql://owner@db.example/clinic",)
    source: Annotated[str, Arg("FROM", "folder or address of the book")]
    target: Annotated[str, Arg("TO", "folder or address of the new one, which must be empty")]

    def reply(self) -> Reply:
        from atma_tui.desk.whole_books import move
        from atma_tui.places import refuse_password
        from atma_tui.settings import book_place

        source, target = book_place(self.source), book_place(self.target)
        refuse_password(source)
        refuse_password(target)
        with busy("Moving the book"):
            number = move(source, target, operator=self.settings().operator)
        return Reply(
            shape={"from": self.source, "to": self.target, "records": number},
            parts=[
                f"{self.target} holds the {number} records of {self.source}, which were compared one by one.",
                f"Give every desk the new address: ATMA_BOOK={self.target}",
            ],
            changed=True,
        )


class BookStatus(Command):
    """Show the state of a book, and for a shared one who is at which desk."""

    only_looks = True
    examples = ("book status", "book status --json")
    address: Annotated[str, Arg("BOOK", "folder or address, if not the book of this desk")] = ""

    def reply(self) -> Reply:
        from msgspec import to_builtins

        from atma_tui.desk.whole_books import folder_status, status
        from atma_tui.settings import book_place

        book = book_place(self.address) if self.address else self.settings().book
        if not is_shared(book):
            folder = folder_status(book)
            return Reply(shape=to_builtins(folder), parts=_described_folder(folder))
        found = status(book)
        return Reply(shape=to_builtins(found), parts=_described(found))


class BookTrim(Command):
    """Delete the old part of a shared book's journal; the book itself stays whole.

    A desk that was away for longer copies the book anew when it comes back.
    """

    examples = ("book trim --days 90",)
    address: _ThisBook = ""
    days: Annotated[int, Opt("N", "keep what happened in so many days", number(1, 36500))] = 90

    def reply(self) -> Reply:
        from atma_tui.desk.whole_books import trim

        with busy("Trimming the journal"):
            left = trim(self.address or self.settings().book, self.days)
        return Reply(shape={"left": left}, parts=[f"The journal holds {left} transactions now."], changed=True)


def _done(made: Made, database: str) -> str:
    if made.is_new:
        return f"Made a shared book in the database {database}."
    if made.migrated_from:
        return f"Brought the shared book in {database} from format {made.migrated_from} to today's."
    return f"There is a shared book in the database {database}; it has today's format."


def _for_desks(made: Made, host: str, port: str, database: str) -> list[str]:
    if not made.has_roles:
        return [
            "This login may not make roles, so only it can use the book. A login that may make roles can run this "
            "again, and then every desk gets a login of its own."
        ]
    return [
        *([_LARGE_OBJECTS] if made.has_large_objects else []),
        "For each desk, in psql as the owner (with the desk's own name in the place of front-desk):",
        f'  create role "front-desk" login in role "{database}_desk";',
        '  \\password "front-desk"',
        "On the desk's computer, one line in ~/.pgpass, which nobody else may read (chmod 600 ~/.pgpass):",
        f"  {host}:{port}:{database}:front-desk:PASSWORD",
        "And in the configuration file of atma-tui there:",
        f'  book = "postgresql://front-desk@{host}:{port}/{database}?sslmode=verify-full"',
        f'A lead\'s login is in role "{database}_leads" instead: it may also remove the names of people for good.',
        f'For reports, a login in role "{database}_reports" reads the views in the schema reporting.',
    ]


def _described_folder(found: FolderStatus) -> list[str]:
    from atma_tui.desk.chain_words import head_line

    sealed = "encrypted" if found.encrypted else "not encrypted"
    return [
        f"Book {found.book}, format {found.format}, in a folder, {sealed}.",
        f"{found.documents} records, {found.bytes / 1e6:.1f} MB; transaction {found.seq}.",
        head_line(found.head),
    ]


def _described(found: Status) -> list[str | Table]:
    from atma_tui.desk.chain_words import head_line

    size = f"{found.documents} records, {found.bytes / 1e6:.1f} MB on the server"
    line = "encrypted" if found.encrypted else "not encrypted"
    desks = Table(
        ("Operator", "Computer", "Login", "Behind", "Heard of"),
        [(one.operator, one.computer, one.login, one.behind, f"{one.seconds} s ago") for one in found.desks],
    )
    return [
        f"Book {found.book}, format {found.format}, on PostgreSQL {found.server} as {found.login}, {line}.",
        f"{size}; transaction {found.seq}" + (f", saved {found.last_at}" if found.last_at else "") + ".",
        f"The journal holds {found.journal} transactions"
        + (f"; those up to {found.trimmed} were trimmed." if found.trimmed else "."),
        head_line(found.head),
        *([found.warning] if found.warning else []),
        *([_LARGE_OBJECTS] if found.has_large_objects else []),
        desks if found.desks else "No desk was open in the last day.",
    ]
