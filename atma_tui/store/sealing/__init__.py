"""Encrypted files: the keys of a book, and how lines and snapshots are sealed with them. Needs `cryptography`."""
