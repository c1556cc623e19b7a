"""What surrounds an article and is none of it: labels of pages, captions, short codes."""
