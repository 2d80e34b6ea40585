"""Calendar files out and in."""
