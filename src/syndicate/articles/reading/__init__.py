"""From the bytes of a document to a draft of each article in it; its form is told by the content, never by the name."""

from syndicate.articles.reading.dividing import Dividing
from syndicate.articles.reading.drafts import READING_VERSION, STOPGAP, fingerprint, read

__all__ = ["READING_VERSION", "STOPGAP", "Dividing", "fingerprint", "read"]
