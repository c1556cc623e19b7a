"""The editor's desk, on a listener of its own."""
