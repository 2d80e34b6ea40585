"""People from a table in CSV: read, matched with the book, planned, and imported in one act."""
