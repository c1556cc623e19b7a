"""Where articles come from. A source hands out raw documents; it decides nothing about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from syndicate.errors import UnavailableError

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from zoneinfo import ZoneInfo

    from syndicate.articles.model import RawDocument


@dataclass(frozen=True, kw_only=True, slots=True)
class Memory:
    """What is known of a source before it is read.

    ``bookmark`` is what its last good reading left for this one: the adapter's own, as JSON has it; empty at the first.
    ``published`` gives the external ids of articles of it that readers see, last seen first, at most so many;
    ``missed`` are those that were missing of late: they may be there again.
    """

    bookmark: Mapping[str, Any] = field(default_factory=dict)
    published: Callable[[int], Sequence[str]] = lambda _: ()
    missed: Sequence[str] = ()


@dataclass(kw_only=True, slots=True)
class SourceReading:
    """One look at a source. ``documents`` is walked once; all else is whole only when that walk has ended.

    But for ``extent``: how many documents the source says that it has in all, told before the first; ``None`` where it
    does not say, or says that nothing has changed. ``postponed`` are external ids left for the next reading, because
    they were still being written; ``gone`` those that the source itself takes back; ``missing`` those that were asked
    for by name in a good answer and were not there. ``notice`` is for the operator: what was read otherwise than asked.
    ``seen_until`` is there when the source is read for the first time after others stood in for it: what is dated up to
    then counts as seen before.
    ``is_there`` tells of a name whether the source still has a document of it; ``None`` where that cannot be asked.
    """

    documents: Iterator[RawDocument]
    extent: int | None = None
    postponed: list[str] = field(default_factory=list)
    bookmark: Mapping[str, Any] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    notice: str = ""
    seen_until: datetime | None = None
    is_there: Callable[[str], bool] | None = None


class SourceError(UnavailableError):
    """A source did not answer, or not as what it is; what was stored of it stays as it is.

    ``source-down``: no answer, or that of a fault. ``source-answer``: it answers something else than it should.
    ``source-busy``: it asks for patience. ``source-gone``: it says that it is gone for good, and is asked no more.
    ``source-refused``: it wants a key, or another. ``source-shrunk``: it has less than half of what it had. It is not
    asked again before ``wait`` is over, if it said so.
    """

    def __init__(self, message: str, *, code: str, hint: str | None = None, wait: timedelta | None = None) -> None:
        """Build the error; the message names the source's address, or what came from there."""
        super().__init__(message, code=code, hint=hint)
        self.wait = wait


class PictureChecker(Protocol):
    """What knows which relative paths of pictures are good."""

    def check_picture(self, path: str) -> None:
        """Refuse a relative picture path that must never be read; one that is not there yet may pass.

        Raises:
            BadDataError: the path leaves the source, is a link, or the source has no pictures of its own.
        """


class Source(PictureChecker, Protocol):
    """A place that articles come from."""

    name: str
    language: str
    zone: ZoneInfo

    def read(self, memory: Memory) -> SourceReading:
        """Begin a look at every document there is now, or that is new or changed since the last one, in a stable order.

        Raises:
            StorageError: a folder of our own cannot be reached at all.
            SourceError: another's source does not answer as it should; also while the documents are walked.
        """

    def picture(self, path: str, max_bytes: int) -> bytes:
        """The bytes of a picture, at most so many, by its path relative to the source.

        Raises:
            BadDataError: as for `check_picture`, or it is missing, or too large.
        """


class Samplable(Source, Protocol):
    """A source that can be looked at before anything of it is kept."""

    def newest(self, most: int) -> SourceReading:
        """Begin a look at its newest documents, at most so many of those that lie one by one; none is written down.

        ``extent`` is how many it has in all, also where `read` does not say so. There is no bookmark to go on from.

        Raises:
            StorageError: a folder of our own cannot be reached at all.
            SourceError: another's source does not answer as it should; also while the documents are walked.
        """
