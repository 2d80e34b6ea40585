"""Acts around reminders."""

from __future__ import annotations

from datetime import timedelta

from atma_tui.domain.records import Event
from atma_tui.domain.when import today
from tests.desk.walks.acts import act
from tests.desk.walks.walking import Walk

ABOUT = ("remind", "moved", "cancelled")


@act("reminders.mark")
def mark_reminders(walk: Walk) -> object:
    days = {event.starts.date() for event in walk.desk.book.store.find(Event)}
    on = walk.some((today(walk.now) + timedelta(days=1), *sorted(days)))
    rows = walk.desk.reminders.due(on)
    return walk.desk.reminders.mark(
        [walk.some(rows).enrolment.id for _ in range(walk.some((1, 2)))] if rows else [],
        walk.some(("sent", "confirmed", "not_reached")),
        way=walk.some((None, "call", "mail", "text")),
    )


@act("templates.change")
def change_template(walk: Walk) -> object:
    words = walk.some(("See you at {when}", "{clinic}: {what}", "{nonsense}"))
    return walk.desk.templates.change(walk.some(ABOUT), subject=words)


@act("templates.reset")
def reset_template(walk: Walk) -> object:
    return walk.desk.templates.reset(walk.some(ABOUT))
