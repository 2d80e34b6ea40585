"""What a sync would change, decided before anything is written. Pure functions."""
