"""Sheets of paper: what stands on each (one module a sheet), and where they go (`printing`)."""
