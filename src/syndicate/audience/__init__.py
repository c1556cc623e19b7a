"""Who: subscribers and their subscriptions."""
