"""Explaining: why a reader or a story is in an edition or not, and what comes next; nothing is written."""
