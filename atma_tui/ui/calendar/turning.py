"""Screens of a day or a week that turn like pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

from atma_tui.domain.when import today
from atma_tui.ui.events.event_acts import EventActs

View = TypeVar("View")


class TurningScreen(EventActs[View]):
    """A screen about a day that goes to other days, and back to where it was opened."""

    def __init__(self, day: date | None = None) -> None:
        """Begin with a day; today when None."""
        super().__init__()
        self.day = day or today(self.desk.now())

    def action_turn(self, days: int) -> None:
        """Go so many days on, or back."""
        if date.min.year + 1 < self.day.year < date.max.year - 1:
            self.go_to(self.day + timedelta(days=days))

    def action_today(self) -> None:
        """Go to today."""
        self.go_to(today(self.desk.now()))

    def go_to(self, day: date) -> None:
        """Show another day."""
        self.day = day
        self.reload()
