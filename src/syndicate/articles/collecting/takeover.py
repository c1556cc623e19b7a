"""What an import brings over from the site before: its ids in feeds, and the addresses at which articles stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from syndicate.articles.findings import warning
from syndicate.articles.identity import article_id, may_be_kept
from syndicate.articles.old_addresses import OldAddressStore, address_key
from syndicate.articles.store import ArticleStore

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.articles.collecting.documents import ReadDocument
    from syndicate.articles.intake import Known
    from syndicate.articles.model import Draft, Finding
    from syndicate.articles.rules import Rules


class Takeover:
    """Settles which article keeps which id and which address; of two that claim one, the first."""

    def __init__(self, connection: Connection, rules: Rules) -> None:
        """Settle within that transaction; ``rules`` say whether articles have their page elsewhere all the same."""
        self._articles = ArticleStore(connection)
        self._addresses = OldAddressStore(connection)
        self._has_page_here = rules.permalink is None

    def settled(self, fresh: Sequence[ReadDocument], known: Mapping[str, Known]) -> list[ReadDocument]:
        """The documents, each with what it keeps; what it cannot have is told. Their pages are here from now on.

        An article that is ``known`` has its id for good.
        """
        guids = {read.draft.guid for read in fresh if read.draft.guid}
        taken = {*self._articles.guids_among([*guids]), *self._articles.tags_among([*guids])}
        owners = self._addresses.among(key for read in fresh for key in keys_of(read.draft))
        settled = []
        for read in fresh:
            own = known.get(read.document.external_id)
            findings = [*self._address_findings(read, own, owners)]
            guid = read.draft.guid
            if own is None and guid and (guid in taken or not may_be_kept(guid)):
                findings.append(_guid_finding(guid))
                guid = None
            if own is None and guid:
                taken.add(guid)
            settled.append(replace(read, draft=self._moved(read.draft, guid, findings)))
        return settled

    def keep(self, stored: Sequence[tuple[str, ReadDocument]]) -> None:
        """Keep the addresses of documents, each with the id of the article that it is stored as."""
        kept: dict[str, str] = {}
        for stored_as, read in stored:
            for key in keys_of(read.draft):
                kept.setdefault(key, stored_as)
        self._addresses.add(kept)

    def _moved(self, draft: Draft, guid: str | None, findings: Sequence[Finding]) -> Draft:
        return replace(
            draft,
            guid=guid,
            permalink=None if self._has_page_here else draft.permalink,
            old_addresses=(*([draft.permalink] if draft.permalink else ()), *draft.old_addresses),
            findings=(*draft.findings, *findings),
        )

    @staticmethod
    def _address_findings(read: ReadDocument, own: Known | None, owners: dict[str, str]) -> Iterator[Finding]:
        """A warning for each address that another article has; from now on it is this one's otherwise."""
        article = _id_of(read, own)
        for key in keys_of(read.draft):
            if owners.setdefault(key, article) != article:
                message = "Another article stood at this address as well; who asks there is led to that one."
                yield warning("old-address-taken", message, key)


def keys_of(draft: Draft) -> dict[str, None]:
    """By what the addresses are kept at which an article stood, each once."""
    written = (draft.permalink, *draft.old_addresses)
    return dict.fromkeys(key for address in written if address and (key := address_key(address)))


def _id_of(read: ReadDocument, known: Known | None) -> str:
    return known.id if known else article_id(read.document.source, read.document.external_id)


def _guid_finding(guid: str) -> Finding:
    message = "The id that this article had in feeds is another's, or broken; it has one of ours in its place."
    return warning("guid-taken", message, guid)
