"""Counts over a span of days."""
