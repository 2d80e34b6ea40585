"""A command that only looks reads at one moment, and takes as many reads on a book ten times as large."""

from __future__ import annotations

from functools import partial

import pytest

from atma_tui.cli.command import DeskCommand
from atma_tui.cli.parser import read
from tests.reads.books import LARGE, SMALL, book, desk_over, known
from tests.reads.counting import CountingBook

LOOKS = (
    "events --all",
    "seats EVENT",
    "roster EVENT",
    "waiting EVENT",
    "calls",
    "people chen",
    "programs",
    "path slots PATH session",
    "path owed",
    "path owed --clinician CLINICIAN",
    "log",
    "report",
    "source list",
    "clinic show",
    "clinician list",
    "clinician week CLINICIAN",
)


@pytest.mark.parametrize("words", LOOKS)
def test_a_command_that_looks_takes_as_many_reads_on_a_large_book_all_at_one_moment(words: str) -> None:
    names = {"EVENT": known().event, "PATH": known().path.id, "CLINICIAN": "cli-demo-1"}
    reads: list[int] = []
    for times in (SMALL, LARGE):
        store = CountingBook(book(times))
        command = read([names.get(word, word) for word in words.split()])
        assert isinstance(command, DeskCommand)
        desk = desk_over(store)
        desk.view(partial(command.run, desk))
        assert (store.moments, store.loose) == (1, 0)
        reads.append(store.reads)
    assert reads[1] <= reads[0] <= 30
