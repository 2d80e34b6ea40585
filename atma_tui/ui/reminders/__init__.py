"""Reminders: who is to be told what, and what came of it."""
