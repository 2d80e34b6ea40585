"""Commands about how the clinic is set up: its sites and programs."""
