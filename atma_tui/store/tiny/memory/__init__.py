"""What a process has of a book in memory: the documents, and how they follow the files."""
