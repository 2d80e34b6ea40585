"""Series: their dates, and which part of one a change is about."""
