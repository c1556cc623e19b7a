"""The dates that people write, in many languages: found in a text, and read by one policy or left out with a reason."""

from syndicate.articles.dates.policy import IN_FIELDS, Reading, WrittenDate, find_all, find_at, read, read_text

__all__ = ["IN_FIELDS", "Reading", "WrittenDate", "find_all", "find_at", "read", "read_text"]
