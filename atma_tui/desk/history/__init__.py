"""The log, and undo."""
