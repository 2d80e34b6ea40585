"""The common behaviour of forms.

Enter goes to the next field and saves on the last one, Ctrl+S saves from anywhere, and there is a button for each.
Esc closes; unsaved input is discarded only after a question. A refusal is shown in the form.

    class PlaceForm(Form[bool]):
        def compose(self) -> ComposeResult:
            with Vertical(classes="dialog form"):
                yield Field("Places", read_places, id="places")
                yield Static(id="says")
                yield self.buttons()
                yield KeyLine()

        def action_save(self) -> None: ...
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar, Generic, TypeVar, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import DescendantFocus
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from atma_tui.domain.errors import InputError
from atma_tui.ui.dialogs.dialog import DIALOGS, DeskDialog
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Entry, Field, Labelled
from atma_tui.ui.widgets.sentence import Sentence

Answer = TypeVar("Answer")

_SAVE = Command("dialog.save", "ctrl+s", "save", "Save", "Save what was typed", DIALOGS, first=True)


class Form(DeskDialog[Answer], Generic[Answer]):
    """A dialog with fields, a line `#says` under them, and `buttons()`.

    The key line gives Ctrl+S the button's label.
    """

    STOPS: ClassVar[tuple[type[Widget], ...]] = (Input, Choice)
    """The widgets that Enter goes to; in a text of several lines it begins a new one."""
    OK: ClassVar[str] = "Save"
    """The label of the button that saves."""
    BINDINGS: ClassVar[list[BindingType]] = bindings(_SAVE)

    def __init_subclass__(cls, **arguments: Any) -> None:  # noqa: ANN401
        own = cast("list[Binding]", vars(cls).get("BINDINGS", []))
        if "OK" in vars(cls) and all(one.key != _SAVE.keys for one in own):
            [save] = cast("list[Binding]", bindings(_SAVE))
            cls.BINDINGS = [*own, replace(save, description=cls.OK)]
        super().__init_subclass__(**arguments)

    def __init__(self) -> None:
        super().__init__()
        self._start: dict[str, str] = {}
        self._lines: tuple[Sentence, ...] = ()
        self._refused: tuple[str, dict[str, str]] = ("", {})

    def buttons(self) -> Widget:
        """Return the buttons, for below the fields."""
        save = Button(self.OK, variant="primary", compact=True, id="save")
        return Horizontal(save, Button("Close", compact=True, id="close"), classes="buttons")

    def on_mount(self) -> None:
        """Remember what was in the fields, and no refusal that may name people once only initials are shown."""
        self._start = self.typed()
        self.watch(self.app, "private", self.forget_names, init=False)

    def forget_names(self) -> None:
        """Forget the refusal, which was made with names."""
        if not self.KEEPS_NAMES:
            self.refuse("")

    def typed(self) -> dict[str, str]:
        """Return what is in the fields, by their names."""
        entries = {entry.id: entry.value for entry in self.query(Entry) if entry.id}
        fields = {field.label: field.value for field in self.query(Field)}
        choices = {choice.id or "": choice.value for choice in self.query(Choice)}
        return {**entries, **fields, **choices}

    @property
    def unsaved(self) -> bool:
        """Whether there is input that would be lost."""
        return self.typed() != self._start

    @on(DescendantFocus)
    def show_focused(self) -> None:
        """Bring the field in focus into view once the form has come to rest.

        Textual asks whether it is in view before a scroll that is still under way has ended.
        """
        self.call_after_refresh(self.call_later, self._show_focused)

    def _show_focused(self) -> None:
        ancestors = self.focused.ancestors if self.focused is not None else ()
        for one in ancestors:
            if isinstance(one, VerticalScroll) and self.focused is not None:
                one.scroll_to_widget(self.focused, animate=False, immediate=True)

    # Going on, and saving

    @on(Input.Submitted)
    @on(Choice.Entered)
    def go_on(self) -> None:
        """Go to the next field, and save on the last one."""
        if (following := next(self._following(), None)) is not None:
            self.set_focus(following)
        else:
            self.action_save()

    def _following(self) -> Iterator[Widget]:
        """Yield the fields after the one in focus."""
        chain = self.focus_chain
        place = chain.index(self.focused) if self.focused in chain else -1
        return (widget for widget in chain[place + 1 :] if isinstance(widget, self.STOPS))

    def action_save(self) -> object:
        """Save, when all makes sense."""
        raise NotImplementedError

    @on(Button.Pressed, "#save")
    def press_save(self) -> None:
        """Save."""
        self.action_save()

    def picked(self, id: str) -> str:
        """Return what is picked in a choice."""
        return self.query_one(f"#{id}", Choice).picked or ""

    def chosen(self, id: str, missing: str) -> str:
        """Return what is picked in a choice without a default. Raises `InputError`, shown beside it."""
        choice = self.query_one(f"#{id}", Choice)
        if choice.picked:
            return choice.picked
        choice.query_ancestor(Labelled).say(missing)
        self.set_focus(choice)
        raise InputError(missing)

    # What it says

    def say(self, *lines: Sentence) -> None:
        """Show what saving would do."""
        self._lines = lines
        self._show_said()

    def refuse(self, words: str) -> None:
        """Show a refusal above that, until something else is typed."""
        self._refused = (words, self.typed())
        self._show_said()

    @on(Input.Changed)
    @on(Choice.Changed)
    def forget_refusal(self) -> None:
        """Clear the refusal once something else is typed."""
        if self._refused[0] and self._refused[1] != self.typed():
            self.refuse("")

    @on(Choice.Changed)
    def forget_missing(self, changed: Choice.Changed) -> None:
        """Clear the message that nothing was picked, once something is."""
        for labelled in changed.choice.ancestors:
            if isinstance(labelled, Labelled):
                labelled.say()

    def _show_said(self) -> None:
        if self.has("#says"):
            words = self._refused[0]
            lines = [*([Sentence(words, "bad")] if words else []), *self._lines]
            says, said = self.query_one("#says", Static), Content("\n").join(line.show() for line in lines)
            if said != says.content:
                says.update(said)

    # Giving up

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Close; unsaved input is discarded only after a question."""
        from atma_tui.ui.dialogs.confirm import ConfirmScreen

        if self.busy:
            return
        if not self.unsaved:
            super().action_close()
            return
        question = ConfirmScreen("Throw away what you typed?", self.unsaved_words(), ok="throws it away")
        self.app.push_screen(question, self._close_if)

    def unsaved_words(self) -> str:
        """Say what would be lost."""
        changed = [name for name, text in self.typed().items() if text != self._start.get(name)]
        return f"Not saved: {', '.join(changed)}."

    def _close_if(self, yes: bool | None) -> None:
        if yes:
            self.dismiss(None)
