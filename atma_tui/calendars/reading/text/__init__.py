"""From the bytes of a calendar to its components, properties and words, before any event is made of them."""
