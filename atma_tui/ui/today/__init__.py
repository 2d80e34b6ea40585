"""Today: what is on, and check-in."""
