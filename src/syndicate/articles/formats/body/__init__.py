"""The body of an article: clean HTML and plain text, without the pictures that stood in it."""
