"""What a privacy officer asks of a desk: who is at it, what they may do, and how long names are kept."""
