"""What the commands do. Each function takes an open desk or the settings and the words; it returns a `Reply`."""
