"""Connections to PostgreSQL, on which every wait ends. Know nothing of books."""
