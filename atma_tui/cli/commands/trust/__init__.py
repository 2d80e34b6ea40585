"""Commands about what the law asks of a desk that keeps health information."""
