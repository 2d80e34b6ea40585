"""How long tests wait for what should come."""

HANG = 30.0
"""Seconds until a wait gives up: far more than anything takes on a busy machine, so only a hang gets there."""
