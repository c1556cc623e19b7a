"""Trees of sites that programs make out of files: Hugo, Jekyll, Pelican, Eleventy.

Each says by its own rules which files are articles, at which address each lay, and what its feed called it.
"""

from syndicate.articles.exports.sites.eleventy import EleventyExport
from syndicate.articles.exports.sites.hugo import HugoExport
from syndicate.articles.exports.sites.jekyll import JekyllExport
from syndicate.articles.exports.sites.pelican import PelicanExport

__all__ = ["EleventyExport", "HugoExport", "JekyllExport", "PelicanExport"]
