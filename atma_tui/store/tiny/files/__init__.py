"""The files of an embedded book: snapshot, journal and lock, and every dealing with the disk."""
