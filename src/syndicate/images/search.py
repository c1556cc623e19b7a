"""The search for one story's picture: file after file in the order of the ladder, until one can be shown."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syndicate.articles.model import PictureOrigin
from syndicate.errors import BadDataError
from syndicate.images.choice import GOOD_WIDTH, Size, address_of, choice_of, is_fit, ladder, ranked, size_of, to_measure
from syndicate.images.decoders import PASSING
from syndicate.images.headers import kind_in, size_in
from syndicate.images.loading import OwnPictureError
from syndicate.images.model import Original, Rejection
from syndicate.net.model import FetchError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from syndicate.articles.model import Article, Candidate
    from syndicate.images.choice import Rung
    from syndicate.images.decoders import Decoders
    from syndicate.images.loading import Loader
    from syndicate.images.model import Choice, Hero, Made

#: Of one story in one run: media that are looked at, files whose start is measured, files that are loaded.
MOST_MEDIA = 6
MOST_MEASURED = 12
MOST_LOADED = 8

#: Failures of a host rather than of a file: its other files are not waited for in the same search.
_HOST_FAILURES = frozenset({"fetch-dns", "fetch-timeout"})


@dataclass(frozen=True, kw_only=True, slots=True)
class HeroFile:
    """The file to show; ``made`` is ``None`` when the renditions that are there already are those of it."""

    choice: Choice
    made: Made | None
    original: Original | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchResult:
    """How a search ended. ``rejections`` are those of files that came before, in the order in which they failed."""

    file: HeroFile | None
    rejections: tuple[Rejection, ...]
    sizes: Mapping[str, tuple[int, int]]


class Search:
    """Looks for the picture of one article, once. Raises nothing of what files and hosts do: each has its rejection."""

    def __init__(
        self, *, loader: Loader, decoders: Decoders, article: Article, hero: Hero, size_order: Sequence[str]
    ) -> None:
        """Take the parts; ``hero`` is what is known from before: what was measured, and refused for good."""
        self._loader = loader
        self._decoders = decoders
        self._article = article
        self._hero = hero
        self._size_order = size_order
        self._sizes = {address: Size(width=size[0], height=size[1]) for address, size in hero.sizes.items()}
        self._rejected = {rejection.address: rejection for rejection in hero.rejections if rejection.is_permanent}
        self._dead_hosts: set[str] = set()
        self._measured = 0
        self._loaded = 0

    def run(self) -> SearchResult:
        """Try the files of the first media first; small ones only when no medium has a larger one."""
        file = self._first_good()
        sizes = {address: (size.width, size.height or 0) for address, size in self._sizes.items()}
        return SearchResult(file=file, rejections=tuple(self._rejected.values()), sizes=sizes)

    def _first_good(self) -> HeroFile | None:
        spare: HeroFile | None = None
        small: list[tuple[Rung, Candidate]] = []
        for rung, candidate in self._in_order():
            size = size_of(candidate, self._sizes)
            is_picked = rung.medium.origin is PictureOrigin.PICKED
            if size and size.width < GOOD_WIDTH and not is_picked:
                small.append((rung, candidate))
                continue
            file = self._try(rung, candidate)
            if file and (is_picked or _width(file) >= GOOD_WIDTH):
                return file
            spare = spare or file
        return spare or next(filter(None, (self._try(rung, candidate) for rung, candidate in small)), None)

    def _in_order(self) -> Iterator[tuple[Rung, Candidate]]:
        """Every file that may be tried; a medium is measured only when it has its turn."""
        for rung in ladder(self._article.media)[:MOST_MEDIA]:
            self._measure(rung)
            for candidate in ranked(rung, self._size_order, self._sizes):
                yield rung, candidate

    # --- measuring -----------------------------------------------------------------------

    def _measure(self, rung: Rung) -> None:
        for candidate in to_measure(rung, self._size_order, self._sizes):
            address = address_of(candidate)
            if self._measured < MOST_MEASURED and not self._is_hopeless(address):
                self._measured += 1
                self._note_size(rung, address)

    def _note_size(self, rung: Rung, address: str) -> None:
        try:
            start = self._loader.start(address, self._article.source)
        except (BadDataError, FetchError) as error:
            self._reject(address, error)
            return
        size = size_in(start)
        if size is not None:
            self._sizes[address] = Size(width=size[0], height=size[1])
            if not is_fit(self._sizes[address], rung.medium.origin):
                message = f"the picture is too small or too narrow: {size[0]}×{size[1]} pixels"
                self._reject(address, BadDataError(message, code="picture-too-small"))
        elif kind := kind_in(start):
            message = f"the file is no picture that can be read: it is {kind}"
            self._reject(address, BadDataError(message, code="picture-format"))

    # --- loading -------------------------------------------------------------------------

    def _try(self, rung: Rung, candidate: Candidate) -> HeroFile | None:
        address = address_of(candidate)
        if self._loaded >= MOST_LOADED or self._is_hopeless(address):
            return None
        self._loaded += 1
        choice = choice_of(rung.medium, candidate)
        is_shown = self._is_shown(choice)
        try:
            return self._made(choice, self._hero.original if is_shown and self._is_cut_alike(choice) else None)
        except (BadDataError, FetchError) as error:
            self._reject(address, error)
            # What readers see already is not taken from them because its host has a bad day.
            return HeroFile(choice=choice, made=None, original=self._hero.original) if is_shown else None

    def _made(self, choice: Choice, known: Original | None) -> HeroFile:
        loaded = self._loader.load(choice.source_url, self._article.source, known)
        digest = hashlib.sha256(loaded.content).hexdigest() if loaded.content is not None else ""
        if known and (loaded.content is None or digest == known.digest):
            return HeroFile(choice=choice, made=None, original=_renewed(known, loaded.etag, loaded.modified))
        point = self._hero.focal or choice.focal
        made = self._decoders.make(loaded.content or b"", is_video=choice.is_video, point=point)
        original = Original(
            digest=digest,
            width=made.width,
            height=made.height,
            point=point,
            etag=loaded.etag,
            modified=loaded.modified,
            ai=made.ai,
        )
        return HeroFile(choice=choice, made=made, original=original)

    def _is_shown(self, choice: Choice) -> bool:
        known = self._hero.choice
        is_same = (known.source_url, known.is_video) == (choice.source_url, choice.is_video)
        return is_same and bool(self._hero.renditions)

    def _is_cut_alike(self, choice: Choice) -> bool:
        original = self._hero.original
        return original is not None and original.point == (self._hero.focal or choice.focal)

    # --- what failed ---------------------------------------------------------------------

    def _is_hopeless(self, address: str) -> bool:
        return address in self._rejected or _host(address) in self._dead_hosts

    def _reject(self, address: str, error: BadDataError | FetchError) -> None:
        if error.code in _HOST_FAILURES:
            self._dead_hosts.add(_host(address))
        self._rejected[address] = Rejection(address=address, reason=error.message, is_permanent=_is_permanent(error))


def _is_permanent(error: BadDataError | FetchError) -> bool:
    if isinstance(error, FetchError):
        return error.is_permanent
    return not isinstance(error, OwnPictureError) and error.code not in PASSING


def _renewed(known: Original, etag: str | None, modified: str | None) -> Original:
    return replace(known, etag=etag or known.etag, modified=modified or known.modified)


def _width(file: HeroFile) -> int:
    return file.original.width if file.original else GOOD_WIDTH


def _host(address: str) -> str:
    """Empty for a file beside its article, which no host can fail."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return address
