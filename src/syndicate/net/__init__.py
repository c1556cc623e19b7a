"""The guarded HTTP client: every fetch of a foreign URL goes through it."""
