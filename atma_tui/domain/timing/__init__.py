"""Rules that depend on the time: the desk's clock, enrolment windows, late cancelling, the door."""
