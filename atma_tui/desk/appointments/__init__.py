"""One-to-one appointments: what a booking must keep to, and which times are free."""
