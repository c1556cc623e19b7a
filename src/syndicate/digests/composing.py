"""Composing an edition: load, decide, render, check, freeze."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from email.utils import quote
from typing import TYPE_CHECKING

from syndicate.articles.model import Article, Finding, Severity
from syndicate.articles.store import ArticleStore
from syndicate.digests.cadence import latest
from syndicate.digests.composition import compose
from syndicate.digests.model import (
    Edition,
    EditionState,
    Exclusion,
    Newsletter,
    Occurrence,
    Outcome,
    Selection,
    Tier,
)
from syndicate.digests.selection import select
from syndicate.digests.store import EditionStore
from syndicate.errors import BadDataError, TryLaterError
from syndicate.ids import stable_id
from syndicate.images.model import Hero, HeroState
from syndicate.images.store import HeroStore
from syndicate.mail.checks import check, check_sender
from syndicate.mail.model import Digest, Rendering

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.clock import Clock
    from syndicate.links import Links
    from syndicate.mail.digest import DigestRenderer
    from syndicate.storage import Database

#: How often an edition is composed anew because its articles changed meanwhile.
ATTEMPTS = 3

#: Gives back, of hero images by article, those whose files are there; others are mended or left out.
AtHand = Callable[[Mapping[str, Hero]], Mapping[str, Hero]]

#: Plans the deliveries of an edition in the transaction that freezes it.
OnFreeze = Callable[["Connection", Edition], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Composed:
    """What came of an attempt: the edition, or why there is none; the selection with its reasons either way."""

    newsletter: str
    outcome: Outcome | None  # None: nothing is due
    edition: Edition | None = None
    selection: Selection | None = None
    due_at: datetime | None = None


class Composing:
    """Makes editions. One attempt is one read and, if anything came of it, one transaction."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        renderer: DigestRenderer,
        links: Links,
        postal_address: str,
        at_hand: AtHand,
        on_freeze: OnFreeze,
    ) -> None:
        """Take the parts.

        ``at_hand`` is asked about the pictures that an edition shows before it is rendered to be frozen;
        ``on_freeze`` is called inside the freezing transaction.
        """
        self._database = database
        self._clock = clock
        self._renderer = renderer
        self._links = links
        self._postal_address = postal_address
        self._at_hand = at_hand
        self._on_freeze = on_freeze

    def compose_due(self, newsletter: Newsletter, *, believes_empty: bool = True) -> Composed:
        """Compose the newest due occurrence unless it has had its turn.

        A slot is decided once: with an edition, as empty (fewer than ``min_articles`` new), or as
        late (missed by more than ``max_lateness``). Older missed slots are merged into it. Without
        ``believes_empty`` an empty slot stays open.

        Raises:
            BadDataError: the edition cannot be rendered or must not be sent; nothing was decided.
        """
        now = self._clock.now()
        occurrence = latest(newsletter.cadence, now)
        with self._database.read() as connection:
            if EditionStore(connection).is_decided(newsletter.name, occurrence.slot):
                return Composed(newsletter=newsletter.name, outcome=None)
        if now - occurrence.due_at > newsletter.max_lateness:
            return self._decide(newsletter, occurrence, Outcome.LATE, now)
        return self._compose(newsletter, occurrence, now, believes_empty=believes_empty)

    def compose_now(self, newsletter: Newsletter) -> Composed:
        """Compose an edition of what is new, whatever the hour; the cadence goes on beside it."""
        now = self._clock.now()
        occurrence = Occurrence(
            slot=f"manual:{now.isoformat(timespec='microseconds')}",
            on=now.astimezone(newsletter.cadence.zone).date(),
            due_at=now,
        )
        return self._compose(newsletter, occurrence, now)

    def draft(self, newsletter: Newsletter) -> tuple[Selection, Digest | None, Rendering | None]:
        """What `compose_now` would freeze, without freezing it; the bodies are the ones it would store."""
        now = self._clock.now()
        selection, heroes = self._select(newsletter, now)
        if len(selection.places) < newsletter.min_articles:
            return selection, None, None
        on = now.astimezone(newsletter.cadence.zone).date()
        selection, digest, rendering, _ = self._render(newsletter, selection, heroes, "draft", on)
        return selection, digest, rendering

    def _compose(
        self, newsletter: Newsletter, occurrence: Occurrence, now: datetime, *, believes_empty: bool = True
    ) -> Composed:
        edition_id = stable_id("edition", newsletter.name, occurrence.slot)
        for _ in range(ATTEMPTS):
            selection, heroes = self._select(newsletter, now)
            if len(selection.places) < max(newsletter.min_articles, 1):
                if not believes_empty:
                    return Composed(newsletter=newsletter.name, outcome=None, selection=selection)
                return self._decide(newsletter, occurrence, Outcome.EMPTY, now, selection)
            shown = _shown(selection, heroes)
            there = self._at_hand(shown)
            selection, digest, rendering, findings = self._render(
                newsletter, selection, there, edition_id, occurrence.on
            )
            findings = (*findings, *_without_pictures(selection, shown, there))
            edition = _edition(newsletter, occurrence, now, edition_id, digest, rendering, findings)
            composed = self._freeze(newsletter, occurrence, edition, selection)
            if composed is not None:
                return composed
        message = f"the articles of {newsletter.name} change faster than an edition can be composed"
        raise TryLaterError(message, code="articles-changing", hint="The next look tries again.")

    def _select(self, newsletter: Newsletter, now: datetime) -> tuple[Selection, dict[str, Hero]]:
        with self._database.read() as connection:
            store = ArticleStore(connection)
            ids = EditionStore(connection).candidates(newsletter.name, now)
            candidates: list[Article] = [found for one in ids if (found := store.get(one, now))]
            heroes = HeroStore(connection).of(ids)
        illustrated = {one for one, hero in heroes.items() if hero.state is HeroState.READY}
        return select(newsletter, candidates, illustrated), heroes

    def _render(
        self, newsletter: Newsletter, selection: Selection, heroes: Mapping[str, Hero], edition_id: str, on: date
    ) -> tuple[Selection, Digest, Rendering, tuple[Finding, ...]]:
        """Render, and leave out the last story as long as Gmail would clip the mail."""
        while True:
            digest = compose(
                newsletter,
                selection,
                heroes,
                links=self._links,
                edition_id=edition_id,
                issued_on=on,
                postal_address=self._postal_address,
            )
            rendering = self._renderer.render(digest)
            findings = (*check(rendering, digest), *_check_sender(newsletter))
            blocking = [finding for finding in findings if finding.severity is Severity.BLOCK]
            if not blocking:
                return selection, digest, rendering, findings
            if any(finding.code != "mail-too-large" for finding in blocking) or len(selection.places) == 1:
                raise _unsendable(newsletter, blocking)
            selection = _without_the_last(selection)

    def _decide(
        self,
        newsletter: Newsletter,
        occurrence: Occurrence,
        outcome: Outcome,
        now: datetime,
        selection: Selection | None = None,
    ) -> Composed:
        with self._database.write() as connection:
            EditionStore(connection).decide(newsletter.name, occurrence, outcome, now)
        return Composed(newsletter=newsletter.name, outcome=outcome, selection=selection, due_at=occurrence.due_at)

    def _freeze(
        self, newsletter: Newsletter, occurrence: Occurrence, edition: Edition, selection: Selection
    ) -> Composed | None:
        """Write the edition; ``None`` when an article was changed or taken back while it was rendered."""
        wanted = {place.article.id: place.article.revision for place in selection.places}
        with self._database.write() as connection:
            store = EditionStore(connection)
            if store.visible_revisions(wanted, edition.frozen_at) != wanted:
                return None
            edition = replace(edition, number=store.next_number(newsletter.name))
            store.add(edition, selection.places)
            store.decide(newsletter.name, occurrence, Outcome.EDITION, edition.frozen_at, edition.id)
            self._on_freeze(connection, edition)
        return Composed(
            newsletter=newsletter.name,
            outcome=Outcome.EDITION,
            edition=edition,
            selection=selection,
            due_at=occurrence.due_at,
        )


