"""The book as all use cases see it: acts, offerings with their seats, sums for many at once."""
