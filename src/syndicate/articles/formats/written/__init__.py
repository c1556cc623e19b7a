"""Documents that are written for us: Markdown, with settings above it or without, and JSON of our own schema."""
