"""Keys on a screen with a search box: what is typed or pasted goes to the box, wherever the cursor is.

class PeopleScreen(SearchKeys, DeskScreen[list[Person]]):    # its commands are on F keys, Ctrl or Alt
    ...

Digits are text in the box, and modes when the list has the focus or with Alt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events
from textual.widgets import Input

if TYPE_CHECKING:
    from textual.screen import Screen


class SearchKeys:
    """A screen with one search box; keys that no field took are typed into it."""

    DIGITS_ARE_TEXT = False
    """Whether digits go to the box even if the list has the focus: on screens without modes."""

    @property
    def box(self) -> Input:
        """The box."""
        return cast("Screen[object]", self).query(Input).first()

    def on_mount(self) -> None:
        """Keep what is in the box when it gets the focus: letters may be there already."""
        self.box.select_on_focus = False

    def on_key(self, event: events.Key) -> None:
        """Type what no field took: typed with the list in focus."""
        character = event.character or ""
        sign = character.isdigit() or character in "/?"
        if event.is_printable and character and self.box.display and (self.DIGITS_ARE_TEXT or not sign):
            event.stop()
            cast("Screen[object]", self).set_focus(self.box)
            self.box.insert_text_at_cursor(character)

    def on_paste(self, event: events.Paste) -> None:
        """Put in what no field took, such as a number from an e-mail."""
        if self.box.display:
            event.stop()
            cast("Screen[object]", self).set_focus(self.box)
            self.box.post_message(events.Paste(event.text))
