"""Who may do what at the desk: roles and rights, and how wrong PINs slow down whoever tries them."""
