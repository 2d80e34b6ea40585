"""Sheets of paper: the contents of each (one module per sheet), and where they go (`printing`)."""
