"""People: find, show, add, change and merge them."""
