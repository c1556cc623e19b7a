"""An article at the desk: all that was read, decided and complained about."""
