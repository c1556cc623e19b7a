"""What becomes of a draft: decided from the draft, what is known and the time alone."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from syndicate.articles.findings import blocking
from syndicate.articles.model import Severity, Status, WithdrawnBy
from syndicate.articles.withholding import CODES, EXPIRED, UNCLEAR
from syndicate.storage.states import ReleaseReason

if TYPE_CHECKING:
    from syndicate.articles.model import Draft, Finding, ForeignTime, Media

#: How far ahead a time may be, read from a zone that people write carelessly, before it is an embargo.
AMBIGUITY = timedelta(minutes=90)


class IntakeOutcome(StrEnum):
    """What a document turned out to be."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    HELD = "held"
    #: It was published, and its document now withholds it.
    WITHDRAWN = "withdrawn"
    #: It is an article that another document brought.
    ALIAS = "alias"


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What is stored of an article, as far as a decision needs it. Never ``EMBARGOED``."""

    id: str
    status: Status
    content_hash: str
    revision: int
    fingerprint: str
    withdrawn_by: WithdrawnBy | None = None
    expires_at: datetime | None = None
    awaits_release: bool = False

    def is_expired(self, now: datetime) -> bool:
        """Whether it was published until its time was over."""
        return self.status is Status.PUBLISHED and self.expires_at is not None and self.expires_at <= now


@dataclass(frozen=True, kw_only=True, slots=True)
class IntakeDecision:
    """What to store. ``draft`` is ``None`` when the stored text stays; then only ``findings`` are added to it.

    ``is_withheld`` says that the document itself keeps the article back; ``is_released`` that it is visible from now
    on, its embargo left aside, and was not before.
    """

    outcome: IntakeOutcome
    status: Status
    draft: Draft | None
    findings: tuple[Finding, ...]
    embargo_until: datetime | None
    content_hash: str
    revision: int
    expires_at: datetime | None = None
    is_withheld: bool = False
    is_released: bool = False

    @property
    def reason(self) -> str:
        """Why it is held or was withdrawn, for an editor; empty for everything else."""
        if self.outcome not in {IntakeOutcome.HELD, IntakeOutcome.WITHDRAWN}:
            return ""
        return " ".join(
            finding.message for finding in self.findings if finding.severity is Severity.BLOCK or self.draft is None
        )


def decide(draft: Draft, known: Known | None, now: datetime) -> IntakeDecision:
    """Decide on a draft.

    A draft with a blocking finding is held. If a good version of it is known, that one stays as it
    is and only the finding is added: a slip of the pen does not take a story away from its readers. A sign that the
    document withholds it is no slip: it withdraws the article, and when it is gone, the article comes back.
    What an operator withdrew stays withdrawn. A date that was seen but not read, and that may lie in
    the future, blocks as well.
    """
    draft = _expired(_doubted(draft, now), known, now)
    blocks = [finding for finding in draft.findings if finding.severity is Severity.BLOCK]
    signs = tuple(finding for finding in blocks if _is_sign(finding, draft))
    if blocks and known is not None and known.status is not Status.HELD:
        return _withdrawn(signs, known, now) if signs else _kept(draft, known)
    fresh = content_hash(draft)
    is_same = known is not None and known.content_hash == fresh
    status = _status(known, is_blocked=bool(blocks))
    was_out = known is not None and known.status is Status.PUBLISHED and not known.is_expired(now)
    is_out = status is Status.PUBLISHED and (draft.expires_at is None or draft.expires_at > now)
    is_released = is_out and not was_out
    return IntakeDecision(
        outcome=IntakeOutcome.HELD if blocks else _outcome(known, is_same=is_same and not is_released),
        status=status,
        draft=draft,
        findings=draft.findings,
        embargo_until=_last(embargo(draft.published, now), draft.embargo_until, now),
        content_hash=fresh,
        revision=1 if known is None else known.revision + (not is_same),
        expires_at=_expiry(draft, known, now),
        is_withheld=bool(signs),
        is_released=is_released,
    )


def release_reason(decision: IntakeDecision, known: Known, *, has_gained: bool) -> ReleaseReason | None:
    """Why a known article gets a further number by that decision; ``None``: it gets none, as by a correction.

    ``has_gained`` says that it has a section, tag, author or language that it lacked. Under embargo it waits.
    """
    if decision.status is not Status.PUBLISHED or decision.embargo_until is not None:
        return None
    if decision.is_released:
        return ReleaseReason.APPROVED if known.status is Status.HELD else ReleaseReason.RESTORED
    if known.awaits_release:
        return ReleaseReason.EMBARGO_OVER
    return ReleaseReason.WIDENED if has_gained else None


def _is_sign(finding: Finding, draft: Draft) -> bool:
    """Whether a finding that blocks is somebody's will, and no slip of the pen."""
    is_stated = draft.unread is not None and draft.unread.is_stated
    return finding.code in CODES or (finding.code == UNCLEAR and is_stated)


