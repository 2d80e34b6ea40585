"""iCalendar out and in. May import `domain` only; the only package that knows icalendar."""
