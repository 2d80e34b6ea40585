"""The colours of sites, by names that calendars know as well (CSS); each theme decides how they look."""

SITE_COLOURS = ("blue", "red", "green", "purple", "orange", "teal", "pink", "brown")