def _shown(selection: Selection, heroes: Mapping[str, Hero]) -> dict[str, Hero]:
    """The hero images that the edition shows."""
    ids = [place.article.id for place in selection.places if place.tier is not Tier.MORE]
    return {one: heroes[one] for one in ids if one in heroes and heroes[one].state is HeroState.READY}


def _without_pictures(
    selection: Selection, shown: Mapping[str, Hero], there: Mapping[str, Hero]
) -> tuple[Finding, ...]:
    """What an editor should know about stories that are set as text because their pictures are gone."""
    message = "the picture of a story is gone and could not be made anew; the story is set as text"
    return tuple(
        Finding(severity=Severity.WARN, code="picture-gone", message=message, quote=(place.article.title or "")[:200])
        for place in selection.places
        if place.article.id in shown and place.article.id not in there
    )


def _check_sender(newsletter: Newsletter) -> tuple[Finding, ...]:
    return check_sender(newsletter.sender_name, newsletter.sender_address, newsletter.reply_to)


def _without_the_last(selection: Selection) -> Selection:
    *kept, last = selection.places
    left_out = Exclusion(article_id=last.article.id, reason="the mail would be too large: waits for the next edition")
    return Selection(places=tuple(kept), exclusions=(*selection.exclusions, left_out))


def _edition(
    newsletter: Newsletter,
    occurrence: Occurrence,
    now: datetime,
    edition_id: str,
    digest: Digest,
    rendering: Rendering,
    findings: tuple[Finding, ...],
) -> Edition:
    frozen = f"{digest.subject}\x00{rendering.html}\x00{rendering.text}"
    return Edition(
        id=edition_id,
        newsletter=newsletter.name,
        number=0,  # given by the freezing transaction
        slot=occurrence.slot,
        state=EditionState.SENDING,
        due_at=occurrence.due_at,
        frozen_at=now,
        closed_at=None,
        language=newsletter.language,
        sender=_mailbox(newsletter.sender_name, newsletter.sender_address),
        reply_to=newsletter.reply_to,
        subject=digest.subject,
        preheader=digest.preheader,
        html=rendering.html,
        text=rendering.text,
        content_hash=hashlib.sha256(frozen.encode()).hexdigest(),
        findings=tuple({key: str(value) for key, value in asdict(one).items()} for one in findings),
    )


def _mailbox(name: str, address: str) -> str:
    """Name and address as one text, unencoded: encoding belongs to the message that is built of it."""
    return f'"{quote(name)}" <{address}>' if name else address


def _unsendable(newsletter: Newsletter, blocking: list[Finding]) -> BadDataError:
    reasons = "; ".join(finding.message for finding in blocking)
    return BadDataError(
        f"the edition of {newsletter.name} must not be sent: {reasons}",
        code="edition-blocked",
        hint="Mend the template or the article that is named; the slot is still open.",
    )
