"""What the desk can do: one method per use case, each one transaction, each returning what a screen needs."""
