"""The tour: five cards, each over the screen that it is about."""
