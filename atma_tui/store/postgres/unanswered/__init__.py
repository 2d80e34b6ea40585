"""What this computer sent or could not send, and does not know the outcome of yet."""
