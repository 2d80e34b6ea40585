"""The waiting list of an offering: its order, and the offers of freed seats."""
