"""What a command of the command line is: a class whose annotated fields are its arguments and options.

class Withdraw(DeskCommand):
    \"\"\"Withdraw an enrolment; the seat is offered to the next in line.\"\"\"      # its help

    examples = ('withdraw enr-09bd --reason "ill"',)
    enrolment: Annotated[str, Arg("ENROLMENT", "id of the enrolment")]           # required: it has no value here
    reason: Annotated[str, Opt("REASON", "kept with it")] = ""

    def run(self, desk: Desk) -> Reply: ...                                      # `self` holds what was typed

`vars(self)` holds only what was typed. Its name is in `table`. Modules of commands load nothing heavy before a
command runs: `--help` shows them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Literal,
    NamedTuple,
    get_args,
    get_origin,
    get_type_hints,
)

from atma_tui.domain.errors import AtmaError, BookError

if TYPE_CHECKING:
    from atma_tui.cli.reply import Reply
    from atma_tui.desk.desk import Desk
    from atma_tui.settings import Settings

Reader = Callable[[str, str], object]
"""Reads a value. Gets the name of the option, for its refusal, and what was typed."""


class Arg(NamedTuple):
    """An argument, known by its position. One with a value in the class may be left out."""

    metavar: str
    help: str = ""
    """The choices when empty."""
    read: Reader | None = None
    many: bool = False


class Opt(NamedTuple):
    """An option with a value after it."""

    metavar: str
    help: str = ""
    """The choices when empty."""
    read: Reader | None = None
    many: bool = False
    flag: str = ""
    """What is typed; the name of the field when empty: `--clash-why` for `clash_why`."""


class Flag(NamedTuple):
    """An option without a value after it. A field may have several, each with the value that it means."""

    help: str
    value: object = True
    flag: str = ""
    """What is typed; the name of the field when empty."""


class Field(NamedTuple):
    """One declared field of a command."""

    name: str
    specs: Sequence[Arg | Opt | Flag]
    choices: Sequence[str]
    """The words of a `Literal`; all when empty."""
    required: bool
    default: object


class Command:
    """A command. What every command has may stand before it as well, as in `atma-tui --json events`."""

    examples: ClassVar[Sequence[str]] = ()
    """Command lines for the end of its help, without `atma-tui`."""
    csv = False
    command_name: ClassVar[str] = ""
    """What is typed for it, such as `person add`; the table of all commands sets it."""
    only_looks: ClassVar[bool] = False
    """Whether it never changes the book: all that it reads is then of one moment."""

    book: Annotated[str, Opt("BOOK", "folder of the book, or its postgresql:// address")] = ""
    operator: Annotated[str, Opt("NAME", "who is at the desk; kept with every change")] = ""
    config: Annotated[str, Opt("FILE", "configuration file to use")] = ""
    json: Annotated[bool, Flag("answer as JSON on stdout; a refusal too")] = False

    def reply(self) -> Reply:
        """Do it."""
        raise NotImplementedError

    def settings(self) -> Settings:
        """Return the settings, with what was typed of them."""
        from atma_tui.settings import settings

        return settings(book=self.book, operator=self.operator, config=self.config)


class CommandLineCommand(Command):
    """A command about the command line itself."""

    make_parser: Callable[..., Any]
    """Makes the parser of all commands; set by whoever reads the command line, which knows them all."""


class DeskCommand(Command):
    """A command over an open book."""

    def run(self, desk: Desk) -> Reply:
        """Do it at the desk."""
        raise NotImplementedError

    def sign_in(self, desk: Desk) -> None:
        """Let whoever was named show who they are, where the clinic records who works at the desk."""
        if desk.book.at_desk.has_operators:
            from atma_tui.cli.secrets.signing_in import sign_in

            sign_in(desk)

    def answer(self, desk: Desk) -> Reply:
        """Do it at the desk, at one moment if it only looks; the log keeps which clients are shown.

        Masked clients are hidden in the answer. Of those whom an act is about the log has the act.
        """
        from atma_tui.desk.history.shown_people import ids_in, named_in, texts_in

        run = partial(desk.view, partial(self.run, desk)) if self.only_looks else partial(self.run, desk)
        try:
            done = desk.book.do(run)
        except AtmaError as error:
            desk.looks.saw(named_in(desk.book, str(error), vars(self).values()), self.command_name)
            error.args = desk.masking.hide(error.args)
            raise
        logged = {id for act in done.acts for id in act.related_ids}
        reply = done.value
        ids = {*texts_in(reply.shape), *(id for note in reply.notes for id in ids_in(note))} - logged
        desk.looks.saw(desk.book.people(ids), self.command_name, done="export" if self.csv else "view")
        return desk.masking.hide(reply._replace(changed=reply.changed or bool(done.acts)))

    def reply(self) -> Reply:
        """Open the book, do it, close the book."""
        from atma_tui.cli.progress import busy
        from atma_tui.desk.opening import open_store

        with busy("Opening the book") as say:
            desk = open_store(self.settings(), say=say)
        try:
            with _telling_of_server(desk):
                self.sign_in(desk)
                desk.poll()
                return self.answer(desk)
        finally:
            desk.close()
            _tell_of_looks(desk)


def _tell_of_looks(desk: Desk) -> None:
    """Say on stderr that looks are missing from their log: where a book may only be read, it is read anyway."""
    from atma_tui.cli import streams

    if desk.looks.lost:
        streams.tell(f"The look at clients could not be logged. {desk.looks.lost}")


@contextmanager
def _telling_of_server(desk: Desk) -> Iterator[None]:
    """Say on stderr that what is shown may be old, and what came of a change that got no answer.

    An error of the book, as when it cannot be written, says itself what is wrong with it.
    """
    refused = False
    try:
        yield
    except BookError:
        refused = True
        raise
    finally:
        _tell_of_server(desk, refused=refused)


def _tell_of_server(desk: Desk, *, refused: bool) -> None:
    from atma_tui.cli import streams

    if (sharing := desk.sharing) is None:
        return
    if not refused and (not sharing.live or sharing.refusal):
        why = sharing.refusal or f"The shared book cannot be reached ({sharing.why or 'no answer yet'})."
        streams.tell(f"{why} This is what this computer knew last.")
    if sharing.notice:
        streams.tell(sharing.notice)


def fields(command: type[Command]) -> list[Field]:
    """Return what a command takes: what it inherits, its own, and at the end what every command has."""
    hints = get_type_hints(command, include_extras=True)
    declared_by: dict[str, type] = {}
    for kind in reversed(command.__mro__):
        declared_by.update(dict.fromkeys(getattr(kind, "__annotations__", ()), kind))
    return [
        Field(
            name,
            specs=hints[name].__metadata__,
            choices=_choices(hints[name]),
            required=name not in vars(declared_by[name]),
            default=getattr(command, name, None),
        )
        for name in sorted(declared_by, key=lambda name: name in Command.__annotations__)
        if get_origin(hints[name]) is Annotated
    ]


def _choices(hint: Any) -> Sequence[str]:  # noqa: ANN401 -- any annotation
    if get_origin(hint) is Annotated:
        return _choices(hint.__origin__)
    if get_origin(hint) is Literal:
        return get_args(hint)
    return next(filter(None, map(_choices, get_args(hint))), ())


def title(command: type[Command]) -> str:
    """Return the line about a command in a list of commands."""
    line = (command.__doc__ or " ").partition("\n")[0]
    return f"{line[0].lower()}{line[1:].rstrip('.')}"


def description(command: type[Command]) -> str:
    """Return what the help of a command says above its options."""
    line, _, more = (command.__doc__ or "").partition("\n")
    return f"{line}\n{' '.join(more.split())}".rstrip()
