"""Maintenance of the whole book: back it up, restore a backup, check it."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from atma_tui.desk.appointments.appointments import taken_twice
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.last_done import LastDone
from atma_tui.desk.book.rules.scenes import whole_scene
from atma_tui.desk.outputs.private_files import private_folder
from atma_tui.desk.outputs.published_folders import about_people, refuse_published
from atma_tui.desk.promoting.lapses import refused_lapses
from atma_tui.domain.invariants import violations
from atma_tui.domain.records import Call, Enrolment, Pathway, Person
from atma_tui.domain.text import first_of
from atma_tui.domain.when import today
from atma_tui.settings import Settings
from atma_tui.store import book_folder, copying, open_book
from atma_tui.store.chain import HeadFound
from atma_tui.store.copying import Written
from atma_tui.store.tiny import checking, mending
from atma_tui.store.tiny.gc_pause import gc_paused

_LITTLE_ROOM = 1 << 20
"""Bytes of free disk space that a desk needs: as much as a new snapshot of a small book."""


class BookCheck(Struct, frozen=True):
    """What a check of the book found."""

    problems: list[str]
    """One sentence each; empty if all is well."""
    last_act_at: datetime | None
    """When somebody last did anything; None for a new book."""
    head: str
    """The head of its history; empty if it has none."""
    found: HeadFound | None = None
    """What is known about the head that was asked for."""


def backup(book: Book, file: Path, *, replace: bool = False, plain: bool = False) -> Written:
    """Write the whole book into one file.

    Raises `Blocked` for a file that would be published, `NotAllowed` for a plain one if the operator may not
    decrypt the book, and what `copying.backup` raises.
    """
    refuse_published(file.parent)
    if plain:
        book.at_desk.require("settings")
    return copying.backup(book.store, file, replace=replace, plain=plain)


def todays_backup(book: Book, settings: Settings) -> Path:
    """Return where the backup of today goes in the folder for backups, which is made. Raises `Unreachable`."""
    return private_folder(settings.backups).absolute() / f"book-{today(book.now())}.json"


def restore(file: Path, settings: Settings) -> int:
    """Put a backup into the book of the settings, which must be new; returns the number of records.

    Raises what `copying.restore` raises.
    """
    return copying.restore(file, settings.book, operator=settings.operator)


def check(settings: Settings, say: Callable[[str], None] = lambda _: None, *, head: str = "") -> BookCheck:
    """Check the book of the settings for faults; changes nothing. Raises what `open_book` raises.

    `say` is told about progress, since a large book takes a while. `head` is one that somebody wrote down.
    """
    store = open_book(settings.book, operator=settings.operator, say=say)
    try:
        store.settle()
        say(f"Checking the files of {store.count(Enrolment)} enrolments")
        problems, last = checking.check(store), LastDone(store).at()
        if not problems:
            say(f"Checking the rules for {store.count(Enrolment)} enrolments")
            problems = broken_rules(Book(store, settings.operator))
        found = store.find_head(head) if head else None
        return BookCheck(problems, last, store.chain_head, found)
    finally:
        store.close()


def is_empty(folder: Path) -> bool:
    """Whether a folder for a book is missing or empty: checking it must not create a book."""
    try:
        return not (folder.exists() and any(folder.iterdir()))
    except OSError:  # opening it will say why
        return False


def unwritable(settings: Settings) -> list[str]:
    """Return a sentence for each place that the desk writes to and this login cannot."""
    wanted = {settings.out: "calendars", settings.private: "files about people", settings.crash_log.parent: "logs"}
    wanted = {settings.unpublished[0]: "the book", **wanted}
    found = {path: _why_not(_existing(path)) for path in wanted}
    return [f"{path} is for {wanted[path]}, but {why}." for path, why in found.items() if why]


def exposed(settings: Settings) -> list[str]:
    """Return a sentence for each file about appointments in a folder where calendars are published.

    Earlier versions wrote reports there.
    """
    return [
        f"{path} is about appointments and lies where calendars are published; take it away."
        for path in about_people(settings.out)
    ]


def _existing(path: Path) -> Path:
    """Return the path, or the folder above it in which it would be made."""
    return path if os.path.lexists(path) or path == path.parent else _existing(path.parent)


def _why_not(folder: Path) -> str:
    """Return why nothing can be written into a folder; empty if it can be."""
    if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        return f"{folder} cannot be written"
    free = shutil.disk_usage(folder).free
    return "" if free >= _LITTLE_ROOM else f"its disk is full: {free >> 10} kB are left"


def broken_rules(book: Book) -> list[str]:
    """Return a sentence for each rule that is broken in the book, whoever wrote it.

    For each rule the first cases are given, and how many others there are. People are named by their ids: a check
    needs no sign-in and leaves no look.

    This includes appointments whose room or clinician is taken, and rules that keep a lapsed offer or hold in
    place. An appointment whose gate closed after it was booked is not a fault of the book: it is listed as owed.
    Nor is one that is out of order since the session before it was withdrawn.
    """
    now = book.now()
    with book.store.reading(), gc_paused():
        found = violations(whole_scene(book.store, now, book.deadline_time(now)))
    broken = {one.key: one.summary for one in found if one.key[0] not in ("gate", "order")}
    keys, by_rule = {words: key for key, words in broken.items()}, defaultdict[str, list[str]](list)
    for key, words in broken.items():
        by_rule[key[0]].append(words)
    lists = (*by_rule.values(), taken_twice(book), refused_lapses(book))
    told = [line for some in lists for line in first_of(some)]
    people = book.store.find(Person) if told else []
    return [_by_ids(line, people, _concerned(book, keys.get(line, ()))) for line in told]


def _concerned(book: Book, key: Collection[str]) -> set[str]:
    """Return the ids of the people a broken rule is about."""
    store = book.store
    found: list[Enrolment | Pathway | Call] = [
        *store.get_many(Enrolment, key).values(),
        *store.get_many(Pathway, key).values(),
        *store.get_many(Call, key).values(),
    ]
    return {*key, *(one.person for one in found)}


def _by_ids(words: str, people: Iterable[Person], concerned: Collection[str]) -> str:
    """Return a sentence with ids in place of names; of people with the same name, those it is about."""
    named = [one for one in people if one.name in words]
    for one in sorted(named, key=lambda one: (-len(one.name), one.id not in concerned)):
        words = words.replace(one.name, one.id)
    return words


def mend(settings: Settings) -> str:
    """Set aside what is damaged at the end of the book's journal; returns what was done, empty for nothing.

    Raises what `mending.mend` raises, and `open_book` for an address of another kind.
    """
    return mending.mend(book_folder(settings.book), desk=settings.operator)
