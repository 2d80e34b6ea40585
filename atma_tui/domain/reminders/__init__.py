"""Who is reminded of what, and in which words: pure rules."""
