"""Paper: which sheet, and where it goes."""
