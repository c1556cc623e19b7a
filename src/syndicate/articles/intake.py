"""What becomes of a draft: decided from the draft, what is known and the time alone."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from syndicate.articles.findings import blocking
from syndicate.articles.model import Severity, Status

if TYPE_CHECKING:
    from syndicate.articles.model import Draft, Finding, ForeignTime, Media

#: How far ahead a time may be, read from a zone that people write carelessly, before it is an embargo.
AMBIGUITY = timedelta(minutes=90)


class Outcome(StrEnum):
    """What a document turned out to be."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    HELD = "held"


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What is stored of an article, as far as a decision needs it. Never ``EMBARGOED``."""

    id: str
    status: Status
    content_hash: str
    revision: int
    fingerprint: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What to store. ``draft`` is ``None`` when the stored text stays; then only ``findings`` are added to it."""

    outcome: Outcome
    status: Status
    draft: Draft | None
    findings: tuple[Finding, ...]
    embargo_until: datetime | None
    content_hash: str
    revision: int

    @property
    def reason(self) -> str:
        """Why it is held, for an editor; empty for everything else."""
        if self.outcome is not Outcome.HELD:
            return ""
        return " ".join(one.message for one in self.findings if one.severity is Severity.BLOCK or self.draft is None)


def decide(draft: Draft, known: Known | None, now: datetime) -> Decision:
    """Decide on a draft.

    A draft with a blocking finding is held. If a good version of it is known, that one stays as it
    is and only the finding is added: a slip of the pen does not take a story away from its readers.
    What an operator withdrew stays withdrawn. A date that was seen but not read, and that may lie in
    the future, blocks as well.
    """
    draft = _doubted(draft, now)
    is_blocked = any(one.severity is Severity.BLOCK for one in draft.findings)
    if is_blocked and known is not None and known.status is not Status.HELD:
        return _kept(draft, known)
    fresh = content_hash(draft)
    is_same = known is not None and known.content_hash == fresh
    return Decision(
        outcome=Outcome.HELD if is_blocked else _outcome(known, is_same=is_same),
        status=_status(known, is_blocked=is_blocked),
        draft=draft,
        findings=draft.findings,
        embargo_until=_last(embargo(draft.published, now), draft.embargo_until, now),
        content_hash=fresh,
        revision=1 if known is None else known.revision + (not is_same),
    )


def _doubted(draft: Draft, now: datetime) -> Draft:
    """The draft, blocked when a date that was not read may be an embargo."""
    if draft.unread is None or draft.unread.latest <= now:
        return draft
    message = (
        f"The date may lie in the future, but it cannot be read for certain: “{draft.unread.raw}”. Write it with "
        "its offset from UTC (+01:00), or say in the source's settings which zone is meant (zone_names)."
    )
    return replace(draft, findings=(blocking("embargo-unclear", message, draft.unread.raw), *draft.findings))


def _kept(draft: Draft, known: Known) -> Decision:
    blocks = [one for one in draft.findings if one.severity is Severity.BLOCK]
    notice = "The file was changed and cannot be read as an article any more; the last good version stays."
    return Decision(
        outcome=Outcome.HELD,
        status=known.status,
        draft=None,
        # Warnings, because this article is not held: its last good version is out.
        findings=tuple(
            replace(one, severity=Severity.WARN, code="update-held", message=f"{notice} {one.message}")
            for one in blocks
        ),
        embargo_until=None,
        content_hash=known.content_hash,
        revision=known.revision,
    )


def _outcome(known: Known | None, *, is_same: bool) -> Outcome:
    if known is None:
        return Outcome.NEW
    return Outcome.UNCHANGED if is_same and known.status is not Status.HELD else Outcome.CHANGED


def _status(known: Known | None, *, is_blocked: bool) -> Status:
    if known is not None and known.status is Status.WITHDRAWN:
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
    """Differs when a reader would: title, deck, text, pictures, sound, price; white space does not count."""
    known = hashlib.sha256()
    sound = (draft.audio.url,) if draft.audio else ()
    price = ("paid",) if draft.is_paid else ()
    pictures = (_picture(one) for one in draft.media)
    for text in (draft.title, draft.deck, draft.body_text, *pictures, *sound, *price):
        bare = "".join(unicodedata.normalize("NFC", text or "").replace(" ", "").split())
        known.update(bare.encode("utf-8", "surrogatepass") + b"\x00")
    return known.hexdigest()


def _picture(media: Media) -> str:
    shown = (media.kind, media.title, media.description, media.caption, *(file.url for file in media.candidates))
    return "\x01".join(shown)
