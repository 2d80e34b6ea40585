"""What is done at the door of an event."""
