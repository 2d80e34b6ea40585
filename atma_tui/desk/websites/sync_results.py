"""What came of bringing a source in step, or of taking a calendar file in."""

from __future__ import annotations

from msgspec import Struct

from atma_tui.desk.websites.clashes_ahead import ClashAhead
from atma_tui.domain.errors import AtmaError, Guarded
from atma_tui.sync.planning.items import PlanItem
from atma_tui.sync.planning.merge import LABELS, Difference, Origin
from atma_tui.sync.planning.phrases import first_of
from atma_tui.sync.planning.plan import Plan


class SyncResult(Struct, frozen=True, kw_only=True):
    """What came of bringing one source in step."""

    source: str
    result: str
    """`applied`, `planned`, `unchanged`, `held`, `failed`, or `skipped`: another desk reads it, or came first."""
    plan: Plan | None = None
    error: AtmaError | None = None
    notes: tuple[str, ...] = ()
    """What to know of the source itself, each a sentence: that it has moved for good."""
    clashes: tuple[ClashAhead, ...] = ()
    """Whom applying it would put in two places at once."""
    led_to: tuple[str, ...] = ()
    """What applying it led to, such as clashes: parts of the summary of its act, with the names of people."""

    @property
    def applied(self) -> bool:
        """Whether the book was changed by it."""
        return self.result == "applied"

    @property
    def private_titles(self) -> frozenset[str]:
        """The titles in it that are for the desk alone; they may be in no event of the book yet."""
        return self.plan.private_titles if self.plan else frozenset()

    @property
    def counts(self) -> dict[str, int]:
        """New, changed, missing, cancelled, unreadable, conflicts, removed."""
        return self.plan.counts if self.plan else Plan(source=self.source).counts

    @property
    def lines(self) -> list[str]:
        """The plan for people: what changes field by field, what could not be read, what was assumed."""
        if self.plan is None:
            return list(self.notes)
        items = [line for item in self.plan.items for line in _item_lines(item, self.plan.origin)]
        clashes = first_of([one.summary for one in self.clashes])
        led_to = [f"{one}." for one in self.led_to]
        return [*items, *clashes, *led_to, *first_of(self.plan.lost), *first_of(self.plan.notes), *self.notes]


def _item_lines(item: PlanItem, origin: Origin) -> list[str]:
    taken = [f"- {LABELS[one.field]}: {one.here} → {one.there}" for one in item.taken if not _is_said(item, one)]
    kept = [f"- {LABELS[one.field]} stays {one.here}; {origin.name} says {one.there}" for one in item.conflicts]
    return [f"{item.kind}: {item.summary}", *taken, *kept, *(f"- {warning}" for warning in item.warnings)]


def _is_said(item: PlanItem, one: Difference) -> bool:
    """Whether the line of the event itself says it already."""
    return (item.kind == "moved" and one.field in ("when", "site")) or (
        item.kind == "cancelled" and one.field == "status"
    )


def concluded(source: str, plan: Plan | None, done: str, led_to: tuple[str, ...] = ()) -> SyncResult:
    """Return what came of a plan: `done`, unless it is held back or would change nothing.

    `led_to` is what the act that applied it says besides; see `UnitOfWork.led_to`.
    """
    if plan is None:
        return SyncResult(source=source, result="unchanged")
    if plan.blocked_by:
        return SyncResult(source=source, result="held", plan=plan, error=Guarded(plan.blocked_by))
    return SyncResult(source=source, result=done if plan.changes else "unchanged", plan=plan, led_to=led_to)
