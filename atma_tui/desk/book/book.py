"""The book as the desk uses it: a store, who is at the desk, a clock, and acts.

Every change is an act: one transaction that writes the records and one line of the log, with all that undoing it
needs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar

from msgspec import Struct

from atma_tui.desk.book.last_done import LastDone
from atma_tui.desk.book.small_kinds import SMALL_KINDS, S, SmallKinds
from atma_tui.desk.book.trust.at_desk import AtDesk, check_allowed
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.domain.errors import Ambiguous, NotFound, Stale
from atma_tui.domain.records import Act, Clinic, Operator, Person, Record, Site
from atma_tui.domain.text import clean, shown
from atma_tui.domain.timing.clock import clock_words, deadline_time
from atma_tui.store.protocol import Store

if TYPE_CHECKING:
    from atma_tui.domain.invariants import Violation

R = TypeVar("R", bound=Record)
T = TypeVar("T")
P = ParamSpec("P")

_acts: ContextVar[list[Act] | None] = ContextVar("acts", default=None)
"""What `Book.do` has done so far. Each thread has its own, so that two threads on one desk do not mix."""
_together: ContextVar[UnitOfWork | None] = ContextVar("together", default=None)
"""The act that the acts inside of `Book.together` write into."""

KEEP_LOCAL = "keep own words"
"""The act that keeps the desk's version of a field against a website's: only the log knows of it."""


@cache
def _checker() -> Callable[[UnitOfWork, SmallKinds, datetime, Collection[str]], None]:
    """Return what checks an act; imported for the first act, not when the desk opens nor for each act (2 us)."""
    from atma_tui.desk.book.rules.checking import check

    return check


def utc_now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


class Done(Struct, Generic[T], frozen=True):
    """The result of something that the desk did."""

    value: T
    """What the use case returned."""
    acts: tuple[Act, ...]
    """The lines of the log that it wrote; none if nothing was changed."""

    @property
    def summary(self) -> str:
        """What the log says about it; empty if nothing was changed."""
        return self.acts[-1].summary if self.acts else ""


class Book:
    """The store with its operator and clock, which every part of the desk works on."""

    def __init__(
        self,
        store: Store,
        operator: str,
        clock: Callable[[], datetime] = utc_now,
        at_end: Callable[[Book, UnitOfWork], None] = lambda book, work: None,
    ) -> None:
        """Take the store and its surroundings.

        Args:
            store: where the records are.
            operator: who is at the desk.
            clock: returns the present instant.
            at_end: what to do at the end of every act, inside it and before it is checked.
        """
        self.store, self._at_end = store, at_end
        self._small = SmallKinds(store)
        self._last_done = LastDone(store)
        self.at_desk = AtDesk(self._small, operator)
        self.facility = ""
        """Id of the site of this desk, for the log of looks; empty when it has none."""
        self.clock = clock

    @property
    def operator(self) -> str:
        """The name of the person at the desk."""
        return self.at_desk.name

    def operator_record(self) -> Operator | None:
        """Return the record of the operator who is signed in; None if nobody is, or the clinic records nobody."""
        return self.at_desk.record()

    def now(self) -> datetime:
        """Return the present instant, in UTC; in a shared book by the server's clock."""
        sharing = self.store.sharing
        return self.clock().astimezone(UTC) + (sharing.ahead if sharing else timedelta())

    @property
    def is_writable(self) -> bool:
        """Whether the program may write by itself: not while a shared book is out of reach."""
        sharing = self.store.sharing
        return sharing is None or (sharing.live and not sharing.refusal)

    def deadline_time(self, now: datetime) -> datetime:
        """Return the moment that decides on offers and holds; see `domain.timing.clock`."""
        return deadline_time(now, self._last_done.at())

    def clock_words(self) -> str:
        """Say that this desk's clock may be wrong, and what that means; empty while it agrees with the book."""
        return clock_words(self.now(), self._last_done.at())

    @contextmanager
    def act(self, verb: str, *, reports: Collection[str] = ()) -> Iterator[UnitOfWork]:
        """Do one thing: all or nothing, logged with operator and time, durable when the block ends.

        Raises `Blocked` if it would break a rule, and `NotAllowed` or `NotSignedIn` if the operator may not do it.
        An act may break the rules that it `reports`, such as `clash`: its summary then says what it has led to.
        """
        if (outer := _together.get()) is not None:
            said, outer.summary = outer.summary, ""
            yield outer
            outer.summary = "; ".join(filter(None, (said, outer.summary)))
            return
        with self.store.transaction():
            work = UnitOfWork(self.store, self.operator, self.now(), verb)
            permissions = self.at_desk.permissions(work.now)
            yield work
            stood_in = check_allowed(work, permissions)
            self._at_end(self, work)
            self._check(work, reports)
            work.finish()
        if stood_in:
            self.at_desk.end_stand_in()
        acts = _acts.get()
        if work.act is not None and acts is not None:
            acts.append(work.act)

    @contextmanager
    def together(self, verb: str) -> Iterator[UnitOfWork]:
        """Make one act of several use cases: all or nothing, one line of the log, undone in one go.

        The acts inside become part of this one, which is checked against the rules at its end.
        """
        with self.act(verb) as work:
            token = _together.set(work)
            try:
                yield work
            finally:
                _together.reset(token)

    def _check(self, work: UnitOfWork, reports: Collection[str]) -> None:
        _checker()(work, self._small, self.deadline_time(work.now), reports)

    def broken_by(self, work: UnitOfWork) -> list[Violation]:
        """Return the rules that held before an act under way and that it breaks so far, each once."""
        from atma_tui.desk.book.rules.checking import broken_by

        return broken_by(work, self._small, self.deadline_time(work.now))

    def clashes_if(self, before: Iterable[Record], after: Iterable[Record]) -> list[Violation]:
        """Return who would be in two places at once if these records were `after` and not `before`."""
        from atma_tui.desk.book.rules.checking import clashes_if

        was, then = ({(one.kind, one.id): one for one in some} for some in (before, after))
        now = self.now()
        return clashes_if(self.store, self._small, was, then, now, self.deadline_time(now))

    def do(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Done[T]:
        """Do something, and return what it returns together with what the log says of it."""
        acts: list[Act] = []
        outside = _acts.get()
        token = _acts.set(acts)
        try:
            return Done(call(*args, **kwargs), tuple(acts))
        finally:
            _acts.reset(token)
            if outside is not None:
                outside += acts

    def clinic(self) -> Clinic:
        """Return the clinic's settings."""
        return self.all_of(Clinic).get("clinic") or Clinic(id="clinic")

    def all_of(self, kind: type[S]) -> Mapping[str, S]:
        """Return all records of a small kind, by id; they are read again only after one of them changed."""
        return self._small.all_of(kind)

    def sites(self) -> list[Site]:
        """Return all sites, by name."""
        return sorted(self.all_of(Site).values(), key=lambda site: site.name)

    def site(self, words: str) -> Site:
        """Return the site of that id, prefix or name. Raises `NotFound` or `Ambiguous`."""
        wanted = words.strip().casefold()
        sites = self.sites()
        exact = [site for site in sites if wanted in (site.id, site.name.casefold())]
        found = exact or [site for site in sites if wanted and site.id.startswith(wanted)]
        if len(found) == 1:
            return found[0]
        known = ", ".join(site.id for site in sites) or "none yet"
        if found:
            raise Ambiguous(f"More than one site begins with {shown(words)!r}: {known}.")
        raise NotFound(f"There is no site {shown(words)!r}; the sites are: {known}.")

    def the(self, kind: type[R], ref: str, word: str = "") -> R:
        """Return the record of that id, or the only one whose id begins so. Raises `NotFound`, `Ambiguous`."""
        found = self._called(kind, ref) if ref else []
        if len(found) == 1:
            return found[0]
        word, typed = word or kind.kind, shown(ref)
        if not found:
            raise NotFound(f"There is no {word} with the id {typed!r} in this book.")
        raise Ambiguous(f"Several {word} ids begin with {typed!r}: {some_ids(found)}; type more of it.")

    def _called(self, kind: type[R], ref: str) -> Sequence[R]:
        """Return only the record of that id, or else the first ones whose ids begin with it."""
        if kind in SMALL_KINDS:
            few = self._small.all_of(kind)
            return [few[ref]] if ref in few else [one for id, one in few.items() if id.startswith(ref)]
        exact = self.store.get(kind, ref)
        return [exact] if exact is not None else self.store.prefix(kind, ref, limit=4)

    def person(self, ref: str) -> Person:
        """Return the person of that id or unique prefix; for a merged duplicate, the person it was merged into."""
        person = self.the(Person, ref, "person")
        while person.merged_into:
            person = self.the(Person, person.merged_into, "person")
        return person

    def people(self, ids: Iterable[str]) -> dict[str, Person]:
        """Return the people of these ids, as `person` does; unknown ids are left out."""
        wanted = list(ids)
        if not wanted:
            return {}
        found = self.store.get_many(Person, wanted)
        if doubles := {id: one.merged_into for id, one in found.items() if one.merged_into}:
            kept = self.people(doubles.values())
            found |= {id: kept[into] for id, into in doubles.items() if into in kept}
        return found

    def unchanged(self, kind: type[R], id: str, rev: int | None) -> R:
        """Return the record as it is now, to change what a form showed.

        Raises:
            Stale: it changed since revision `rev` (None: any revision will do).
            NotFound: it is gone.
        """
        record = self.store.get(kind, id)
        if record is None:
            raise NotFound(f"The {kind.kind} {clean(id, 60)!r} is not in the book any more.")
        if rev is not None and record.rev != rev:
            raise Stale("Somebody changed this meanwhile; nothing was saved. Look at it, and try again.")
        return record


def some_ids(found: Sequence[Record]) -> str:
    """Return the first ids of several, to choose from."""
    return ", ".join(one.id for one in found[:3]) + ("…" if len(found) > 3 else "")
