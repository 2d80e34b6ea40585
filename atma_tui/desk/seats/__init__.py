"""Seats given and freed: enrolling, withdrawing, waiting, moving, series, arrivals."""
