"""Freed seats go to those who wait, when an act frees them and when a deadline passes."""
