"""Calendars and invitations out: feeds, files to publish, the formats they are written in."""
