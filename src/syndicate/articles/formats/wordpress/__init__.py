"""Posts as the REST API of WordPress gives them, saved as files."""
