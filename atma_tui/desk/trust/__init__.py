"""The people at the desk: signing in, PINs, roles and rights."""
