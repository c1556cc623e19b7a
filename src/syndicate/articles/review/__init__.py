"""What an editor should see in an article, whatever form it came in; every check is of the draft alone."""

from syndicate.articles.review.checks import reviewed

__all__ = ["reviewed"]
