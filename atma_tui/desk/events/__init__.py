"""Events: the lists of what is on, making, changing and cancelling, closing a site."""
