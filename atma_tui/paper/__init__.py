"""Sheets of paper: their contents (`sheet`), and their PDFs (`pdf`) with fonts for every script (`fonts`)."""
