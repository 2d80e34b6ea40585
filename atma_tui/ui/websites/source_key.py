"""The secret of a website: a key that is typed unseen, or the name of the place that holds it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Field, Labelled

_LONGEST_KEY = 2000


class KeyFields(Container):
    """Whether a source needs a key, and which; the key itself is never shown."""

    DEFAULT_CSS = "KeyFields { height: auto; layout: vertical; & > .-off { display: none; } }"

    def __init__(self, kept_in: str | None = None) -> None:
        """`kept_in` names where the key of a source is, empty when it has none; None for a new source."""
        super().__init__(id="key")
        stays = "None" if not kept_in else f"As it is, from {kept_in}"
        self._ways = {"stays": stays, "typed": "Typed here, kept in this computer's keyring"}
        self._ways["variable"] = "In an environment variable of this computer"
        if kept_in:
            self._ways["none"] = "None any more"

    def compose(self) -> ComposeResult:
        """Lay out the choice, and the field that it asks for."""
        yield Labelled("Key", Choice(self._ways.items(), id="key-way"), hint="only where a sign-in is asked for")
        typed = Field(
            "The key",
            str,
            hint="token, user:password or secret address; never kept in the book",
            required=True,
            max_length=_LONGEST_KEY,
            id="key-typed",
            classes="-off",
        )
        typed.entry.password = True
        yield typed
        yield Field(
            "Variable", str, hint="its name, such as STAFF_CALENDAR", required=True, id="key-name", classes="-off"
        )

    @on(Choice.Changed, "#key-way")
    def ask(self) -> None:
        """Ask for what was chosen."""
        self.query_one("#key-typed").set_class(self._way != "typed", "-off")
        self.query_one("#key-name").set_class(self._way != "variable", "-off")

    @property
    def _way(self) -> str:
        return self.query_one("#key-way", Choice).picked or "stays"

    def answer(self) -> tuple[str | None, str | None]:
        """Return the key that was typed and the name that was given; None stays, an empty name is no key at all.

        Raises `InputError` when what was chosen is missing, after saying so beside it.
        """
        if self._way == "typed":
            return str(self.query_one("#key-typed", Field).answer()), None
        if self._way == "variable":
            return None, str(self.query_one("#key-name", Field).answer())
        return None, "" if self._way == "none" else None
