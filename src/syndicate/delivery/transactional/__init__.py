"""Mails to one person: claimed, carried and written down as carefully as editions, and ahead of them."""
