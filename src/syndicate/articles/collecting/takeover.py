"""What an import brings over from the site before: its ids in feeds, and the addresses at which articles stood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from syndicate.articles.findings import warning
from syndicate.articles.identity import may_be_kept
from syndicate.articles.old_addresses import OldAddressStore, address_key
from syndicate.articles.store import ArticleStore

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.articles.collecting.documents import ReadDocument
    from syndicate.articles.model import Draft, Finding
    from syndicate.articles.rules import Rules


class Takeover:
    """Settles which article keeps which id and which address; of two that claim one, the first."""

    def __init__(self, connection: Connection, rules: Rules) -> None:
        """Settle within that transaction; ``rules`` say whether articles have their page elsewhere all the same."""
        self._articles = ArticleStore(connection)
        self._addresses = OldAddressStore(connection)
        self._has_page_here = rules.permalink is None
        self._taken: set[str] = set()
        self._owners: dict[str, str] = {}
        self._kept: dict[str, str] = {}

    def look_up(self, fresh: Sequence[ReadDocument]) -> None:
        """Find out at once which of the ids and addresses in these others have."""
        guids = {read.draft.guid for read in fresh if read.draft.guid}
        self._taken = {*self._articles.guids_among([*guids]), *self._articles.tags_among([*guids])}
        self._owners = self._addresses.among(key for read in fresh for key in keys_of(read.draft))

    def settled(self, read: ReadDocument, article_id: str, *, is_known: bool) -> ReadDocument:
        """The document of an article with what that keeps; what it cannot have is told. Its page is here from now on.

        One that ``is_known`` has its id for good.
        """
        findings = [*self.keep(read, article_id)]
        guid = read.draft.guid
        if guid and not is_known:
            if guid in self._taken or not may_be_kept(guid):
                findings.append(_guid_finding(guid))
                guid = None
            else:
                self._taken.add(guid)
        return replace(read, draft=self._moved(read.draft, guid, findings))

    def keep(self, read: ReadDocument, article_id: str) -> Iterator[Finding]:
        """Lead who asks at the addresses of a document to that article; a warning for each that is another's."""
        for key in keys_of(read.draft):
            if self._owners.setdefault(key, article_id) == article_id:
                self._kept[key] = article_id
            else:
                message = "Another article stood at this address as well; who asks there is led to that one."
                yield warning("old-address-taken", message, key)

    def write(self) -> None:
        """Store the addresses, once their articles are there."""
        self._addresses.add(self._kept)
        self._kept.clear()

    def _moved(self, draft: Draft, guid: str | None, findings: Sequence[Finding]) -> Draft:
        return replace(
            draft,
            guid=guid,
            permalink=None if self._has_page_here else draft.permalink,
            old_addresses=(*([draft.permalink] if draft.permalink else ()), *draft.old_addresses),
            findings=(*draft.findings, *findings),
        )


def keys_of(draft: Draft) -> dict[str, None]:
    """By what the addresses are kept at which an article stood, each once."""
    written = (draft.permalink, *draft.old_addresses)
    return dict.fromkeys(key for address in written if address and (key := address_key(address)))


def _guid_finding(guid: str) -> Finding:
    message = "The id that this article had in feeds is another's, or broken; it has one of ours in its place."
    return warning("guid-taken", message, guid)
