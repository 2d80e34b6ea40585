"""What must hold when an act ends, looked at in the book: `domain.invariants` says what, this reads for it."""
