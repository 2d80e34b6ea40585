"""iCalendar out and in. Of our packages it may import `domain` only; nothing else knows icalendar.

Out (`writing`): `feed` (a site's public calendar), `staff` (its own people's), `clinician` (one clinician's),
`invitation` (a person's own copy), `series` (a series as one rule), `jcal_csv` (jCal and CSV), `publish` (files on
disk). `validation` says what a strict reader would object to.

In (`reading`): `reader` (any calendar file to a `Reading`). Read on in this order: `text.decoding` (bytes to
lines), `text.components` (lines to the blocks of events), `event_reader` (a block to an event) with `event_times`
and `zones`, `expansion` (a series to its dates) with `series_dates` and `recurrence`, `duplicate_uids`.
"""
