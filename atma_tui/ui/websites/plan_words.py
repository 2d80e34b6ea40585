"""A plan of changes in words: pure functions to rows, counts and the whole story of one event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from textual.content import Content

from atma_tui.desk.desk import Desk
from atma_tui.desk.websites.sync_results import SyncResult
from atma_tui.sync.planning.items import ItemKind, PlanItem
from atma_tui.sync.planning.merge import LABELS, Difference, Origin
from atma_tui.sync.planning.phrases import counts_words, first_of
from atma_tui.sync.planning.plan import Plan
from atma_tui.ui.ground.show import plain, show
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.rows import Heading, Row
from atma_tui.ui.widgets.spans import Span, Tone

COLUMNS = (Column("What", 20, flex=1), Column("People", 9, align="right"))

_INDENT = (Span(" "),) * 3

_GROUPS: dict[ItemKind, tuple[str, Tone]] = {
    "vanished": ("Gone from the website", "warn"),
    "cancelled": ("Cancelled {said}", "warn"),
    "moved": ("Moved", ""),
    "conflict": ("Changed here and {said}; kept as it is here", "warn"),
    "changed": ("Changed", ""),
    "new": ("New", "good"),
    "back": ("Listed again", ""),
    "missing": ("Not listed this time; nothing changes yet", "dim"),
    "online": ("Online, not in person", "warn"),
    "unsited": ("Names no site; left out", "warn"),
    "stale": ("An older version was sent; not applied", "dim"),
    "kept": ("Kept as it is here", "dim"),
    "unchanged": ("Unchanged, with a remark", "dim"),
    "example": ("Examples of the starter book, without people: removed", "dim"),
}
"""What needs a look first comes first."""


def clash_words(desk: Desk, result: SyncResult, *, private: bool) -> list[str]:
    """Say whom applying a plan would put in two places at once; with initials when only these are shown."""
    words = "\n".join(one.summary for one in result.clashes)
    return (desk.people.as_initials(words) if private else words).splitlines()


def plan_rows(plan: Plan, clashes: Sequence[str] = ()) -> list[Row | Heading]:
    """Return the clashes, then the plan by kind of change, each event followed by its changed fields."""
    rows: list[Row | Heading] = _sentences(f"In two places at once ({len(clashes)})", "clash", clashes, "warn")
    for kind, (title, tone) in _GROUPS.items():
        members = [(place, item) for place, item in enumerate(plan.items) if item.kind == kind]
        if members:
            rows.append(Heading(f"{title.format(said=plan.origin.said)} ({len(members)})"))
        for place, item in members:
            rows += _item_rows(place, item, tone, plan.origin)
    rows += _sentences(f"Could not be read ({len(plan.lost)})", "lost", plan.lost, "bad")
    rows += _sentences("Assumed", "note", plan.notes, "dim")
    return rows


def item_of(plan: Plan, key: str | None) -> PlanItem | None:
    """Return the event that a row is about."""
    place = (key or "").partition(".")[0]
    return plan.items[int(place)] if place.isdigit() else None


def sentence_of(plan: Plan, key: str | None, clashes: Sequence[str] = ()) -> str:
    """Return the sentence of a row that is about no event."""
    kind, _, place = (key or "").partition(".")
    found = {"clash": clashes, "lost": plan.lost, "note": plan.notes}.get(kind, ())
    shown = first_of(found)
    return shown[int(place)] if place.isdigit() and int(place) < len(shown) else ""


def needs_a_look(plan: Plan) -> bool:
    """Whether a person has something to do about it even when nothing would change."""
    return bool(plan.lost) or any(
        item.kind in ("unsited", "online", "vanished", "conflict") for item in plan.items
    )


def summary_words(plan: Plan) -> str:
    """Say how much of what would change, and how many people would be owed a call."""
    calls = sum(item.calls for item in plan.items)
    kinds = Counter(item.kind for item in plan.items)
    parts = (
        counts_words(plan.counts),
        f"{calls} to call" if calls else "",
        f"without a site: {kinds['unsited']}" if kinds["unsited"] else "",
    )
    return ", ".join(filter(None, parts)) or "nothing would change"


def item_words(item: PlanItem, origin: Origin) -> Content:
    """Return everything about one event: what happens, field by field, whom it touches, what to look at."""
    lines = [show(item.summary, 400, "bold")]
    lines += [_difference(one, "", f"{one.here} → {one.there}") for one in item.taken]
    lines += [
        _difference(one, "kept here, ", f"{one.here} ({origin.name.removeprefix('the ')}: {one.there})")
        for one in (*item.conflicts, *item.kept)
    ]
    if item.calls:
        calls = "1 call" if item.calls == 1 else f"{item.calls} calls"
        lines.append(show(f"{calls} to make: {item.tell}", 400, "$text-warning"))
    if item.people:
        lines.append(show(item.people.words, style="$foreground-muted"))
    lines += [show(warning, 400, "$text-warning") for warning in item.warnings]
    return Content("\n").join(lines)


def _difference(one: Difference, label: str, words: str) -> Content:
    name = f"{label}{LABELS.get(one.field, one.field)}:"
    return Content.assemble((plain(name), "$foreground-muted"), f" {plain(words, 400)}")


def _item_rows(place: int, item: PlanItem, tone: Tone, origin: Origin) -> list[Row]:
    total = item.people.total
    people = "" if not total else "1 person" if total == 1 else f"{total} people"
    rows = [Row(str(place), ((Span(item.summary, tone),), people))]
    for number, one in enumerate(item.taken):
        if one.field != "status" and not (item.kind == "moved" and one.field == "when"):
            rows.append(_field_row(f"{place}.{number}", one, f"{one.here} → {one.there}", "dim"))
    for number, one in enumerate(item.conflicts):
        words = f"stays {one.here}; {origin.name} says {one.there}"
        rows.append(_field_row(f"{place}.c{number}", one, words, "warn"))
    rows += [
        Row(f"{place}.w{n}", ((*_INDENT, Span(f"! {words}", "warn")), "")) for n, words in enumerate(item.warnings)
    ]
    return rows


def _field_row(key: str, one: Difference, words: str, tone: Tone) -> Row:
    label = Span(f"{LABELS.get(one.field, one.field)}: ", "dim")
    return Row(key, ((*_INDENT, label, Span(words, tone)), ""))


def _sentences(title: str, kind: str, words: Sequence[str], tone: Tone) -> list[Row | Heading]:
    if not words:
        return []
    rows = [Row(f"{kind}.{place}", ((Span(one, tone),), "")) for place, one in enumerate(first_of(words))]
    return [Heading(title), *rows]
