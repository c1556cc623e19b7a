"""The mails of the outbox at the desk."""
