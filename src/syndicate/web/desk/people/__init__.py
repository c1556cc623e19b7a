"""People at the desk: found by their address, seen whole, and let go of."""
