"""Websites and calendars that events come from: set up, read, planned, applied."""
