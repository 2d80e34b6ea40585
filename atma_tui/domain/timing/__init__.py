"""What the time decides: whether the clock can be right, and from when on the door gives seats away."""
