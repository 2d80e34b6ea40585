"""What everything on the screen stands on: keys, safe text, the way to the desk. Knows no screen."""
