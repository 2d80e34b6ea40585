"""Commands about how the clinic is set up: its sites, programs, clinicians and choices."""
