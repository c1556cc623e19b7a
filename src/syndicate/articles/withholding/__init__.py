"""Withholding: one vocabulary, for all formats, of what says that an article is not for everybody, or not yet.

A format hands over the keys of the article's own level (`Stated`); what they say comes back as `Signs`. What is said of
anything else in the document (a related story, an author, a picture) is never asked.
"""

from syndicate.articles.withholding.keys import Meaning, meaning_of
from syndicate.articles.withholding.signs import (
    CODES,
    DRAFT,
    EXPIRED,
    PROTECTED,
    UNCLEAR,
    WITHHELD,
    Signs,
    Stated,
    read_signs,
    signed,
)
from syndicate.articles.withholding.times import unread_time, whole_date
from syndicate.articles.withholding.words import folded, is_public, truth, withholds

__all__ = [
    "CODES",
    "DRAFT",
    "EXPIRED",
    "PROTECTED",
    "UNCLEAR",
    "WITHHELD",
    "Meaning",
    "Signs",
    "Stated",
    "folded",
    "is_public",
    "meaning_of",
    "read_signs",
    "signed",
    "truth",
    "unread_time",
    "whole_date",
    "withholds",
]
