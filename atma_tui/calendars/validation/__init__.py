"""What a strict reader would object to in a calendar file."""
