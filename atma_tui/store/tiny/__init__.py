"""The embedded book: TinyDB documents in memory, a snapshot and a journal in a local folder."""
