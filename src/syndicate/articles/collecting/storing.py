"""A batch of read documents, decided on and stored in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Any

from syndicate.articles import intake
from syndicate.articles.alias_store import AliasStore
from syndicate.articles.collecting.documents import stands_behind
from syndicate.articles.findings import warning
from syndicate.articles.identity import article_id, tag_uri
from syndicate.articles.intake import IntakeOutcome
from syndicate.articles.likeness_store import LikenessStore
from syndicate.articles.rows import first_row
from syndicate.articles.store import ArticleStore
from syndicate.text.page_names import page_claimed

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.articles.alias_store import Leader
    from syndicate.articles.collecting.documents import ReadDocument
    from syndicate.articles.collecting.recognising import Recognising
    from syndicate.articles.collecting.report import RunTally
    from syndicate.articles.collecting.takeover import Takeover
    from syndicate.articles.intake import IntakeDecision, Known
    from syndicate.articles.likeness_store import Lookalike
    from syndicate.articles.model import Finding
    from syndicate.articles.rules import Rules


class Storing:
    """Stores documents of one source.

    ``is_seen_before`` tells what was there at the first run. With a ``takeover`` they are those of a site that moves
    here.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        rules: Rules,
        tally: RunTally,
        is_seen_before: Callable[[ReadDocument], bool],
        recognising: Recognising,
        id_authority: str,
        now: datetime,
        takeover: Takeover | None = None,
    ) -> None:
        """Work on that connection, and count in the tally."""
        self._connection = connection
        self._store = ArticleStore(connection)
        self._rules = rules
        self._tally = tally
        self._is_seen_before = is_seen_before
        self._recognising = recognising
        self._id_authority = id_authority
        self._now = now
        self._takeover = takeover
        self._minted: set[str] = set()
        self._new: list[dict[str, Any]] = []
        self._decided: dict[str, IntakeDecision] = {}

    def store(self, fresh: list[ReadDocument]) -> None:
        """Store what is new or changed; what another document brought before is noted as such."""
        # Asked again inside the transaction: another process may have stored them meanwhile.
        source, names = fresh[0].document.source, [read.document.external_id for read in fresh]
        known = self._store.known(source, names)
        self._minted = AliasStore(self._connection).among("id", [article_id(source, name) for name in names])
        self._recognising.look_up(fresh)
        if self._takeover:
            self._takeover.look_up(fresh)
        for read in fresh:
            stored = known.get(read.document.external_id)
            if not stands_behind(read.document, stored.fingerprint if stored else None):
                self._take(read, stored)
        self._add_new()
        self._tell_lookalikes()
        if self._takeover:
            self._takeover.write()

    def _take(self, read: ReadDocument, stored: Known | None) -> None:
        leader = None if stored else self._leader(read)
        if leader:
            stored = self._recognising.leads(leader, read)
        if leader and stored is None:
            reason = f"It is the article {leader.known.id}, from {leader.source}: {leader.external_id}"
            self._tally.add(IntakeOutcome.ALIAS, read.document.external_id, reason)
            if self._takeover:
                list(self._takeover.keep(read, leader.known.id))
        else:
            self._decide(read, stored)

    def _leader(self, read: ReadDocument) -> Leader | None:
        """The article that a document is which is not known by its name; ``None``: it is a new one."""
        page = page_claimed(read.draft.permalink)
        if page is not None and any(row["page"] == page for row in self._new):
            self._add_new()
            self._recognising.add_page(page)
        return self._recognising.leader(read)

    def _decide(self, read: ReadDocument, known: Known | None) -> None:
        key = known.id if known else self._mint(read.document.source, read.document.external_id)
        if self._takeover:
            read = self._takeover.settled(read, key, is_known=known is not None)
        decision = intake.decide(read.draft, known, self._now)
        if known is None:
            is_out = decision.embargo_until is None and not decision.is_withheld
            is_backlog = is_out and self._is_seen_before(read)
            self._new.append(self._first_row(key, read, decision, is_backlog=is_backlog))
        else:
            language = self._rules.language
            self._store.revise(decision, known, fingerprint=read.fingerprint, language=language, now=self._now)
        if decision.draft is not None:
            self._decided[key] = decision
        self._tally.add(decision.outcome, read.document.external_id, decision.reason)

    def _add_new(self) -> None:
        self._store.add(self._new, self._now)
        self._new.clear()

    def _first_row(
        self, minted: str, read: ReadDocument, decision: IntakeDecision, *, is_backlog: bool
    ) -> dict[str, Any]:
        row = first_row(
            decision,
            article_id=minted,
            tag=tag_uri(self._id_authority, minted),
            source=read.document.source,
            external_id=read.document.external_id,
            fingerprint=read.fingerprint,
            language=self._rules.language,
            is_backlog=is_backlog,
            now=self._now,
        )
        return row | {"guid": read.draft.guid if self._takeover else None}

    def _mint(self, source: str, external_id: str) -> str:
        """An id for an article: the name's own, unless an article has it that goes by another name now."""
        minted = article_id(source, external_id)
        if minted not in self._minted:
            return minted
        ids = (article_id(source, external_id, generation) for generation in count(1))
        return next(minted for minted in ids if not AliasStore(self._connection).among("id", [minted]))

    def _tell_lookalikes(self) -> None:
        texts = {key: decision.draft.body_text for key, decision in self._decided.items() if decision.draft is not None}
        for key, alike in LikenessStore(self._connection).note(texts).items():
            self._store.note_findings(key, (*self._decided[key].findings, _near_duplicate(alike)))


def _near_duplicate(alike: Lookalike) -> Finding:
    title = f"“{alike.title}”" if alike.title else "the article"
    message = f"Nearly all of the shorter text of the two stands in {title} ({alike.id}, from {alike.source}) as well."
    return warning("near-duplicate", message)
