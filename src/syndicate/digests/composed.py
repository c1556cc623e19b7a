"""What composing comes to, and the edition that it makes: held until it is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import quote
from typing import TYPE_CHECKING

from syndicate.articles.releases import ReleaseStore
from syndicate.digests.model import Edition, EditionState, Selection, SlotOutcome
from syndicate.digests.passing import forget, forgotten_upto
from syndicate.errors import TryLaterError

if TYPE_CHECKING:
    from syndicate.digests.drafting import Drafting, EditionDraft
    from syndicate.digests.grouping import VariantKey
    from syndicate.digests.intents import Typeset
    from syndicate.digests.newsletters import Newsletter
    from syndicate.digests.planning import Brief
    from syndicate.digests.schedule import Occurrence
    from syndicate.digests.typesetting import TypesetEdition
    from syndicate.storage import Database

#: How often an edition is composed anew because its articles changed meanwhile.
ATTEMPTS = 3
#: Why an edition that a person composed is held.
WAITS_FOR_A_PERSON = "composed by hand; it waits for you to send it"


@dataclass(frozen=True, kw_only=True, slots=True)
class Composed:
    """What came of an attempt: the edition, or why there is none; the selection with its reasons either way.

    ``outcome`` is ``None`` when nothing was due, or the edition is held. An ``edition`` that is freezing has its
    deliveries yet to come. ``notice`` is what the operator should know besides.
    """

    newsletter: str
    outcome: SlotOutcome | None
    edition: Edition | None = None
    selection: Selection | None = None
    due_at: datetime | None = None
    notice: str = ""


def draft_now(database: Database, drafting: Drafting, brief: Brief, now: datetime) -> EditionDraft:
    """Number what has become visible, and then cut there; where nothing has, nothing is locked.

    What came longer ago than it is known who had what is passed by in writing before.
    """
    with database.read() as connection:
        is_numbered = not ReleaseStore(connection).has_due(now)
        draft = drafting.draft_on(connection, brief, now) if is_numbered else None
        upto = forgotten_upto(connection, draft.plan, now - brief.kept) if draft else None
    if draft is None:
        with database.write() as connection:
            ReleaseStore(connection).number_due(now)
        with database.read() as connection:
            draft = drafting.draft_on(connection, brief, now)
            upto = forgotten_upto(connection, draft.plan, now - brief.kept)
    if upto is None:
        return draft
    forget(database, brief.turn, upto, now)
    return drafting.draft(brief, now)


def set_in_type(
    drafting: Drafting, draft: EditionDraft, edition_id: str, on: date, *, besides: Sequence[VariantKey] = ()
) -> Typeset:
    """The variants of a draft as they would be mailed, but for those ``besides``."""
    return {
        key: drafting.set_in_type(draft.brief, variant, edition_id, on)
        for key, variant in draft.variants.items()
        if key not in besides
    }


def too_fast(newsletter: Newsletter) -> TryLaterError:
    """Why nothing could be composed."""
    message = f"the articles of {newsletter.name} change faster than an edition can be composed"
    return TryLaterError(message, code="articles-changing", hint="The next look tries again.")


def new_edition(
    brief: Brief,
    occurrence: Occurrence,
    now: datetime,
    edition_id: str,
    made: TypesetEdition,
    *,
    cut: int,
    instead_of: str | None = None,
) -> Edition:
    """An edition that is held until it is opened."""
    frozen, newsletter = made.frozen(edition_id, now), brief.newsletter
    return Edition(
        id=edition_id,
        newsletter=newsletter.name,
        cadence=occurrence.cadence,
        number=None,
        slot=occurrence.slot,
        state=EditionState.HELD,
        held_because=WAITS_FOR_A_PERSON,
        revision=1,
        due_at=occurrence.due_at,
        frozen_at=now,
        opened_at=None,
        first_claimed_at=None,
        planned_at=None,
        closed_at=None,
        instead_of=instead_of,
        cut=cut,
        min_articles=brief.cadence.min_articles,
        sender=mailbox(newsletter.sender_name, newsletter.sender_address),
        reply_to=newsletter.reply_to,
        language=frozen.language,
        subject=frozen.subject,
        preheader=frozen.preheader,
        size=frozen.size,
        content_hash=frozen.content_hash,
        findings=frozen.findings,
    )


def mailbox(name: str, address: str) -> str:
    """Name and address as one text, unencoded: encoding belongs to the message that is built of it."""
    return f'"{quote(name)}" <{address}>' if name else address
