"""What the desk does by itself: saved files are seen, and pages that are open are told."""
