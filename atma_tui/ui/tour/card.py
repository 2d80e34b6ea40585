"""One card of the tour, above the key line. It takes no key, so what it is about can be tried at once."""

from __future__ import annotations

from typing import NamedTuple

from textual import events
from textual.widgets import Static

from atma_tui.ui.ground.show import show, show_lines


class Step(NamedTuple):
    """What the tour says on one screen."""

    mode: str
    title: str
    text: str


STEPS = (
    Step(
        "today",
        "Who comes today",
        "Type two letters of a name and press Enter: they are checked in. Esc leaves the box; "
        "then letters are keys, and the last line shows which.",
    ),
    Step(
        "today",
        "The phone rings",
        "Press / and type what the caller says, such as: chen +2 open house cal. "
        "You see what would happen; Enter does it, and F5 takes it back.",
    ),
    Step(
        "events",
        "What is on, in both cities",
        "s changes the city, e enrols somebody, Enter opens an event with everybody in it, "
        "and = shows how its seats add up.",
    ),
    Step(
        "calls",
        "Whom to call",
        "Seats that are offered, events that are cancelled, visits that are due. "
        "The people to call are listed oldest first, each with the phone number and the reason.",
    ),
    Step(
        "website",
        "In step with the website",
        "y reads the clinic's website and shows what would change before anything does. "
        "Everything else: ? lists the keys of a screen, F1 opens the manual.",
    ),
)


class TourCard(Static):
    """A step of the tour; a click goes on."""

    DEFAULT_CSS = """
    TourCard {
        height: auto;
        padding: 0 1;
        background: $surface;
        border: round $accent;
        border-title-color: $text-accent;
        border-title-style: bold;
        border-subtitle-color: $text-muted;
    }
    """

    def __init__(self, number: int) -> None:
        step = STEPS[number]
        super().__init__(show_lines(step.text))
        self.number = number
        self.border_title = show(f"Tour {number + 1} of {len(STEPS)}: {step.title}")
        self.border_subtitle = show(
            f"Alt+T {'ends it' if number + 1 == len(STEPS) else 'goes on'} · Esc ends the tour"
        )

    async def on_click(self, event: events.Click) -> None:
        """Go on."""
        event.stop()
        await self.app.run_action("app.tour")
