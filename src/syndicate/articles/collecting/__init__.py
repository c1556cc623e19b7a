"""Collecting: the documents of a source are read, reviewed, decided on and stored, a batch at a time."""

from syndicate.articles.collecting.collector import Collector
from syndicate.articles.collecting.documents import BATCH, BATCH_BYTES
from syndicate.articles.collecting.report import LISTED, CollectionReport

__all__ = ["BATCH", "BATCH_BYTES", "LISTED", "CollectionReport", "Collector"]
