"""The lanes: claims go out in calls, answers come back, and rows remember."""
