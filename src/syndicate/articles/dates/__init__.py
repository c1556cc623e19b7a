"""The dates that people write, in many languages: found in a text, and read by one policy or left out with a reason."""

from syndicate.articles.dates.policy import Reading, WrittenDate, find_all, find_at, read, read_text

__all__ = ["Reading", "WrittenDate", "find_all", "find_at", "read", "read_text"]
