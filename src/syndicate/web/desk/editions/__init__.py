"""An edition at the desk: what readers got, how it looks, and how far it came."""
