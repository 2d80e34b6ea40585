"""People: finding them, the card of one, the form."""
