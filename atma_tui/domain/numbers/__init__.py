"""The clinic in numbers: what was counted (`figures`), how it is written (`columns`), and how it is counted."""
