"""Doing the same with several people at once, in one act that is undone in one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from atma_tui.desk.book.book import Book
from atma_tui.desk.seats.arrivals import Arrivals
from atma_tui.desk.seats.enrolments import Enrolments, Outcome
from atma_tui.desk.seats.moving import Moving
from atma_tui.domain.errors import InputError
from atma_tui.store.rerun import rerunnable

_MAX_NAMES = 6


class Several:
    """Use cases with several enrolments; if one of them is refused, nothing is done."""

    def __init__(self, book: Book, arrivals: Arrivals, enrolments: Enrolments, moving: Moving) -> None:
        self._book, self._arrivals, self._enrolments, self._moving = book, arrivals, enrolments, moving

    def check_in(self, enrolments: Sequence[str]) -> list[Outcome]:
        """Check people in, whole parties. Raises what `Arrivals.check_in` raises."""
        return self._each("check in", enrolments, self._arrivals.check_in, "are here for")

    def withdraw(self, enrolments: Sequence[str], why: str) -> list[Outcome]:
        """End enrolments, for one reason. Raises `Blocked`."""
        return self._each("withdraw", enrolments, partial(self._enrolments.withdraw, why=why), "withdrawn from")

    def move(
        self, enrolments: Sequence[str], offering: str, *, clash_why: str = "", anyway: str = ""
    ) -> list[Outcome]:
        """Move people to one event, in the order given; reasons apply to all. Raises what `Moving.move` raises."""
        done = partial(self._moving.move, to_offering=offering, clash_why=clash_why, anyway=anyway)
        return self._each("move", enrolments, done, "moved to")

    @rerunnable
    def _each(
        self, verb: str, enrolments: Sequence[str], do: Callable[[str], Outcome], words: str
    ) -> list[Outcome]:
        if not enrolments:
            raise InputError("Nobody is marked; nothing was changed.")
        with self._book.together(verb) as work:
            done = [do(one) for one in dict.fromkeys(enrolments)]
            names = [one.person.name for one in done[:_MAX_NAMES]]
            more = f" and {len(done) - len(names)} more" if len(done) > len(names) else ""
            work.summary = f"{len(done)} {words} {done[0].title}: {', '.join(names)}{more}"
        return done
