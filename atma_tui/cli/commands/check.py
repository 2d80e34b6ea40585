"""What is wrong here, if anything. Each line says what was looked at and what to do about it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from atma_tui.cli.files import read
from atma_tui.cli.reply import Reply, Table
from atma_tui.domain.errors import AtmaError
from atma_tui.domain.records import Act
from atma_tui.domain.when import ago_words, zone_data_is_current
from atma_tui.settings import Settings, settings


class Finding(NamedTuple):
    """One thing that was looked at."""

    what: str
    ok: bool
    summary: str


def here(_: None, args: Namespace) -> Reply:
    """Check this machine and the book, or one calendar file."""
    return _reply(list(_of_file(args.file) if args.file else _of_desk(args)))


def _reply(found: list[Finding]) -> Reply:
    wrong = sum(1 for one in found if not one.ok)
    verdict = f"{wrong} to look at." if wrong else "All is well."
    return Reply(
        shape=[one._asdict() for one in found],
        parts=[Table((), [("ok" if one.ok else "PROBLEM", one.what, one.summary) for one in found]), verdict],
        exit_code=1 if wrong else 0,
    )


def _of_file(name: str) -> Iterator[Finding]:
    from atma_tui.calendars.validation.validator import objections

    found = objections(read(Path(name)))
    for summary in found:
        yield Finding(name, False, summary)
    if not found:
        yield Finding(name, True, "a strict reader has nothing to object to")


def _of_desk(args: Namespace) -> Iterator[Finding]:
    yield _time_data()
    try:
        found = settings(book=args.book, operator=args.operator, config=args.config)
    except AtmaError as error:
        yield Finding("settings", False, str(error))
        return
    used = f"from {found.config}" if found.config.exists() else "no file; the usual ones"
    yield Finding("settings", True, used)
    yield Finding("operator", True, found.operator)
    yield from _of_book(found)


def _time_data() -> Finding:
    if zone_data_is_current():
        return Finding("time data", True, "they know that Alberta stays at UTC-06:00")
    return Finding(
        "time data", False, "they are too old for Alberta's time; update the tzdata package (2026.3 or later)"
    )


def _of_book(found: Settings) -> Iterator[Finding]:
    if "://" not in found.book and not Path(found.book).exists():
        yield Finding("book", True, f"none yet at {found.book}; it is made when the desk first opens")
        return
    try:
        yield from _opened(found)
    except AtmaError as error:
        yield Finding("book", False, str(error))


def _opened(found: Settings) -> Iterator[Finding]:
    from atma_tui.store import open_book
    from atma_tui.store.tiny.checking import check

    store = open_book(found.book, operator=found.operator)
    try:
        wrong = check(store)
        for summary in wrong:
            yield Finding("book", False, summary)
        if not wrong:
            yield Finding("book", True, f"{found.book} is whole, and no other login can look into it")
        yield _clock(store.find(Act)[-1:], datetime.now(UTC))
    finally:
        store.close()


def _clock(newest: list[Act], now: datetime) -> Finding:
    if newest and newest[0].at > now:
        ahead = ago_words(now, newest[0].at).removesuffix(" ago")
        return Finding(
            "clock", False, f"it is {ahead} behind the last thing done in the book; set the machine's clock"
        )
    return Finding("clock", True, "not behind the last thing done in the book")
