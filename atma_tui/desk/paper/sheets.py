"""Every sheet that the desk prints, each read at one moment of the book."""

from __future__ import annotations

from datetime import date, datetime

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.paper.call_sheet import call_sheet, waiting_sheet
from atma_tui.desk.paper.day_sheet import day_sheet
from atma_tui.desk.paper.handover import handover_sheet
from atma_tui.desk.paper.looks import looks_sheet
from atma_tui.desk.paper.numbers import numbers_sheet
from atma_tui.desk.paper.own_schedule import own_schedule
from atma_tui.desk.paper.roster import roster
from atma_tui.desk.paper.sign_in import sign_in_of_day, sign_in_of_event
from atma_tui.desk.paper.views import Views
from atma_tui.desk.paper.week import week_sheet
from atma_tui.desk.paper.words import Paper
from atma_tui.domain.numbers.figures import Span


class Sheets:
    """Use cases around paper. Whoever prints a sheet lets `Looks` keep about whom it is."""

    def __init__(self, book: Book, *views: object) -> None:
        self._book, self._views = book, Views(*views)  # type: ignore[arg-type]  # see `Desk.sheets`

    @one_moment
    def day(self, *, site: str = "", day: date | None = None, names: bool = False) -> Paper:
        """Return the day sheet of a site, or of all: schedule, rooms, who is expected, what is owed."""
        return day_sheet(self._book, self._views, site=site, day=day, names=names)

    @one_moment
    def sign_in(self, event: str = "", *, site: str = "", day: date | None = None, names: bool = False) -> Paper:
        """Return the sign-in sheet of an event, or of a day's public events."""
        if event:
            return sign_in_of_event(self._book, self._views, event, names=names)
        return sign_in_of_day(self._book, self._views, site=site, day=day, names=names)

    @one_moment
    def calls(self, offering: str = "", *, site: str = "", names: bool = True) -> Paper:
        """Return whom to call at a site, or the waiting list of an offering."""
        if offering:
            return waiting_sheet(self._book, self._views, offering, names=names)
        return call_sheet(self._book, self._views, site=site, names=names)

    @one_moment
    def roster(self, offering: str, *, names: bool = True) -> Paper:
        """Return who is in an offering."""
        return roster(self._book, self._views, offering, names=names)

    @one_moment
    def schedule(self, person: str) -> Paper:
        """Return a person's own schedule."""
        return own_schedule(self._book, self._views, person)

    @one_moment
    def looks(self, person: str) -> Paper:
        """Return who looked at a person. Raises `NotAllowed` for whoever may not see the looks."""
        return looks_sheet(self._book, self._views, person)

    @one_moment
    def week(self, clinician: str, *, day: date | None = None, names: bool = False) -> Paper:
        """Return a clinician's week, with what is due for their clients."""
        return week_sheet(self._book, self._views, clinician, day=day, names=names)

    @one_moment
    def handover(self, *, site: str = "", since: datetime | None = None, names: bool = True) -> Paper:
        """Return what whoever comes next at a site has to know, with what was done since a moment."""
        return handover_sheet(self._book, self._views, site=site, since=since, names=names)

    @one_moment
    def numbers(self, span: Span, *, site: str = "") -> Paper:
        """Return some days in numbers, on one page and without names."""
        return numbers_sheet(self._book, self._views, span, site=site)
