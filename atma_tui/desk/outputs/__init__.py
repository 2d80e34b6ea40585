"""Files that the desk writes: folders that are published, and files about people."""
