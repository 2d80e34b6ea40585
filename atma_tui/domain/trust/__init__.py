"""Who may do what, who saw whom, and how long it is kept: pure rules."""
