"""Series of events: on which days there is a date, and what a change of one date means for the others."""
