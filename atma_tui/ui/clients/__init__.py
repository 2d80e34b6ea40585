"""Clients: their paths, free times, what is owed."""
