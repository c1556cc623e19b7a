"""Send to me: tests of a mail from the desk."""
