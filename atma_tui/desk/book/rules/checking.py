"""The rules that an act under way breaks, and what becomes of it then."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from atma_tui.desk.book.rules.bound import bound_by
from atma_tui.desk.book.rules.scenes import RecordsNow, RecordsWith
from atma_tui.desk.book.small_kinds import SmallKinds
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.domain.errors import Blocked
from atma_tui.domain.invariants import (
    TOOK_PLACE,
    Scene,
    Violation,
    all_clashes,
    excused_clashes,
    new_violations,
    violations,
)
from atma_tui.domain.invariants.scene import Versions
from atma_tui.domain.records import Enrolment
from atma_tui.store.protocol import Store

_MAX_NAMED = 3
"""Broken rules that a refusal names."""


def check(work: UnitOfWork, small: SmallKinds, deadlines: datetime, reports: Collection[str]) -> None:
    """Raise `Blocked` when an act breaks a rule; its summary says which of those in `reports` it has broken."""
    new = broken_by(work, small, deadlines)
    tells = work.tells_clashes or "clash" in reports
    if not (new or tells):
        return
    if refused := _each_once(one.summary for one in new if one.name not in reports):
        raise Blocked(" ".join([*refused, "Nothing was changed."]))
    led_to = [*new, *broken_by(work, small, deadlines, excused_clashes)] if tells else new
    if led_to:
        keep_reasons(work, new, f"{work.verb} ({work.by})")
        said = _each_once(one.summary.rstrip(".") for one in led_to if one.name != TOOK_PLACE)
        work.led_to = tuple(one for one in said if one not in work.summary)
        work.summary = "; ".join([work.summary, *work.led_to])


def _each_once(words: Iterable[str]) -> list[str]:
    return [*dict.fromkeys(words)][:_MAX_NAMED]


def broken_by(
    work: UnitOfWork,
    small: SmallKinds,
    deadlines: datetime,
    found_in: Callable[[Scene], Iterable[Violation]] = violations,
) -> list[Violation]:
    """Return the rules that an act under way breaks so far and that held before it, each once."""
    before, after = work.versions()
    if not after:
        return []
    bound = bound_by(work.store, before, after, work.now)
    before, after = {**before, **bound}, {**after, **bound}
    records = RecordsNow(work.store, small)
    found = [*found_in(Scene(records, after, work.now, deadlines))]
    if not found:
        return []
    was = Scene(RecordsWith(records, before), before, work.now, deadlines)
    new = new_violations(found, [*found_in(was)])
    return [*{one.key: one for one in new}.values()]


def clashes_if(
    store: Store, small: SmallKinds, before: Versions, after: Versions, now: datetime, deadlines: datetime
) -> list[Violation]:
    """Return the clashes, each once, that there would be if some records were `after` and not `before`."""
    records = RecordsNow(store, small)
    was = Scene(records, before, now, deadlines)
    then = Scene(RecordsWith(records, after), after, now, deadlines)
    new = new_violations([*all_clashes(then)], [*all_clashes(was)])
    return [*{one.key: one for one in new}.values()]


def keep_reasons(work: UnitOfWork, broken: Iterable[Violation], why: str) -> None:
    """Note with enrolments that clash now what led to it: it is said, and no fault of the book any more."""
    ids = sorted({one.key[1] for one in broken if one.key[0] == "clash"})
    for one in work.store.get_many(Enrolment, ids).values():
        work.change(one, clash_reason=why)
