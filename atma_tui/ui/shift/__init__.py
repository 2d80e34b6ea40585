"""Between shifts: the note board, what is open, and what was done."""
