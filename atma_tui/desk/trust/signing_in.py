"""Signing in. Wrong PINs are counted across all desks, and guessing means waiting longer and longer."""

from __future__ import annotations

from datetime import timedelta

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.trust.operators import WRONG_PIN
from atma_tui.desk.trust.pins import matches
from atma_tui.domain.errors import Busy, InputError, NotAllowed, NotSignedIn, Unreachable
from atma_tui.domain.records import Operator
from atma_tui.domain.text import clean
from atma_tui.domain.trust.attempts import Tried, tried
from atma_tui.domain.trust.permissions import Authority
from atma_tui.domain.trust.rights import named
from atma_tui.store.rerun import rerunnable

_NOBODY = "not signed in"
"""The author of acts that note a wrong PIN."""


STANDS_IN = timedelta(minutes=2)
"""How long somebody stands in for an act that does not come."""


class SigningIn:
    """Use cases for signing in."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._uncounted: dict[str, Operator] = {}
        """Operators with tries noted that could not be written to the book."""

    def is_needed(self) -> bool:
        """Whether somebody has to sign in first."""
        return self._book.at_desk.has_operators and self._book.operator_record() is None

    def is_known(self, name: str) -> bool:
        """Whether somebody of that name works at the desk."""
        return self._named(name) is not None

    def needs_pin(self, name: str) -> bool:
        """Whether somebody of that name has a PIN."""
        one = self._named(name)
        return one is not None and bool(one.pin)

    def sign_in(self, name: str, pin: str = "") -> None:
        """Become the operator of this desk. Raises `InputError` without a name, `NotSignedIn`."""
        name = clean(name, 60)
        if not name:
            raise InputError("Say who is at the desk.")
        if not self._book.at_desk.has_operators:
            self._book.at_desk.be(name)
            return
        one = self._shown(name, pin)
        self._book.at_desk.be(one.name, one)

    def unlock(self, name: str, pin: str = "") -> None:
        """Unlock the desk, as the operator who locked it or a lead. Raises as `sign_in`, and `NotAllowed`."""
        here, one = self._book.operator_record(), self._named(name)
        if here is not None and one is not None and one.id != here.id and one.role != "lead":
            raise NotAllowed(f"{here.name} locked this desk: only {here.name} or a lead can go on here.")
        self.sign_in(name, pin)

    def stand_in(self, name: str, pin: str) -> Authority:
        """Let somebody allow the next act that the operator may not do. Raises `NotSignedIn`."""
        one = self._shown(name, pin)
        if not one.pin:
            raise NotSignedIn(f"{one.name} has no PIN, so nobody knows whether it is {one.name} who allows this.")
        authority = Authority(one.name, one.role)
        self._book.at_desk.allow_next(authority, self._book.now() + STANDS_IN)
        return authority

    def _named(self, name: str) -> Operator | None:
        return named(self._book.all_of(Operator).values(), clean(name, 60))

    def _shown(self, name: str, pin: str) -> Operator:
        """Return the operator if the PIN is right. Raises `NotSignedIn`, which never shows what was typed."""
        one = self._named(name)
        if one is None:
            raise NotSignedIn("Nobody of that name works at this desk.")
        if not one.pin:
            return one
        if not pin:
            raise NotSignedIn(f"{one.name} has a PIN, which was not given.")
        is_right = matches(one.pin, pin)
        try:
            came = self._count(one, is_right=is_right) if self._book.is_writable else None
        except (Busy, Unreachable):
            came = None
        if came is None:
            came = tried(self._uncounted.get(one.id, one), self._book.now(), is_right=is_right)
            self._uncounted[one.id] = came.after
        if came.refusal:
            raise NotSignedIn(came.refusal)
        return one

    @rerunnable
    def _count(self, one: Operator, *, is_right: bool) -> Tried:
        """Note the result of a try. Decided inside the transaction, so of many at once only the first counts."""
        with self._book.act("sign in") as work:
            now = self._book.unchanged(Operator, one.id, None)
            if now.pin != one.pin:
                raise NotSignedIn(f"The PIN of {one.name} has just been changed.")
            came = tried(now, work.now, is_right=is_right)
            if came.after != now:
                work.put(came.after, now)
                self._say(work, now, came)
        return came

    def _say(self, work: UnitOfWork, before: Operator, came: Tried) -> None:
        if came.refusal:
            work.verb, work.by = WRONG_PIN, _NOBODY
            work.summary = f"A wrong PIN was given for {before.name}"
        else:
            work.by = before.name
            count = f"{before.failed} wrong PIN" + ("s" if before.failed > 1 else "")
            work.summary = f"{before.name} signed in after {count}"
