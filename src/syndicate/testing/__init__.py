"""Stand-ins for tests, ours and yours. The product itself imports nothing from here."""
