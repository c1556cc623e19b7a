"""Editions judged for whoever asks: the coming one as it would be frozen now, or one that is frozen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from syndicate.articles.model import Finding, Severity
from syndicate.digests.content import content_of
from syndicate.digests.store import EditionStore
from syndicate.digests.typesetting import EditionBlockedError, finding_of
from syndicate.errors import BadDataError
from syndicate.storage.states import MailFormat
from syndicate.text.plain import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from syndicate.digests.by_hand import ComposingByHand
    from syndicate.digests.drafting import Drafting, DraftVariant
    from syndicate.digests.grouping import VariantKey
    from syndicate.digests.model import Edition, FrozenRendering
    from syndicate.digests.newsletters import Newsletter
    from syndicate.digests.planning import Brief
    from syndicate.storage import Database

#: Variants of a coming edition that are judged unless more languages and forms are in it: a fraction of a second each.
MOST_VARIANTS = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgedEdition:
    """What is found in the mail of an edition; ``edition`` is its id, or ``None`` of one that is yet to come.

    Without a ``subject`` there is nothing to mail. Where it ``is_as_frozen``, its templates have changed since, or
    are lost: what was told when it was frozen is told again. Of one that is yet to come, so many of its ``variants``
    were judged.
    """

    newsletter: str
    edition: str | None = None
    subject: str | None = None
    findings: tuple[Finding, ...] = ()
    is_as_frozen: bool = False
    variants: int = 1
    judged_variants: int = 1

    @property
    def is_blocked(self) -> bool:
        """Whether it must not be sent."""
        return any(finding.severity is Severity.BLOCK for finding in self.findings)


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundInVariant:
    """What is found in the mail of one variant."""

    key: VariantKey
    subject: str
    findings: tuple[Finding, ...]

    def __str__(self) -> str:
        """The variant as an editor knows it."""
        articles = f"{counted(len(self.key.article_ids), 'article')}, {self.key.language}"
        return f"“{self.subject}” ({articles}{', text' if self.key.format is MailFormat.TEXT else ''})"


def to_be_judged(variants: Sequence[DraftVariant]) -> list[DraftVariant]:
    """Those of the variants, the leading one first, that are judged: one of each language and form, however many.

    Then come the others in their order, up to `MOST_VARIANTS` in all.
    """
    firsts: dict[tuple[str, MailFormat], DraftVariant] = {}
    for variant in variants:
        firsts.setdefault((variant.key.language, variant.key.format), variant)
    most = max(MOST_VARIANTS, len(firsts))
    chosen = {id(variant) for variant in firsts.values()}
    return [*firsts.values(), *(variant for variant in variants if id(variant) not in chosen)][:most]


def told_once(variants: Sequence[FoundInVariant]) -> tuple[Finding, ...]:
    """All that is found, what stops a mail first; what the first variant lacks is told with those that have it."""
    having: dict[Finding, list[FoundInVariant]] = {}
    for variant in variants:
        for finding in dict.fromkeys(variant.findings):
            having.setdefault(finding, []).append(variant)
    told = (_told_in(finding, those, variants[0]) for finding, those in having.items())
    return tuple(sorted(told, key=lambda finding: finding.severity is not Severity.BLOCK))


def _told_in(finding: Finding, having: Sequence[FoundInVariant], first: FoundInVariant) -> Finding:
    if having[0] is first:
        return finding
    others = f" and {counted(len(having) - 1, 'variant')} more" if len(having) > 1 else ""
    return replace(finding, message=f"{finding.message}; in the variant {having[0]}{others}")


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
        """What would be found if an edition of what is new were frozen now, in each variant of it.

        Raises:
            BadDataError: a mail cannot be rendered.
        """
        draft, on = self._by_hand.selected(newsletter)
        variants = to_be_judged(list(draft.variants.values()))
        found = [self._of_variant(draft.brief, variant, on) for variant in variants]
        return JudgedEdition(
            newsletter=newsletter.name,
            subject=found[0].subject if found else None,
            findings=told_once(found),
            variants=len(draft.variants),
            judged_variants=len(variants),
        )

    def _of_variant(self, brief: Brief, variant: DraftVariant, on: date) -> FoundInVariant:
        try:
            made = self._drafting.set_in_type(brief, variant, "draft", on, mends=False)
        except EditionBlockedError as error:
            made = error.edition
        return FoundInVariant(key=variant.key, subject=made.digest.subject, findings=made.findings)

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
