"""What is true at the desk: records and rules.

Only the standard library and msgspec. No input or output and no clock: `now` is an argument. Read in this order:
`records` (what the book holds), `seats` (the sum), `enrolling` (who gets a seat), `clashes`, `people`, `when`.
"""
