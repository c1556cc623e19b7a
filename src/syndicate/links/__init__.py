"""Public addresses of our pages, and the keys that sign links; mails and routes both take them from here."""

from syndicate.links.addresses import SLUG_LENGTH, Links, mailto, slugify

__all__ = ["SLUG_LENGTH", "Links", "mailto", "slugify"]
