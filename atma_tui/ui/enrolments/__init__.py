"""Enrolling and withdrawing somebody."""
