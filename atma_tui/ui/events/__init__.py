"""Events: the list, the card of one, its form, its holds."""
