"""Whether a document whose name is not known is an article all the same: moved, or brought by another before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from syndicate.articles.alias_store import AliasStore
from syndicate.articles.identity import StoryTraits, is_one_story
from syndicate.articles.model import Severity, WithdrawnBy
from syndicate.articles.source_store import SourceStore
from syndicate.text.page_names import page_claimed

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.articles.alias_store import Leader
    from syndicate.articles.collecting.documents import ReadDocument
    from syndicate.articles.intake import Known


class Recognising:
    """Recognises documents within one transaction.

    ``is_there`` tells of a name whether the source has a document of it still, ``configured`` are the sources there
    are besides imports; ``None``: nobody knows.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        is_there: Callable[[str], bool] | None = None,
        configured: Collection[str] | None = None,
    ) -> None:
        """Work on that connection."""
        self._aliases = AliasStore(connection)
        self._sources = SourceStore(connection)
        self._is_there = is_there
        self._configured = configured
        self._names: Collection[str] = ()
        self._prints: Collection[str] = ()
        self._pages: set[str] = set()

    def look_up(self, fresh: Sequence[ReadDocument]) -> None:
        """Find out at once which of these may be known at all."""
        source = fresh[0].document.source
        self._names = self._aliases.fingerprints(source, [read.document.external_id for read in fresh])
        self._prints = (
            self._aliases.among("fingerprint", [read.fingerprint for read in fresh]) if self._is_there else ()
        )
        pages = {page for read in fresh if (page := page_claimed(read.draft.permalink))}
        self._pages = self._aliases.among("page", pages) if pages else set()

    def add_page(self, page: str) -> None:
        """An article that claims the page was stored meanwhile."""
        self._pages.add(page)

    def leader(self, read: ReadDocument) -> Leader | None:
        """The article that an unknown document is as well; ``None``: it is a new one, or was taken over.

        A document that is an alias already stays one, unless it has come to tell another story at another address.
        """
        return self._remembered(read) or self._renamed(read) or self._of_its_page(read)

    def leads(self, leader: Leader, read: ReadDocument) -> Known | None:
        """What is known of the article, if the document takes it over: because the one that brought it is no more."""
        if not self._is_dropped(leader, read):
            document = read.document
            self._aliases.note(document.source, document.external_id, leader.known.id, read.fingerprint)
            return None
        self._aliases.take_over(leader.known.id, read.document.source, read.document.external_id)
        return leader.known

    def _is_dropped(self, leader: Leader, read: ReadDocument) -> bool:
        """Whether the document that an article came by is no more, as its source says or has no say any more."""
        if not self._is_configured(leader.source):
            return True
        if leader.known.withdrawn_by is WithdrawnBy.DOCUMENT and not leader.known.fingerprint:
            return True
        is_same_source = leader.source == read.document.source
        return is_same_source and self._is_there is not None and not self._is_there(leader.external_id)

    def _is_configured(self, source: str) -> bool:
        """Whether the source is there still; an import is: it stands in no configuration, and what it brought stays."""
        return self._configured is None or source in self._configured or self._sources.is_import(source)

    def _remembered(self, read: ReadDocument) -> Leader | None:
        """The article that the document is an alias of."""
        document = read.document
        if document.external_id not in self._names:
            return None
        leader = self._aliases.leader(document.source, document.external_id)
        is_other_page = leader is not None and page_claimed(read.draft.permalink) != leader.page
        if leader is None or not is_other_page or _is_blocked(read) or is_one_story(_traits(read), leader.traits):
            return leader
        self._aliases.drop(document.source, (document.external_id,))
        return None

    def _renamed(self, read: ReadDocument) -> Leader | None:
        """The article of a document that reads just so and has left."""
        if self._is_there is None or read.fingerprint not in self._prints or read.document.fault:
            return None
        twins = self._aliases.twins(read.document.source, read.fingerprint)
        return next((twin for twin in twins if not self._is_there(twin.external_id)), None)

    def _of_its_page(self, read: ReadDocument) -> Leader | None:
        """The article that claims the same page, and tells the same story."""
        page = page_claimed(read.draft.permalink)
        if page is None or page not in self._pages or _is_blocked(read):
            return None
        traits = _traits(read)
        claimants = self._aliases.claimants(page)
        return next((claimant for claimant in claimants if is_one_story(traits, claimant.traits)), None)


def _is_blocked(read: ReadDocument) -> bool:
    return any(finding.severity is Severity.BLOCK for finding in read.draft.findings)


def _traits(read: ReadDocument) -> StoryTraits:
    draft = read.draft
    published_at = draft.published.at if draft.published else None
    return StoryTraits(title=draft.title, body_text=draft.body_text, published_at=published_at)
