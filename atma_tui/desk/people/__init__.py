"""People: find, add, change."""
