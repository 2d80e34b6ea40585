"""Offering freed seats to those who wait, after an act and when a deadline passes."""
