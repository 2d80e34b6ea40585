"""Calls to several people at once: owed and noted in one act, which is undone in one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from atma_tui.desk.book.book import Book
from atma_tui.desk.calls.calls import CallResult, Calls
from atma_tui.desk.seats.enrolments import Enrolments
from atma_tui.desk.seats.waiting import Waiting
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Call
from atma_tui.store.rerun import rerunnable

_RESULTS: dict[CallResult, str] = {
    "reached": "reached",
    "voicemail": "voicemail",
    "no_answer": "no answer",
    "dropped": "the answer is no",
}
_NOBODY = "Nobody is marked; nothing was changed."


class SeveralCalls:
    """Use cases with several calls; if one of them is refused, nothing is done."""

    def __init__(self, book: Book, calls: Calls, enrolments: Enrolments, waiting: Waiting) -> None:
        self._book, self._calls, self._enrolments, self._waiting = book, calls, enrolments, waiting

    @rerunnable
    def owe(self, enrolments: Sequence[str], why: str) -> list[Call]:
        """Put people on the call list, with what to tell them. Raises `InputError` without anything to tell."""
        if not enrolments:
            raise InputError(_NOBODY)
        with self._book.together("owe call") as work:
            calls = [self._calls.owe(one, why) for one in dict.fromkeys(enrolments)]
            work.summary = f"{len(calls)} are to be called: {why.strip()}"
        return calls

    @rerunnable
    def note(
        self,
        result: CallResult,
        *,
        offers: Sequence[str] = (),
        owed: Sequence[str] = (),
        leaving: Sequence[str] = (),
    ) -> None:
        """Note the same result for several calls.

        Args:
            result: the result.
            offers: enrolments with an offered seat: `reached` takes it, `dropped` gives it up.
            owed: calls that were owed.
            leaving: enrolments of those who were called and do not want their seat any more.

        Raises what `Enrolments.take_offer`, `Waiting.decline`, `Enrolments.withdraw` and `Calls.note` raise.
        """
        if not (offers or owed):
            raise InputError(_NOBODY)
        answers: dict[str, Callable[[str], object]] = {
            "reached": self._enrolments.take_offer,
            "dropped": self._waiting.decline,
        }
        answer = answers.get(result, partial(self._waiting.tried, result=result))
        with self._book.together("call") as work:
            for one in offers:
                answer(one)
            for one in owed:
                self._calls.note(one, result)
            for one in leaving:
                self._enrolments.withdraw(one, why="does not want the seat any more")
            work.summary = f"Called {len(offers) + len(owed)}: {_RESULTS[result]}"
