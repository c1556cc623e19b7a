"""What is served over HTTP: the public pages and feeds, and, on a listener of its own, the editor's desk."""
