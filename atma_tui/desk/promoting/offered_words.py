"""To whom an act has offered seats, at the end of what the log and the desk say of it, whichever act it was."""

from __future__ import annotations

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offering_title, offerings_of
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.domain.records import Enrolment

_MOST_NAMED = 5


def say_offered(book: Book, work: UnitOfWork) -> None:
    """Add those to the summary who waited before the act and are offered a seat because of it."""
    before, after = work.versions()
    people: dict[str, list[str]] = {}
    for id in work.offered:
        key = Enrolment.kind, id
        one = after[key]
        if before[key] is not None and isinstance(one, Enrolment) and one.status == "offered":
            people.setdefault(one.offering, []).append(one.person)
    said = work.summary or work.verb
    for offering_id, offering in sorted(offerings_of(book, people).items()):
        title = offering_title(book, offering)
        where = "" if title in said else f" in {title}"
        work.summary = f"{work.summary or work.verb}; offered to {_names(book, people[offering_id])}{where}"
        work.relate(*people[offering_id])


def _names(book: Book, ids: list[str]) -> str:
    names = [one.name for one in book.people(ids[:_MOST_NAMED]).values()]
    others = len(ids) - len(names)
    return ", ".join(names) + (f" and {others} more" if others else "")
