"""One event as a VEVENT, and calendars' heads. Imports icalendar, which is slow: import it where it is used."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from icalendar import Calendar
from icalendar import Event as VEvent
from icalendar.prop import vCategory, vDate, vDatetime, vDuration, vInt, vText, vUri

from atma_tui.calendars.words import about_words, category_words, link_words, place_words, title_words
from atma_tui.domain.event_span import ends_at, starts_at
from atma_tui.domain.records import Event, Site
from atma_tui.domain.text import clean
from atma_tui.domain.when import instant

PRODID = "-//ATMA CENA//atma-tui//EN"


class Text(vText):
    r"""Text escaped as in RFC 5545 section 3.3.11; icalendar 7.3 turns the `\N` of `C:\Notes` into a line end."""

    def to_ical(self) -> bytes:
        """Return the escaped text in UTF-8."""
        escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode()


def calendar(name: str = "") -> Calendar:
    """Return a calendar without events. A name makes Outlook open a folder, so invitations have none.

    No METHOD (RFC 5546 would want an organizer) and no UID (vdirsyncer would take the feed for one item).
    """
    head = Calendar()
    head.add("PRODID", PRODID)
    head.add("VERSION", "2.0")
    head.add("CALSCALE", "GREGORIAN")
    if name:
        head.add("NAME", Text(clean(name)))
        head.add("X-WR-CALNAME", Text(clean(name)))
    return head


def subscribable(head: Calendar, *, description: str, zone: str, colour: str) -> Calendar:
    """Add what programs that subscribe look for: description, zone to show, colour, how often to look again."""
    head.add("DESCRIPTION", Text(description))
    head.add("X-WR-CALDESC", Text(description))
    head.add("X-WR-TIMEZONE", Text(zone))
    if colour.isalpha() and colour.isascii():
        head.add("COLOR", colour.lower())
    head.add("REFRESH-INTERVAL", vDuration(timedelta(hours=1)), {"VALUE": "DURATION"})
    head.add("X-PUBLISHED-TTL", "PT1H")
    return head


def vevent(
    event: Event, site: Site, *, seats_left: int | None = None, blocks_time: bool = True, local: bool = False
) -> VEvent:
    """Return the event as a VEVENT in UTC, which eight of eight parsers read alike whatever their zone data.

    `blocks_time` is for a person's own copy; a public calendar must not make its subscribers look busy. `local`
    gives wall clock times instead, for a series said as a rule: the calendar then needs the zone's rules, and the
    description does not name the date.
    """
    made = VEvent()
    made["UID"] = Text(clean(event.uid, 400) or event.id)
    made["SUMMARY"] = Text(title_words(event))
    if description := clean(event.description, 4000, lines=True) if local else about_words(event, seats_left):
        made["DESCRIPTION"] = Text(description)
    made["CATEGORIES"] = vCategory([Text(words) for words in category_words(event, site)])
    made["CLASS"] = vText(event.visibility.upper())
    made["STATUS"] = vText(event.status.upper())
    made["TRANSP"] = vText("OPAQUE" if blocks_time else "TRANSPARENT")
    made["SEQUENCE"] = vInt(event.sequence)
    made["CREATED"] = vDatetime(event.created.astimezone(UTC))
    made["DTSTAMP"] = made["LAST-MODIFIED"] = vDatetime(event.modified.astimezone(UTC))
    if place := place_words(event, site):
        made["LOCATION"] = Text(place)
    if link := link_words(event):
        made["URL"] = vUri(link)
    made["DTSTART"] = time_of(event, event.starts, local=local)
    if ends := _end_of(event):
        made["DTEND"] = time_of(event, ends, local=local)
    return made


def _end_of(event: Event) -> datetime | None:
    """Return the end, at least a day after the start of whole days; None when it is not later than the start."""
    if event.all_day:
        return max(event.ends, event.starts + timedelta(days=1))
    return event.ends if ends_at(event) > starts_at(event) else None


def time_of(event: Event, wall: datetime, *, local: bool = False) -> vDate | vDatetime:
    """Return a wall clock time of the event as a date, as a local time, or as an instant."""
    if event.all_day:
        day = vDate(wall.date())
        day.params["VALUE"] = "DATE"
        return day
    if local:
        there = vDatetime(wall)
        there.params["TZID"] = event.zone
        return there
    return vDatetime(instant(wall, event.zone))
