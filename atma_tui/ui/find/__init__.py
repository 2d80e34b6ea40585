"""Finding anything, and answers to callers' questions."""
