"""Clients: their paths through a program, and what is owed to them."""
