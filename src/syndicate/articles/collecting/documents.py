"""The documents of a run: in batches, read where they are not stored just so, their pictures made the source's."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from syndicate.articles import reading
from syndicate.articles.findings import limited, warning
from syndicate.articles.review import reviewed
from syndicate.errors import BadDataError

if TYPE_CHECKING:
    from syndicate.articles.model import Candidate, Draft, Finding, Media, RawDocument
    from syndicate.articles.rules import Rules
    from syndicate.articles.sources import PictureChecker, Source

#: Documents in one transaction: enough to spread the cost of a durable commit, few enough for memory.
BATCH = 200
#: Bytes of documents beyond which a batch takes no more.
BATCH_BYTES = 10_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadDocument:
    """A document, what tells its version, and what was read in it."""

    document: RawDocument
    fingerprint: str
    draft: Draft


def batches(documents: Iterable[RawDocument]) -> Iterator[list[RawDocument]]:
    """The documents in lists of at most `BATCH`, and not much more than `BATCH_BYTES`."""
    batch: list[RawDocument] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.content)
        if len(batch) == BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def read_changed(
    batch: Sequence[RawDocument], known: Mapping[str, str], source: Source, rules: Rules
) -> Iterator[ReadDocument]:
    """Those that are not ``known``, external id → fingerprint, just as they are; read and reviewed."""
    for document in batch:
        fingerprint, stored = reading.fingerprint(document, rules), known.get(document.external_id)
        if stored != fingerprint and not stands_behind(document, stored):
            draft = settle_pictures(reading.read(document, rules), document.path, source)
            yield ReadDocument(document=document, fingerprint=fingerprint, draft=reviewed(draft, rules))


def stands_behind(document: RawDocument, stored: str | None) -> bool:
    """Whether the document only stands in for the one that is ``stored``, of which that is the fingerprint."""
    return document.is_stopgap and stored is not None and not stored.startswith(reading.STOPGAP)


def settle_pictures(draft: Draft, path: str, source: PictureChecker) -> Draft:
    """Make the picture paths of a draft relative to the source; those it refuses go, with a warning.

    A document names pictures relative to its own ``path``, so ``pictures/a.jpg`` in ``world/story.txt`` is
    ``world/pictures/a.jpg`` for the source.
    """
    refused: list[Finding] = []
    settled = [_settled(medium, posixpath.dirname(path), source, refused) for medium in draft.media]
    media = tuple(medium for medium in settled if medium.candidates)
    return replace(draft, media=media, findings=(*draft.findings, *limited(refused)))


def _settled(media: Media, folder: str, source: PictureChecker, findings: list[Finding]) -> Media:
    kept: list[Candidate] = []
    for candidate in media.candidates:
        if ":" in candidate.url:  # no path has one
            kept.append(candidate)
            continue
        path = posixpath.join(folder, candidate.url)
        try:
            source.check_picture(path)
        except BadDataError as error:
            findings.append(warning("picture-path", f"The picture was dropped: {error.message}.", candidate.url))
        else:
            kept.append(replace(candidate, url=path))
    return replace(media, candidates=tuple(kept))
