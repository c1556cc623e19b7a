"""Reports: what became of past editions, and how many readers came and went; in sums, without a name in them."""
