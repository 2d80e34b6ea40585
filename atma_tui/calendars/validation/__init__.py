"""Checking a calendar file as strictly as the strictest readers do."""
