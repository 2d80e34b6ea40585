"""At the door: people counted without a name, walk-ins entered afterwards, and who has left again."""
