"""WordPress (WXR) and Blogger: exports that are feeds, in one file or several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from syndicate.articles.exports import TWICE, ExportedArticle
from syndicate.articles.formats.feed import divide_feed, uploads_in
from syndicate.articles.reading.decoding import UndecodableError, decode
from syndicate.errors import BadDataError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from syndicate.articles.exports.files import ExportFiles
    from syndicate.articles.formats.feed.tree import Element


class FeedExport:
    """The posts of feeds, each once: of several with one id, in one file or several, the first."""

    language: str | None = None
    zone: ZoneInfo | None = None

    def __init__(self, kind: str, files: ExportFiles, names: Sequence[str], site: str | None = None) -> None:
        """Take the files of those names, which are of that kind; newer ones of Blogger do not say their ``site``."""
        self.kind = kind
        self.notice = ""
        self.passed_over: Counter[str] = Counter()
        self._files = files
        self._names = names
        self.site = site

    def articles(self) -> Iterator[ExportedArticle]:
        """Each post; what cannot be read of a file comes under the file's name, with its fault."""
        seen: set[str] = set()
        uploads = self._uploads()
        for name in self._names:
            division = divide_feed(self._text(name), is_export=True, uploads=uploads)
            self.passed_over.update(division.passed_over)
            if division.rivals:
                self.passed_over[TWICE] += len(division.rivals)
            if division.fault:
                yield ExportedArticle(name=name, fault=division.fault)
            for post, text in division.items:
                if post in seen:
                    self.passed_over[TWICE] += 1
                else:
                    seen.add(post)
                    yield ExportedArticle(name=post, content=text.encode("utf-8", "surrogatepass"))

    def _uploads(self) -> Mapping[str, Element]:
        """What was uploaded, by all files: a post and its picture may lie in two."""
        if len(self._names) == 1:
            return {}
        return dict(pair for name in self._names for pair in uploads_in(self._text(name)).items())

    def _text(self, name: str) -> str:
        try:
            return decode(self._files.read(name))
        except UndecodableError as error:
            raise BadDataError(str(error), code="export-broken", where=name, hint="Export it again.") from error
