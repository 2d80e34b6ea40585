"""Commands about clients: programs, paths, appointments."""
