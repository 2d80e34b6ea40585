"""The templates of drafts: changing each kind with a preview, or going back to the usual words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, NamedTuple, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from atma_tui.desk.desk import Desk
from atma_tui.desk.reminders.templates import NAMES
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import ReminderAbout, Template
from atma_tui.domain.reminders.wording import FIELDS, MAX_SUBJECT, fill, read_body, read_subject
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.ground.door import Refused, use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show_lines
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Field, Labelled
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.sentence import Sentence

_FIELDS = f"In braces: {' '.join(f'{{{field}}}' for field in FIELDS)}"


class Wording(NamedTuple):
    """The templates as they are, as they come with the desk, and what they are filled with for a preview."""

    own: Mapping[ReminderAbout, Template]
    shipped: Mapping[ReminderAbout, Template]
    example: Mapping[str, str]


def wording(desk: Desk) -> Wording:
    """Ask the desk for it."""
    return Wording(desk.templates.all(), desk.templates.shipped(), desk.drafts.example())


class _Words(NamedTuple):
    subject: str
    body: str


def _words(template: Template) -> _Words:
    return _Words(template.subject, template.body)


class TemplatesForm(Form[bool]):
    """Change what drafts say; gives whether anything was saved."""

    CSS_PATH = "templates_form.tcss"
    STOPS: ClassVar[tuple[type[Widget], ...]] = (Input, Choice, TextArea)
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command(
            "templates.usual", "f4", "usual", "Usual words", "Take the words that come with the desk", "Words"
        ),
    )

    def __init__(self, words: Wording, about: ReminderAbout = "remind") -> None:
        super().__init__()
        self._wording, self._about = words, about
        self._typed = {one: _words(template) for one, template in words.own.items()}

    def compose(self) -> ComposeResult:
        """Lay out which sort of draft, its words, and what they come to."""
        first = self._typed[self._about]
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = "The words of drafts"
            sorts = [(about, NAMES[about].capitalize()) for about in self._wording.own]
            yield Labelled("For", Choice(sorts, value=self._about, id="about"), classes="-terse")
            yield Field("Subject", read_subject, first.subject, max_length=MAX_SUBJECT, id="subject")
            text = TextArea(first.body, compact=True, tab_behavior="focus", id="body")
            text.border_title = "Text"
            yield text
            with VerticalScroll(id="preview") as preview:
                preview.border_title = "Preview, for somebody made up"
                yield Static(id="filled")
            yield Static(id="says")
            yield self.buttons()
            yield KeyLine()

    def on_mount(self) -> None:
        """Say which fields there are, and show the preview."""
        self.say(Sentence(_FIELDS))
        self.follow()

    def typed(self) -> dict[str, str]:
        """Return the words of each sort of draft."""
        return {NAMES[about]: "\n".join(words) for about, words in self._typed.items()}

    @on(Choice.Changed, "#about")
    def show_other(self, changed: Choice.Changed) -> None:
        """Show the words of another sort; what was typed of this one is kept."""
        self._about = cast("ReminderAbout", changed.value)
        self._show(self._typed[self._about])

    def _show(self, words: _Words) -> None:
        self.query_one("#subject", Field).value = words.subject
        self.query_one("#body", TextArea).load_text(words.body)

    @on(Input.Changed)
    @on(TextArea.Changed)
    def follow(self) -> None:
        """Keep what is typed, and show what it comes to."""
        words = _Words(self.query_one("#subject", Field).value, self.query_one("#body", TextArea).text)
        self._typed[self._about] = words
        self.forget_refusal()
        try:
            read_subject(words.subject)
            read_body(words.body)
            shown = "\n\n".join(fill(one, self._wording.example) for one in words)
        except InputError as error:
            shown = str(error)
        self.query_one("#filled", Static).update(show_lines(shown, 6_000))

    def action_usual(self) -> None:
        """Take the words that come with the desk for this sort; they are saved like any others."""
        self._show(_words(self._wording.shipped[self._about]))

    @use_case
    async def action_save(self) -> None:
        """Save what was changed."""
        changed = {
            about: words for about, words in self._typed.items() if words != _words(self._wording.own[about])
        }
        try:
            for about, words in changed.items():
                _check(about, words)
            for about, words in changed.items():
                if words == _words(self._wording.shipped[about]):
                    await self.do(self.desk.templates.reset, about)
                else:
                    await self.do(self.desk.templates.change, about, subject=words.subject, body=words.body)
        except InputError as error:
            self.refuse(str(error))
        except Refused as refused:
            self.refuse(str(refused.error))
        else:
            self.dismiss(bool(changed))


def _check(about: ReminderAbout, words: _Words) -> None:
    try:
        read_subject(words.subject)
        read_body(words.body)
    except InputError as error:
        raise InputError(f"{NAMES[about].capitalize()}: {error}") from error
