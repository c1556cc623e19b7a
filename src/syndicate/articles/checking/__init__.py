"""What would come of an address as a source: found out by asking as a reading would, and nothing of it is kept."""

from syndicate.articles.checking.hurried import HurriedFetcher
from syndicate.articles.checking.offers import Discovery, SourceOffer, discover
from syndicate.articles.checking.sample import Lack, Sample, SampledArticle, sample

__all__ = ["Discovery", "HurriedFetcher", "Lack", "Sample", "SampledArticle", "SourceOffer", "discover", "sample"]
