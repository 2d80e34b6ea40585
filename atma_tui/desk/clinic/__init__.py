"""What the clinic sets up: programs, places, clinicians, sites, deadlines, and the starter book."""
