"""``[[newsletters]]``: its tables, the values in them, and what does not go together in them."""
