"""Finding anything, and the phone line: a person and an event mean enrolling, other words a search."""

from __future__ import annotations

from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from atma_tui.desk.people.new_person import NewPerson
from atma_tui.desk.phone_line import LONGEST, Doable
from atma_tui.desk.phone_targets import Target
from atma_tui.desk.phone_verbs import Deed
from atma_tui.domain.errors import Full
from atma_tui.domain.records import Answer, Person
from atma_tui.ui.dialogs.dialog import SearchDialog
from atma_tui.ui.enrolments.anyway import ASKING, unless
from atma_tui.ui.find.deeds import add_person, do_deed
from atma_tui.ui.find.find_words import FOUND, Thing, asks_who, found_rows, name_of, what_enter_does
from atma_tui.ui.ground.door import Refused, on_desk, use_case
from atma_tui.ui.requests import EnrolIn, OpenAnswers, OpenEvent, OpenPerson
from atma_tui.ui.widgets.entry import Entry
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.sentence import Sentence
from atma_tui.ui.widgets.words import Words


class FindScreen(SearchDialog[None]):
    """Type a person, an event, a question, what to do (`chen +2 open house cal`), or a verb (`withdraw ada`)."""

    CSS_PATH = "find.tcss"

    def __init__(self, words: str = "") -> None:
        """Begin with `words` in the line."""
        super().__init__()
        self._words = words
        self._targets: list[Target] = []
        self._things: dict[str, Thing] = {}
        self._refused = ""

    def compose(self) -> ComposeResult:
        """Lay out the line, what it may mean, and what Enter does."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = "Find, or say what to do"
            yield Entry(self._words, hint="chen +2 open house cal", max_length=LONGEST, id="words")
            yield LongList(*FOUND, header=False, empty="", id="found")
            yield Words(id="says")
            yield KeyLine()

    def on_mount(self) -> None:
        """Keep what is said true while other desks work."""
        self.query_one("#words").focus()
        self.watch(self.app, "revision", self.follow)
        self.watch(self.app, "private", self.read_anew, init=False)

    def read_anew(self) -> None:
        """Show everything anew, with names or with initials, and nothing until then."""
        if not self.has("#found", "#says"):
            return
        self._things, self._refused = {}, ""
        self.found.set_rows([])
        self.say()
        self.follow()

    def follow(self) -> None:
        """Read everything again after a commit of this desk or another."""
        if not self.busy:
            self.read_targets()

    @work(exclusive=True, group="targets")
    async def read_targets(self) -> None:
        """Read what one can be enrolled in; people and answers are found before that is known."""
        try:
            self._targets = await on_desk(self.app, self.desk.phone_line.targets)
        except Refused:
            return
        self.search()

    @on(Input.Changed)
    def search_again(self) -> None:
        """Read what is typed now; until that is shown, Enter does nothing."""
        self._things = {}
        self._refused = ""
        self.search()

    @work(exclusive=True, group="look")
    async def search(self) -> None:
        """Show everything the line may mean, the likeliest first."""
        words = self.query_one("#words", Entry).value
        try:
            found = await on_desk(self.app, self.desk.phone_line.read, words, self._targets)
        except Refused:
            return
        if not self.has("#found", "#says"):
            return
        rows, self._things = found_rows(found, self.host.glyphs, private=self.private)
        self.show_found(words, rows, empty="Nothing in the book matches." if words.strip() and not rows else "")
        self.say()

    @on(LongList.Highlighted)
    def say(self) -> None:
        """Say what Enter does."""
        refused = [Sentence(self._refused, "bad").show()] if self._refused else []
        said = what_enter_does(self._thing, private=self.private).show()
        self.query_one("#says", Words).update(Content("\n").join([*refused, said]))

    @property
    def _thing(self) -> Thing | None:
        return self._things.get(self.found.cursor_key or "")

    def action_enter(self) -> None:
        """Do what was said."""
        thing = self._thing
        if isinstance(thing, Doable):
            self._do(thing)
        elif isinstance(thing, Deed) and thing.verb != "call":
            self.do_deed(thing)
        elif thing is not None and not self.busy:
            self.dismiss(None)
            self.app.call_later(self._open, thing)

    def _open(self, thing: Person | Target | Answer | Deed | NewPerson) -> None:
        if isinstance(thing, NewPerson):
            add_person(self.app, thing)
        elif isinstance(thing, Deed):
            assert thing.person is not None
            if thing.calls:
                self.host.action_go("calls")
            else:
                self.host.open(OpenPerson(thing.person.id))
        elif isinstance(thing, Person):
            self.host.open(OpenPerson(thing.id))
        elif isinstance(thing, Answer):
            self.host.open(OpenAnswers(thing.question))
        elif thing.program:
            self.host.action_go("programs")
        else:
            self.host.open(OpenEvent(thing.id))

    @use_case
    async def do_deed(self, deed: Deed) -> None:
        """Do what the verb says, once asked; the line stays when it was not done after all."""
        if await do_deed(self, deed):
            self.dismiss(None)

    def _do(self, doable: Doable) -> None:
        if doable.preview.status == "refused" and not doable.preview.anyway:
            self.app.bell()
        elif asks_who(doable):
            self.dismiss(None)
            self.app.call_later(self._ask_more, doable)
        else:
            self.enrol(doable)

    def _ask_more(self, doable: Doable) -> None:
        wish = doable.wish
        said = " ".join(filter(None, [name_of(doable), wish.phone, wish.email]))
        person_id, words = (wish.person.id, "") if wish.person else ("", said)
        self.host.open(EnrolIn(wish.target.id, person_id=person_id, words=words, party=wish.party))

    @use_case
    async def enrol(self, doable: Doable) -> None:
        """Enrol, with a reason where one is needed; when another desk was faster, say what Enter does now."""
        wish, preview = doable.wish, doable.preview
        new = NewPerson(name=wish.name, phone=wish.phone, email=wish.email)
        waits = "waiting" in (preview.status, preview.anyway)
        enrol = partial(
            self.desk.enrolments.enrol,
            wish.target.id,
            person_id=wish.person.id if wish.person else "",
            new=None if wish.person else new,
            party=wish.party,
            wait=waits,
        )
        try:
            ok = "puts them on the waiting list anyway" if waits else "enrols them anyway"
            done = await unless(self, enrol, *ASKING, ok=ok, tells=False)
        except Refused as refused:
            faster = isinstance(refused.error, Full)
            self._refused = "Another desk was faster." if faster else str(refused.error)
            self.search()
            return
        if done is not None:
            self.dismiss(None)
