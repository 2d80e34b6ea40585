"""A client's path through a program: what is done, what may be booked, in which order, and when there is time."""
