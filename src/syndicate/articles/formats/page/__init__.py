"""HTML pages: what they say to readers and to machines, combined by agreement."""
