"""The clinic's templates for drafts, which replace those that come with the program."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.domain.changes import with_changes
from atma_tui.domain.records import ReminderAbout, Template
from atma_tui.domain.reminders.wording import read_body, read_subject
from atma_tui.shipped import read_shipped
from atma_tui.store.rerun import rerunnable

NAMES: dict[ReminderAbout, str] = {"remind": "reminders", "moved": "moved events", "cancelled": "cancelled events"}


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    subject: str
    body: str


class Templates:
    """Use cases around templates."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def all(self) -> dict[ReminderAbout, Template]:
        """Return the template of each kind of draft."""
        own = self._book.store.by_id(Template)
        return {about: own.get(about) or words for about, words in self.shipped().items()}

    def shipped(self) -> dict[ReminderAbout, Template]:
        """Return the templates that come with the program."""
        shipped = read_shipped("reminders.json", dict[ReminderAbout, _Words])
        return {about: Template(id=about, subject=one.subject, body=one.body) for about, one in shipped.items()}

    @rerunnable
    def change(self, about: ReminderAbout, *, subject: str | None = None, body: str | None = None) -> Template:
        """Change a template; what is None stays. Raises `InputError` for an unknown field."""
        given = {
            **({} if subject is None else {"subject": read_subject(subject)}),
            **({} if body is None else {"body": read_body(body)}),
        }
        with self._book.act("change template") as work:
            before, now = self._book.store.get(Template, about), self.all()[about]
            if all(getattr(now, name) == words for name, words in given.items()):
                return now
            after = replace(now, **given)
            work.summary = with_changes(f"Changed the template for {NAMES[about]}", now, after)
            return work.put(after, before) if before is not None else work.add(after)

    @rerunnable
    def reset(self, about: ReminderAbout) -> Template:
        """Go back to the template that comes with the program."""
        with self._book.act("change template") as work:
            if (own := self._book.store.get(Template, about)) is not None:
                work.delete(own)
                work.summary = f"The template for {NAMES[about]} is what comes with the desk again"
        return self.all()[about]
