"""Privacy and rights: who is at the desk, what they may do, and how long names are kept."""
