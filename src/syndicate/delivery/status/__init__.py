"""Status: how editions fare, and what was sent lately, read from sums."""
