"""Hero images: choose from the media metadata, fetch guarded, decode with limits, render, shelve."""
