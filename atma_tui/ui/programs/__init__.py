"""Programs and what else the clinic sets up."""
