"""Between shifts: the note board, and what happened since somebody arrived."""
