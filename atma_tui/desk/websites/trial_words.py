"""What an address holds, in words: pure functions."""

from __future__ import annotations

from collections.abc import Callable

from atma_tui.desk.websites.trial import Trial
from atma_tui.sync.planning.phrases import first_of

FORMATS = {
    "auto": "Detect automatically",
    "ical": "Calendar file (iCalendar)",
    "tec": "The Events Calendar (WordPress)",
    "jsonld": "Web page that describes its events (JSON-LD)",
    "squarespace": "Squarespace",
    "eventbrite": "Eventbrite page",
    "meetup": "Meetup page",
    "localist": "Localist",
    "drupal": "Drupal (JSON)",
    "google": "Google Calendar (JSON)",
    "csv": "Table with a header row (CSV)",
}
"""What the formats of sources are called."""


def trial_lines(trial: Trial, site_name: Callable[[str], str]) -> list[str]:
    """Return what an address is, how many events it has at which site, and what is strange about it."""
    at_sites = {f"at {site_name(site)}": count for site, count in sorted(trial.sites.items())}
    others = {
        "in the book already": trial.known,
        "online, not in person": trial.online,
        "at no site": trial.unsited,
        "over already": trial.over,
        "unreadable": trial.unreadable,
    }
    counts = ", ".join(f"{count} {words}" for words, count in (at_sites | others).items() if count)
    events = "1 event" if trial.events == 1 else f"{trial.events} events"
    head = f"{FORMATS[trial.format]}, {events}{': ' if counts else ''}{counts}."
    return [head, *(f"- {words}" for words in first_of(trial.strange))]
