"""Commands about events and their seats."""
