"""Websites: set up, plan, differences, importing a file."""
