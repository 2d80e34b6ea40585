"""Who is to be reminded of what, and the words of it: pure rules."""
