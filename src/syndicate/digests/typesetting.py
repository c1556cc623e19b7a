"""From what an edition says to the mail that says it, judged."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from syndicate.articles.model import Finding, Severity
from syndicate.digests.content import EditionContent, content_of
from syndicate.digests.fitting import fit
from syndicate.digests.model import EditionArticle, Exclusion, FrozenRendering
from syndicate.errors import BadDataError
from syndicate.mail.judge.rules import told
from syndicate.storage.states import MailFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.mail.digest import DigestRenderer
    from syndicate.mail.dress import Dress
    from syndicate.mail.judge.verdicts import Judge
    from syndicate.mail.model import Digest, Rendering

#: What is found of the size of the HTML, and of what it shows.
SIZES = frozenset({"mail-large", "mail-too-large", "picture-large", "pictures-large"})


class EditionBlockedError(BadDataError):
    """The mail must not be sent; ``edition`` is as it would have been, with all that was found in it."""

    def __init__(self, newsletter: str, edition: TypesetEdition) -> None:
        """Say why."""
        reasons = "; ".join(str(finding) for finding in edition.findings if finding.severity is Severity.BLOCK)
        super().__init__(
            f"the edition of {newsletter} must not be sent: {reasons}",
            code="edition-blocked",
            hint="Mend the template or the article that is named; the slot is still open.",
        )
        self.edition = edition


@dataclass(frozen=True, kw_only=True, slots=True)
class TypesetEdition:
    """An edition as it would be mailed; ``content`` is what is really in it."""

    content: EditionContent
    digest: Digest
    rendering: Rendering
    findings: tuple[Finding, ...]

    def frozen(
        self, edition_id: str, made_at: datetime, *, revision: int = 1, reason: str | None = None
    ) -> FrozenRendering:
        """The same as a revision of an edition."""
        html = "" if self.content.format is MailFormat.TEXT else self.rendering.html
        # Templates may leave out what tells two selections apart; still a reader has what their own one holds.
        articles = (place.article_id for place in self.places())
        said = "\x00".join((self.digest.subject, html, self.rendering.text, *articles))
        return FrozenRendering(
            edition_id=edition_id,
            revision=revision,
            reason=reason,
            made_at=made_at,
            language=self.content.language,
            format=self.content.format,
            subject=self.digest.subject,
            preheader=self.digest.preheader,
            html=html,
            text=self.rendering.text,
            size=len((html or self.rendering.text).encode()),
            content=self.content.fields(),
            content_hash=hashlib.sha256(said.encode()).hexdigest(),
            findings=tuple({key: str(value) for key, value in asdict(finding).items()} for finding in self.findings),
        )

    def places(self) -> list[EditionArticle]:
        """Its articles, in reading order."""
        return [
            EditionArticle(position=position, article_id=story.article_id, tier=story.tier, revision=story.revision)
            for position, story in enumerate(self.content.stories)
        ]


def typeset(
    renderer: DigestRenderer,
    judge: Judge | None,
    newsletter: str,
    content: EditionContent,
    sender: tuple[Finding, ...] = (),
) -> TypesetEdition:
    """Render, make it fit where Gmail would cut it, and judge; without a judge nothing is found, and nothing refused.

    ``sender`` are the findings about who sends it.

    Raises:
        BadDataError: the mail cannot be rendered or must not be sent.
    """
    fitted = fit(content, renderer.render)
    if judge is None:
        return TypesetEdition(content=fitted.content, digest=fitted.digest, rendering=fitted.rendering, findings=())
    judged = judge.judge(fitted.rendering, fitted.digest)
    if content.format is MailFormat.TEXT:  # nobody gets the HTML
        judged = tuple(finding for finding in judged if finding.code not in SIZES)
    findings = (*judged, *sender, *_moved(renderer.dress))
    made = TypesetEdition(content=fitted.content, digest=fitted.digest, rendering=fitted.rendering, findings=findings)
    if any(finding.severity is Severity.BLOCK for finding in findings):
        raise EditionBlockedError(newsletter, made)
    return made


def _moved(dress: Dress) -> Iterator[Finding]:
    """What a publisher should know of colours that nobody could read."""
    for moved in dress.moved:
        yield told("colour-moved", f"the theme's {moved}")


def finding_of(fields: dict[str, str]) -> Finding:
    """A finding as it was kept with its rendering."""
    return Finding(**{**fields, "severity": Severity(fields["severity"])})  # type: ignore[arg-type]


def passed_over_by(rendering: FrozenRendering | None) -> tuple[Exclusion, ...]:
    """What a rendering left out of its selection, because the mail would have been too large."""
    if rendering is None or rendering.content is None:
        return ()
    return content_of(rendering.content).passed_over


def waiting_by(rendering: FrozenRendering) -> frozenset[int]:
    """The corrections, by key, that a rendering left to a later mail, because it would have been too large."""
    return frozenset(rendering.content.get("waiting_corrections", ()) if rendering.content else ())
