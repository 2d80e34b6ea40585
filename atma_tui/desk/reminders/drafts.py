"""Drafts of reminders as files that a mail program opens: nothing is sent from here.

Each person gets a separate file, so that nobody sees who else is reminded.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.outputs.private_files import file_words, private_folder, write_private
from atma_tui.desk.reminders.reminders import ReminderRow, Reminders
from atma_tui.desk.reminders.templates import Templates
from atma_tui.desk.trust.masking import Masking
from atma_tui.domain.csv_table import csv_cell
from atma_tui.domain.records import Event, LastKnown, Person, Site, Template
from atma_tui.domain.reminders.wording import fill, what_words, where_words
from atma_tui.domain.text import clean
from atma_tui.domain.when import span_words, today

MERGE = "mail-merge.csv"
_START = "reminder-"
_TITLES = frozenset({"dr", "prof", "mr", "mrs", "ms", "miss", "mx"})
_HEAD = ("name", "first_name", "email", "phone", "about", "what", "when", "where", "site", "subject", "text")


class Draft(Struct, frozen=True, kw_only=True):
    """What one person is told of one event."""

    row: ReminderRow
    values: dict[str, str]
    """The values of the template's fields."""
    subject: str
    text: str

    @property
    def mailto(self) -> str:
        """A link that opens it in a mail program; empty without an e-mail address."""
        email = self.row.person.email
        body = self.text.replace("\n", "\r\n")
        return f"mailto:{quote(email, safe='@')}?subject={quote(self.subject)}&body={quote(body)}" if email else ""


class Written(Struct, frozen=True, kw_only=True):
    """Drafts in a folder."""

    folder: Path
    drafts: Sequence[Draft]
    """All drafts; those without an e-mail address are only in the mail merge."""
    files: Sequence[Path | None]
    """The file of each draft."""
    hidden: int = 0
    """How many masked clients were left out."""
    unknown: int = 0
    """How many have neither phone nor e-mail."""

    @property
    def words(self) -> str:
        """Say what was written, and where."""
        mails = sum(file is not None for file in self.files)
        people = "1 person" if len(self.drafts) == 1 else f"{len(self.drafts)} people"
        return f"Wrote {mails} mail{'' if mails == 1 else 's'} and a mail merge for {people} to {self.folder}."

    @property
    def left_out(self) -> list[str]:
        """Say in sentences who has no draft; none if all have one."""
        return [
            *([f"Masked clients are left out: {self.hidden}."] if self.hidden else []),
            *([f"Without a phone and an e-mail: {self.unknown}."] if self.unknown else []),
        ]


class Drafts:
    """Use cases around drafts."""

    def __init__(self, book: Book, reminders: Reminders, templates: Templates, masking: Masking) -> None:
        self._book, self._reminders, self._templates, self._masking = book, reminders, templates, masking

    def of(self, rows: Iterable[ReminderRow]) -> list[Draft]:
        """Return the drafts in the clinic's words."""
        templates = self._templates.all()
        return [self._draft(one, templates[one.about]) for one in rows]

    def write(self, folder: Path, day: date | None = None, *, site: str = "") -> Written:
        """Write drafts for everybody who still has to be told something on a day; earlier drafts are removed.

        Masked clients whose records are not open are left out. The caller logs the look at the people.
        Raises `Blocked` for a published folder, `InputError` or `Unreachable` when it cannot be written.
        """
        rows = [one for one in self._reminders.due(day, site=site) if one.is_open]
        seen = [one for one in rows if not self._masking.is_hidden(one.person.id)]
        drafts = self.of(one for one in seen if one.ways)
        private_folder(folder)
        write_private(folder / MERGE, _merge(drafts).encode("utf-8-sig"))
        with suppress(OSError):
            for old in folder.glob(f"{_START}*.eml"):
                old.unlink()
        sender = self._book.clinic().reminders_from
        files = [_write(folder, one, sender) if one.row.person.email else None for one in drafts]
        return Written(
            folder=folder,
            drafts=drafts,
            files=files,
            hidden=len(rows) - len(seen),
            unknown=len(seen) - len(drafts),
        )

    def example(self) -> dict[str, str]:
        """Return the values for an example: a made-up person who comes to an open house next week."""
        book = self._book
        sites, now = book.sites(), book.now()
        starts = datetime.combine(today(now) + timedelta(days=7), time(18))
        event = Event(
            id="",
            uid="",
            site=sites[0].id if sites else "",
            title="Open house",
            category="open_house",
            starts=starts,
            ends=starts + timedelta(hours=2),
            created=now,
            modified=now,
        )
        site = sites[0] if sites else Site(id="", name="")
        return self._values(Person(id="", name="Ada Sample", created=now), event, site, event)

    def _draft(self, row: ReminderRow, template: Template) -> Draft:
        values = self._values(row.person, row.event, self._book.site(row.event.site), _known(row))
        return Draft(
            row=row, values=values, subject=clean(fill(template.subject, values)), text=fill(template.body, values)
        )

    def _values(self, person: Person, event: Event, site: Site, known: Event | LastKnown) -> dict[str, str]:
        clinic = self._book.clinic()
        return {
            "name": person.name,
            "first_name": _first_name(person),
            "what": what_words(event, by_name=clinic.reminders_name_programs),
            "when": span_words(known.starts, known.ends, all_day=known.all_day),
            "where": where_words(event, site.name, site.address),
            "site": site.name,
            "clinic": clinic.name,
            "phone": site.phone,
        }


def _known(row: ReminderRow) -> Event | LastKnown:
    """Return when an event is; for a cancelled one, the time that the person knows."""
    return row.call.knew if row.call and row.call.knew and row.about == "cancelled" else row.event


def _first_name(person: Person) -> str:
    """Return somebody's first name, also from `Sample, Ada`; the full name if it has a title."""
    last, _, first = person.name.partition(",")
    word = (first or last).split()[0]
    return person.known_as or (person.name if word.rstrip(".").casefold() in _TITLES else word)


def _write(folder: Path, draft: Draft, sender: str) -> Path:
    row = draft.row
    path = folder / f"{_START}{file_words(row.enrolment.id)}.eml"
    message = EmailMessage(policy=SMTP if row.person.email.isascii() and sender.isascii() else SMTPUTF8)
    message["X-Unsent"] = "1"  # mail programs open it as a draft
    if sender:
        message["From"] = sender
    local, _, domain = row.person.email.rpartition("@")
    message["To"] = Address(display_name=row.person.name, username=local, domain=domain)
    message["Subject"] = draft.subject
    message.set_content(draft.text, charset="utf-8", cte="quoted-printable")
    write_private(path, message.as_bytes())
    return path


def _merge(drafts: Iterable[Draft]) -> str:
    """Return all drafts as a table for a mail merge, or for messages to phones."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEAD)
    for one in drafts:
        person = one.row.person
        said = {"email": person.email, "phone": person.phone, "about": one.row.about}
        cells = {**one.values, **said, "subject": one.subject, "text": one.text}
        writer.writerow([csv_cell(clean(cells[head], 5000, lines=head == "text")) for head in _HEAD])
    return out.getvalue()
