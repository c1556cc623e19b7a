"""Doubt: mails whose answer was lost, and who has not got an edition."""
