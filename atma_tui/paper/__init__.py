"""Sheets of paper: what stands on one (`sheet`), and its PDF (`pdf`) with fonts of every script (`fonts`)."""
