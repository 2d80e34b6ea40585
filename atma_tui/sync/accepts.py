"""The `Accept` header for each format.

A server that offers a calendar in several formats chooses by it. Xandikos sends its page for people unless
HTML is ruled out; Drupal's JSON:API has a media type of its own.
"""

from __future__ import annotations

_CALENDAR = "text/calendar, text/plain;q=0.3, */*;q=0.1, text/html;q=0"
_JSON = "application/json, */*;q=0.1, text/html;q=0"
_PAGE = "text/html, application/ld+json, application/json;q=0.3, */*;q=0.1"

ACCEPT = {
    "auto": "text/calendar, application/json;q=0.9, text/html;q=0.5, */*;q=0.1",
    "ical": _CALENDAR,
    "tec": _JSON,
    "squarespace": _JSON,
    "localist": _JSON,
    "google": _JSON,
    "drupal": f"application/vnd.api+json, {_JSON}",
    "jsonld": _PAGE,
    "eventbrite": _PAGE,
    "meetup": _PAGE,
    "csv": "text/csv, text/plain;q=0.5, */*;q=0.1, text/html;q=0",
}
"""By the format that a source names. A calendar is preferred when it names none."""


def asked_otherwise(body: bytes) -> str:
    """Return how to ask again for another format, after a server sent something without events."""
    return _CALENDAR if body.lstrip()[:1] == b"<" else _PAGE
