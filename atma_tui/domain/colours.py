"""The colours of sites, by names that calendars know as well (CSS); what they look like is up to each theme."""

SITE_COLOURS = ("blue", "red", "green", "purple", "orange", "teal", "pink", "brown")
