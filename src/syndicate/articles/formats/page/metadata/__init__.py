"""What a page says to machines: in its head and in JSON-LD."""
