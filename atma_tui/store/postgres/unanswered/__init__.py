"""What this computer sent without an answer, or could not send yet."""