def _doubted(draft: Draft, now: datetime) -> Draft:
    """The draft, blocked when a date that was not read may be an embargo."""
    if draft.unread is None or draft.unread.latest <= now:
        return draft
    message = (
        f"The date may lie in the future, but it cannot be read for certain: “{draft.unread.raw}”. Write it with "
        "its offset from UTC (+01:00), or say in the source's settings which zone is meant (zone_names)."
    )
    return replace(draft, findings=(blocking(UNCLEAR, message, draft.unread.raw), *draft.findings))


def _expired(draft: Draft, known: Known | None, now: datetime) -> Draft:
    """The draft, blocked when its time is over; one that was published until then is withdrawn by the clock already."""
    if draft.expires_at is None or draft.expires_at > now or (known is not None and known.is_expired(now)):
        return draft
    message = (
        f"The document says that the article expired at {draft.expires_at:%Y-%m-%d %H:%M} UTC. Move that time, or take "
        "it out, to publish the article."
    )
    return replace(draft, findings=(blocking(EXPIRED, message), *draft.findings))


def _expiry(draft: Draft, known: Known | None, now: datetime) -> datetime | None:
    """When it goes; of one that went, the time at which it did, whatever past time its document names now."""
    if known is not None and known.is_expired(now) and draft.expires_at is not None and draft.expires_at <= now:
        return known.expires_at
    return draft.expires_at


def _withdrawn(signs: tuple[Finding, ...], known: Known, now: datetime) -> IntakeDecision:
    """What was published, and is withheld by its document from now on. Its last good text stays, for those who look."""
    was_out = known.status is Status.PUBLISHED and not known.is_expired(now)
    return IntakeDecision(
        outcome=IntakeOutcome.WITHDRAWN if was_out else IntakeOutcome.HELD,
        status=Status.WITHDRAWN,
        draft=None,
        findings=signs,
        embargo_until=None,
        content_hash=known.content_hash,
        revision=known.revision,
        is_withheld=True,
    )


def _kept(draft: Draft, known: Known) -> IntakeDecision:
    blocks = [finding for finding in draft.findings if finding.severity is Severity.BLOCK]
    notice = "The file was changed and cannot be read as an article any more; the last good version stays."
    return IntakeDecision(
        outcome=IntakeOutcome.HELD,
        status=known.status,
        draft=None,
        # Warnings, because this article is not held: its last good version is out.
        findings=tuple(
            replace(finding, severity=Severity.WARN, code="update-held", message=f"{notice} {finding.message}")
            for finding in blocks
        ),
        embargo_until=None,
        content_hash=known.content_hash,
        revision=known.revision,
    )


def _outcome(known: Known | None, *, is_same: bool) -> IntakeOutcome:
    if known is None:
        return IntakeOutcome.NEW
    return IntakeOutcome.UNCHANGED if is_same and known.status is not Status.HELD else IntakeOutcome.CHANGED


def _status(known: Known | None, *, is_blocked: bool) -> Status:
    if known is not None and known.status is Status.WITHDRAWN and known.withdrawn_by is not WithdrawnBy.DOCUMENT:
        return Status.WITHDRAWN
    return Status.HELD if is_blocked else Status.PUBLISHED


def embargo(published: ForeignTime | None, now: datetime) -> datetime | None:
    """Until when nobody may see it: a time of publication in the future.

    A time at most `AMBIGUITY` ahead, read from a zone's name that was not in force, is no embargo:
    most likely local time was meant, and the story is out already.
    """
    if published is None or published.at <= now:
        return None
    if published.is_ambiguous and published.at - now <= AMBIGUITY:
        return None
    return published.at


def _last(by_date: datetime | None, by_word: datetime | None, now: datetime) -> datetime | None:
    """The later of two embargoes; an editor's own word has no exception."""
    return max((until for until in (by_date, by_word) if until and until > now), default=None)


def content_hash(draft: Draft) -> str:
    """Differs when a reader would: title, deck, text, pictures, sound, price, AI; white space does not count."""
    known = hashlib.sha256()
    sound = (draft.audio.url,) if draft.audio else ()
    price = ("paid",) if draft.is_paid else ()
    record = (f"\x02ai {draft.ai}",) if draft.ai else ()
    pictures = (_picture(medium) for medium in draft.media)
    for text in (draft.title, draft.deck, draft.body_text, *pictures, *sound, *price, *record):
        bare = "".join(unicodedata.normalize("NFC", text or "").replace(" ", "").split())
        known.update(bare.encode("utf-8", "surrogatepass") + b"\x00")
    return known.hexdigest()


def _picture(media: Media) -> str:
    shown = (media.kind, media.title, media.description, media.caption, *(file.url for file in media.candidates))
    record = (f"\x02ai {media.ai}",) if media.ai else ()
    return "\x01".join((*shown, *record))
