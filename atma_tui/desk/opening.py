"""Opening the desk over the book of the settings, filled with the starter events when it is new."""

from __future__ import annotations

from collections.abc import Callable

from atma_tui.desk.desk import Desk
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Act, Event, Site
from atma_tui.domain.text import shown
from atma_tui.settings import Settings
from atma_tui.store import open_book
from atma_tui.store.protocol import Store
from atma_tui.store.rerun import rerunnable


def open_store(
    settings: Settings,
    *,
    at_once: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> Desk:
    """Open the book of the settings; a new one is filled with the starter book in one act.

    A shared book is first synced with its server, if that can be reached, unless it is wanted `at_once`.
    `say` is told what takes long. Raises what `store.open_book` raises: `Unreachable`, `Damaged`, `TooNew`,
    `Busy`; and `InputError` where the settings name a site that the book does not have.
    """
    store = open_book(settings.book, operator=settings.operator, say=say)
    desk = Desk(store, settings.operator)
    desk.book.facility = settings.site
    try:
        if not at_once:
            store.settle()
        if _is_new(store):
            _start(desk)
        _refuse_unknown_site(desk, settings)
    except BaseException:
        desk.close()
        raise
    return desk


def _refuse_unknown_site(desk: Desk, settings: Settings) -> None:
    """Raise `InputError` when this desk's own site is none of its usual book; another book may have others."""
    sites = [one.id for one in desk.sites()]
    if settings.usual and settings.site and sites and settings.site not in sites:
        raise InputError(
            f"The setting `site` in {settings.config} cannot be {shown(settings.site)!r}; the sites are: "
            f"{', '.join(sites)}."
        )


@rerunnable
def _start(desk: Desk) -> None:
    from atma_tui.desk.clinic.starter import starter_records

    with desk.book.act("start") as work:
        if _is_new(work.store):  # another desk may have been faster
            for record in starter_records(work.now, clinic=desk.book.clinic()):
                work.add(record)
            work.summary = "Started the book with the starter events"


def _is_new(store: Store) -> bool:
    return not any(store.count(kind) for kind in (Site, Event, Act))
