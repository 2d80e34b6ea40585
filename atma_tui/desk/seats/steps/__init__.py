"""Steps inside an act that give and free seats: what enrolling, moving, arriving and holding a series share."""
