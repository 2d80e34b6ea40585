"""iCalendar out and in. May import `domain` only; the only package that knows icalendar.

Out: `feed` (a site's public calendar), `staff` (its own people's), `invitation` (a person's own copy), `series` (a
series as one rule), `other` (jCal and CSV), `publish` (files on disk), `strict` (what a strict reader would say).

In: `reader` (any calendar file to `Reading`). Read on in this order: `decoding` (bytes to lines), `blocks` (lines
to the blocks of events), `incoming` (a block to an event) with `spans` and `reading_zones`, `repeating` with
`recurrence`, `duplicates`.
"""
