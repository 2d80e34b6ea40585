"""Whom to enrol: one box to find them, the party, and in words what Enter will do."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label

from atma_tui.desk.phone_line import read_whom
from atma_tui.desk.seats.enrolments import Outcome
from atma_tui.desk.seats.previews import Preview
from atma_tui.domain.people.finding import BEGINS, SLIP, Match
from atma_tui.domain.records import Person
from atma_tui.ui.dialogs.dialog import SearchDialog
from atma_tui.ui.enrolments.enrol_words import (
    MAX_PARTY,
    Wish,
    about_offering,
    nothing_yet,
    subject,
    what_a_reason_does,
    what_enter_does,
)
from atma_tui.ui.ground.door import Refused, looking, on_desk, on_desk_quietly, on_desk_unseen
from atma_tui.ui.ground.show import who
from atma_tui.ui.widgets.entry import Entry, Field
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.people import PEOPLE, nobody_row, person_row
from atma_tui.ui.widgets.person_fields import PersonFields
from atma_tui.ui.widgets.sentence import Sentence
from atma_tui.ui.widgets.words import Words


class EnrolBox(SearchDialog[Outcome]):
    """A dialog that finds whom to enrol, or describes somebody new, and says what Enter does."""

    CSS_PATH = "enrol.tcss"

    def __init__(
        self, offering_id: str, *, person_id: str = "", arrived: bool = False, words: str = "", party: int = 1
    ) -> None:
        """Open for a person, or with `words` in the box; who has `arrived` is enrolled and checked in."""
        super().__init__()
        self._offering_id, self._person_id, self._arrived = offering_id, person_id, arrived
        self._words, self._party = words, party
        self._fixed: Person | None = None
        self._people: dict[str, Person] = {}
        self._searched = ""
        self._shown: tuple[Wish, Preview] | None = None
        self._party_said = False
        self._over = False
        self._refused = ""

    def compose(self) -> ComposeResult:
        """Lay out what it is about, the box, what was found, and what Enter does."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = "Walk-in" if self._arrived else "Enrol"
            yield Words(id="what")
            with Horizontal(id="who"):
                yield Entry(self._words, hint="Name, phone or e-mail; +2 brings two more", id="words")
                yield Label("Party of")
                yield Entry(str(self._party), max_length=3, id="party")
            yield PersonFields(id="fields")
            yield LongList(*PEOPLE, header=False, empty="", id="found")
            yield Field("Reason", str, id="why")
            yield Words(id="says")
            yield KeyLine()

    def on_mount(self) -> None:
        """Say what it is about, and keep it true while other desks work."""
        self.query_one("#words").focus()
        self.watch(self.app, "revision", self.follow, init=False)
        for change in (self.search_again, self.follow):
            self.watch(self.app, "private", change, init=False)
        self.begin()

    def follow(self) -> None:
        """Read everything again after a commit of this desk or another."""
        self.read_offering()

    @looking("begin", exclusive=False)
    async def begin(self) -> None:
        """Read whom the dialog is opened for, then everything else."""
        if self._person_id:
            self._fixed = await on_desk(self.app, self.desk.book.person, self._person_id)
        self.search()
        self.read_offering()

    @work(exclusive=True, group="offering")
    async def read_offering(self) -> None:
        """Say what it is about, as it is now."""
        try:
            card = await on_desk_unseen(self.app, self.desk.agenda.card, self._offering_id)
        except Refused:
            self.dismiss(None)
            return
        if not self._whole:
            return
        self.query_one("#what", Words).update(about_offering(card, self.host.glyphs))
        self.reload()

    @property
    def _whole(self) -> bool:
        return self.has("#what", "#words", "#party", "#fields", "#found", "#why", "#says")

    # Whom it is about

    @property
    def adding(self) -> bool:
        """Whether somebody new is being described."""
        return self.has_class("-adding")

    @property
    def asking(self) -> bool:
        """Whether a reason is asked for."""
        return self.has_class("-why")

    def wish(self) -> Wish | None:
        """Return what is wished now, None without anybody in particular."""
        typed = self.query_one("#party", Entry).value.strip()
        party = int(typed) if typed.isascii() and typed.isdigit() else 0
        if self.adding:
            return Wish(party, new=self.query_one(PersonFields).new())
        person = self._people.get(self.found.cursor_key or "")
        return Wish(party, person=person) if person else None

    def search_again(self) -> None:
        """Show people anew, with names or with initials, and nothing until then."""
        if not self._whole:
            return
        self._refused = ""
        self.found.set_rows([])
        self.query_one("#what", Words).update("")
        self._say(Sentence(""))
        self.search()

    @on(Input.Changed, "#words")
    def take_words(self) -> None:
        """Find people, and take the party from `+n`."""
        _, party = read_whom(self.query_one("#words", Entry).value)
        if party > 1 or self._party_said:
            self.query_one("#party", Entry).value = str(party)
        self._party_said = party > 1
        self._shown = None
        self._stop_asking()
        self.search()

    @on(Input.Changed, "#party")
    @on(PersonFields.Changed)
    @on(LongList.Highlighted)
    def preview_other(self) -> None:
        """Ask what Enter would do when it is about somebody else now."""
        if self._shown is None or self._shown[0] != self.wish():
            self._refused = ""
            self.reload()

    @looking("search")
    async def search(self) -> None:
        """Show the people who fit, the likeliest first, and say what Enter does.

        Somebody new comes before people who only fit with a slip: Enter must not enrol somebody of a like name.
        """
        if not self._whole:
            return
        typed = self.query_one("#words", Entry).value
        words, _ = read_whom(typed)
        if words:
            found = await on_desk_quietly(self.app, self.desk.people.matches, words, limit=20)
        else:
            found = [Match(self._fixed, BEGINS)] if self._fixed else []
        if not self._whole:
            return
        if not self.adding:
            self._people = {match.person.id: match.person for match in found}
            rows = [person_row(match.person, private=self.private) for match in found]
            if words:
                sure = sum(match.likeness < SLIP for match in found)
                rows.insert(sure, nobody_row(typed, words, private=self.private))
            self.show_found(typed, rows)
        self._searched = typed
        self.reload()

    @work(exclusive=True, group="reload")
    async def reload(self) -> None:
        """Say what Enter does."""
        if not self._whole:
            return
        wish = self.wish()
        if wish is None or not wish.name.strip() or not 1 <= wish.party <= MAX_PARTY:
            self._shown = None
            self._say(nothing_yet(wish, adding=self.adding, on=self.found.cursor_key))
            return
        id = wish.person.id if wish.person else ""
        try:
            preview = await on_desk_quietly(
                self.app,
                self.desk.enrolments.preview,
                self._offering_id,
                person_id=id,
                new=wish.new,
                party=wish.party,
                arrived=self._arrived,
            )
        except Refused as refused:
            preview = Preview(status="refused", summary=str(refused.error))
        if self._whole and wish == self.wish():
            self._shown = (wish, preview)
            if self.adding:
                self._show_doubles(preview)
            self._say(self._said(wish, preview))

    def _show_doubles(self, preview: Preview) -> None:
        self._people = {person.id: person for person, _ in preview.duplicates}
        self.found.set_rows(
            [person_row(person, private=self.private, note=reason) for person, reason in preview.duplicates]
        )

    # What it says

    def _said(self, wish: Wish, preview: Preview) -> Sentence:
        if self.asking and (self._over or preview.clashes or preview.anyway):
            name = subject(who(wish.name, private=self.private), wish.party)
            return what_a_reason_does(name, preview, over=self._over)
        return what_enter_does(wish, preview, arrived=self._arrived, private=self.private)

    def _say(self, said: Sentence) -> None:
        lines = [Sentence(self._refused, "bad").show()] if self._refused else []
        if self.adding and self._people:
            lines.append(Sentence("In the book already? F4 takes the one in the list instead.", "warn").show())
        self.query_one("#says", Words).update(Content("\n").join([*lines, said.show()]))
        self.refresh_bindings()

    def _stop_asking(self) -> None:
        if self.asking:
            self._over = False
            self.remove_class("-why")
            self.query_one("#fields Input" if self.adding else "#words").focus()
