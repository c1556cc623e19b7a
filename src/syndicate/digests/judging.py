"""Editions judged for whoever asks: the coming one as it would be frozen now, or one that is frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.articles.model import Finding, Severity
from syndicate.digests.content import content_of
from syndicate.digests.store import EditionStore
from syndicate.digests.typesetting import EditionBlockedError, finding_of
from syndicate.errors import BadDataError
from syndicate.storage.states import MailFormat

if TYPE_CHECKING:
    from syndicate.digests.by_hand import ComposingByHand
    from syndicate.digests.drafting import Drafting
    from syndicate.digests.model import Edition, FrozenRendering
    from syndicate.digests.newsletters import Newsletter
    from syndicate.storage import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgedEdition:
    """What is found in the mail of an edition; ``edition`` is its id, or ``None`` of one that is yet to come.

    Without a ``subject`` there is nothing to mail. Where it ``is_as_frozen``, its templates have changed since, or
    are lost: what was told when it was frozen is told again.
    """

    newsletter: str
    edition: str | None = None
    subject: str | None = None
    findings: tuple[Finding, ...] = ()
    is_as_frozen: bool = False

    @property
    def is_blocked(self) -> bool:
        """Whether it must not be sent."""
        return any(finding.severity is Severity.BLOCK for finding in self.findings)


class Judging:
    """Judges mails by the way in which editions are frozen; nothing is written."""

    def __init__(self, *, database: Database, drafting: Drafting, by_hand: ComposingByHand) -> None:
        """Take the parts that make editions."""
        self._database = database
        self._drafting = drafting
        self._by_hand = by_hand

    @property
    def clients(self) -> tuple[str, ...]:
        """The mail programs that are looked after."""
        return self._drafting.judge.clients

    def coming(self, newsletter: Newsletter) -> JudgedEdition:
        """What would be found if an edition of what is new were frozen now: in the mail that most readers would get.

        Raises:
            BadDataError: the mail cannot be rendered.
        """
        try:
            _, made = self._by_hand.draft(newsletter)
        except EditionBlockedError as error:
            made = error.edition
        if made is None:
            return JudgedEdition(newsletter=newsletter.name)
        return JudgedEdition(newsletter=newsletter.name, subject=made.digest.subject, findings=made.findings)

    def frozen(self, edition: Edition) -> JudgedEdition:
        """What is found in a frozen edition now, by today's rules."""
        with self._database.read() as connection:
            rendering = EditionStore(connection).rendering(edition.id)
        found = self._of_rendering(edition.newsletter, rendering) if rendering else None
        return JudgedEdition(
            newsletter=edition.newsletter,
            edition=edition.id,
            subject=edition.subject,
            findings=tuple(map(finding_of, edition.findings)) if found is None else found,
            is_as_frozen=found is None,
        )

    def _of_rendering(self, newsletter: str, frozen: FrozenRendering) -> tuple[Finding, ...] | None:
        """``None``: today's templates would not give the same bytes, so that no place of theirs can be told."""
        if frozen.content is None:
            return None
        digest = content_of(frozen.content).digest()
        try:
            made = self._drafting.renderer_of(newsletter).render(digest)
        except BadDataError:
            return None
        html = "" if frozen.format is MailFormat.TEXT else made.html
        is_same = (html, made.text) == (frozen.html, frozen.text)
        return self._drafting.judge.judge(made, digest) if is_same else None
