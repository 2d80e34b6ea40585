"""The base of everything on the screen: keys, safe text, the way to the desk. Knows no screen."""
