"""What the law asks of a desk that keeps health information."""
