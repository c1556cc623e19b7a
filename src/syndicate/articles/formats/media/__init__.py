"""The pictures and recordings that documents name."""
