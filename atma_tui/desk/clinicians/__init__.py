"""For clinicians: their week, and their own calendar file."""
