"""The book as a whole: backup, restore; and what is wrong here, if anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, NamedTuple

from atma_tui.cli.command import Arg, Command, DeskCommand, Flag, Opt
from atma_tui.cli.files import path, read
from atma_tui.cli.progress import busy
from atma_tui.cli.reply import Reply, Table
from atma_tui.domain.errors import AtmaError, InputError, Locked
from atma_tui.domain.timing.clock import clock_words
from atma_tui.domain.when import zone_data_is_current
from atma_tui.places import is_shared

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.settings import Settings

_NOT_MENDED = "nothing had to be mended"


class Backup(DeskCommand):
    """Write the whole book into one file."""

    examples = ("backup monday.json", "backup")
    file: Annotated[
        str,
        Arg("FILE", "file to write; an earlier backup of this book is replaced. Left out: one of today's date"),
    ] = ""
    replace: Annotated[bool, Flag("replace also a backup of another book, or any other file")] = False

    plain: Annotated[bool, Flag("do not encrypt it, although the book is encrypted")] = False

    def run(self, desk: Desk) -> Reply:
        from atma_tui.desk.chain_words import head_line
        from atma_tui.desk.maintenance import backup, todays_backup

        file = path(self.file).absolute() if self.file else todays_backup(desk.book, self.settings())
        with busy("Writing the backup"):
            written = backup(desk.book, file, replace=self.replace, plain=self.plain)
        desk.looks.saw(None, self.command_name, done="export", everybody=True)
        return Reply(
            shape={"file": str(file), "records": written.records, "head": written.head},
            parts=[
                f"Wrote the whole book, {written.records} records, to {file}.",
                head_line(written.head),
            ],
            changed=True,
        )


class Restore(Command):
    """Put a backup into a new book."""

    examples = ("restore monday.json --book restored-book",)
    file: Annotated[str, Arg("FILE", "file that `backup` wrote, or the folder of a book")]

    def reply(self) -> Reply:
        from atma_tui.desk.maintenance import restore

        file, settings = path(self.file).absolute(), self.settings()
        with busy("Reading the backup"):
            number = restore(file, settings)
        return Reply(
            shape={"file": str(file), "book": settings.book, "records": number},
            parts=[f"The new book at {settings.book} holds the {number} records of {file}."],
            changed=True,
        )


class Finding(NamedTuple):
    """One thing that was looked at, and what to do about it."""

    what: str
    ok: bool
    summary: str
    head: str = ""
    """The whole head of the history, where that is what it is about."""

    def shape(self) -> dict[str, object]:
        """Return it for `--json`."""
        shape = self._asdict()
        return shape if self.head else {name: shape[name] for name in ("what", "ok", "summary")}


class Check(Command):
    """Say what is wrong here, if anything: time data, book, permissions, clock.

    With a calendar file: what a strict reader would object to in it, in plain words.
    """

    only_looks = True
    examples = ("check", "check edmonton.ics", 'check --head "9f86 d081 884c 7d65"')
    file: Annotated[str, Arg("FILE", "check this calendar file instead")] = ""
    mend: Annotated[bool, Flag("put aside what is damaged at the end of the book's journal, and go on")] = False
    head: Annotated[str, Opt("HEX", "say whether that head is part of the book's history, and fail if not")] = ""

    def reply(self) -> Reply:
        found = list(_of_file(self.file) if self.file else self._of_desk())
        wrong = sum(1 for one in found if not one.ok)
        verdict = f"{wrong} to look at." if wrong else "All is well."
        return Reply(
            shape=[one.shape() for one in found],
            parts=[Table((), [("ok" if one.ok else "PROBLEM", one.what, one.summary) for one in found]), verdict],
            exit_code=1 if wrong else 0,
            changed=any(one.what == "mended" and one.summary != _NOT_MENDED for one in found),
        )

    def _of_desk(self) -> Iterator[Finding]:
        from atma_tui.desk.chain_words import read_head

        head = read_head(self.head) if self.head else ""
        yield _time_data()
        try:
            found = self.settings()
        except AtmaError as error:
            yield Finding("settings", False, str(error))
            return
        used = f"from {found.config}" if found.config.exists() else "no file; the usual ones"
        yield from _of_keys(found) or [Finding("settings", True, used)]
        yield Finding("operator", True, found.operator)
        yield from _of_folders(found)
        yield from _of_book(found, mending=self.mend, head=head)


def _of_keys(settings: Settings) -> list[Finding]:
    """Return what is wrong with the keys of the configuration file. All screens are loaded only if it has some."""
    if not settings.keys:
        return []
    from atma_tui.ui.settings.keys_screen import refuse_wrong_key

    found = []
    for id, key in settings.keys.items():
        try:
            refuse_wrong_key(id, key)
        except InputError as error:
            found.append(Finding("settings", False, f"{settings.config}: {error}"))
    return found


def _of_file(name: str) -> Iterator[Finding]:
    from atma_tui.calendars.reading.text.decoding import MOST_BYTES
    from atma_tui.calendars.validation.validator import objections

    data = read(name, MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        yield Finding(name, False, f"it is larger than {MOST_BYTES >> 20} MB, which many programs do not read")
        return
    found = objections(data)
    for summary in found:
        yield Finding(name, False, summary)
    if not found:
        yield Finding(name, True, "a strict reader has nothing to object to")


def _time_data() -> Finding:
    if zone_data_is_current():
        return Finding("time data", True, "up to date: Alberta is at UTC-06:00 all year")
    return Finding(
        "time data", False, "they are too old for Alberta's time; update the tzdata package (2026.3 or later)"
    )


def _of_folders(settings: Settings) -> Iterator[Finding]:
    from atma_tui.desk.maintenance import exposed, unwritable

    found = unwritable(settings) + exposed(settings)
    for summary in found:
        yield Finding("folders", False, summary)
    if not found:
        yield Finding(
            "folders", True, "the desk may write where it needs to, and nothing about people is published"
        )


def _of_book(settings: Settings, *, mending: bool, head: str) -> Iterator[Finding]:
    from atma_tui.desk.chain_words import FOUND, readable
    from atma_tui.desk.maintenance import check, is_empty, mend

    if not is_shared(settings.book) and is_empty(path(settings.book)):
        yield Finding("book", True, f"none yet at {settings.book}; it is made when the desk first opens")
        return
    try:
        if mending:
            yield Finding("mended", True, mend(settings) or _NOT_MENDED)
        with busy("Reading the book") as say:
            checked = check(settings, say, head=head)
    except Locked:
        raise
    except AtmaError as error:
        yield Finding("book", False, str(error))
        return
    for summary in checked.problems:
        yield Finding("book", False, summary)
    if not checked.problems:
        closed = "" if is_shared(settings.book) else ", and no other login can look into it"
        yield Finding("book", True, f"{settings.book} is whole{closed}")
    if checked.head:
        yield Finding("history", True, f"its head is {readable(checked.head)}", checked.head)
    if checked.found is not None:
        yield Finding("head", checked.found.is_known, FOUND[checked.found])
    yield _clock(checked.last_act_at, datetime.now(UTC))


def _clock(last: datetime | None, now: datetime) -> Finding:
    words = clock_words(now, last)
    return Finding("clock", not words, words or "it agrees with the last thing done in the book")
