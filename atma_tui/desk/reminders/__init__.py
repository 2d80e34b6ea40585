"""Reminders: who is to be reminded, drafts of what they are told, and what came of it."""
