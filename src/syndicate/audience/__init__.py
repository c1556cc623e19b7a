"""Who: subscribers, their subscriptions, and the list of recipients that a send reads."""
