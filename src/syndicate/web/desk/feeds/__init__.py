"""Feeds at the desk: every document with its headers, its bytes, and what is wrong with it."""
