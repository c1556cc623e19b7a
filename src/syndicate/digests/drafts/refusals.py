"""Why an editor's act on a draft is refused, in words that say what to do instead."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from syndicate.errors import BadDataError, NotFoundError

if TYPE_CHECKING:
    from datetime import date

    from syndicate.digests.drafts.model import DraftAct, DraftWish, Shaped
    from syndicate.digests.drafts.slots import ComingSlot
    from syndicate.digests.newsletters import Newsletter

_SHOW = "See: syndicate edition draft show {}"


def not_offered(newsletter: Newsletter, kind: str) -> NotFoundError:
    """The newsletter does not come so."""
    offered = ", ".join(cadence.kind for cadence in newsletter.cadences)
    message = f"{newsletter.name} is not offered {kind}"
    return NotFoundError(message, code="cadence-unknown", hint=f"It comes: {offered}")


def no_slot(newsletter: Newsletter, kind: str, day: date | None) -> NotFoundError:
    """There is nothing to be shaped."""
    when = f"on {day}" if day else "ahead"
    hint = "What follows a story at once has no draft; see [[newsletters]] for the days of the others."
    return NotFoundError(f"{newsletter.name} ({kind}) has no edition {when}", code="draft-none", hint=hint)


def is_over(slot: ComingSlot) -> BadDataError:
    """Nothing that is shaped would reach anybody."""
    message = f"the last wave of {slot.occurrence.slot} was due at {slot.last_wave_at:%Y-%m-%d %H:%M} UTC"
    return BadDataError(message, code="draft-over", hint="Name the next slot, or leave --slot away.")


def is_under_way(slot: ComingSlot) -> BadDataError:
    """A draft is held before it leaves; then the edition is."""
    message = f"the first wave of {slot.occurrence.slot} was due at {slot.first_wave_at:%Y-%m-%d %H:%M} UTC"
    hint = "Hold the edition: syndicate edition hold ID; let it go on: syndicate edition resume ID"
    return BadDataError(message, code="draft-under-way", hint=hint)


def unknown_articles(ids: Collection[str]) -> NotFoundError:
    """There are no such articles."""
    message = f"there is no article {', '.join(sorted(ids))}"
    return NotFoundError(message, code="article-unknown", hint="See: syndicate articles list")


def nothing_to_undo(number: int | None) -> NotFoundError:
    """There is no such act, or it was undone before."""
    message = "there is nothing to undo" if number is None else f"there is no act {number} to undo"
    return NotFoundError(message, code="draft-act-unknown", hint=_SHOW.format("NEWSLETTER"))


def wants_no_approval(newsletter: Newsletter) -> BadDataError:
    """Its editions go by themselves."""
    message = f"the editions of {newsletter.name} go without approval"
    return BadDataError(message, code="approval-unneeded", hint='Ask for it: approval = "manual" in [[newsletters]]')


def nothing_to_approve(newsletter: Newsletter, slot: str) -> BadDataError:
    """It has no story yet."""
    message = f"{newsletter.name} has nothing for its readers on {slot} yet"
    return BadDataError(message, code="draft-empty", hint=_SHOW.format(newsletter.name))


def says_too_little(content_hash: str, shortest: int) -> BadDataError:
    """So short a hash could be that of anything."""
    message = f"“{content_hash}” is too little of a hash to tell what you saw"
    return BadDataError(message, code="hash-unfit", hint=f"Give {shortest} characters of it or more, or no --hash.")


def approves_something_else(changes: Sequence[str]) -> BadDataError:
    """What was seen is not what it is."""
    told = f": {'; '.join(changes)}" if changes else ""
    message = f"the draft is not what you saw{told}"
    return BadDataError(message, code="draft-changed", hint="Look at it again, and approve the hash that it has now.")


def somebody_was_first(found: Shaped, version: int, wishes: Sequence[DraftWish]) -> BadDataError:
    """Another editor changed it since; both texts are told, so that none is lost."""
    now = found.row.version if found.row else 0
    theirs = [_told(act) for act in found.acts[-1:]]
    both = [text for wish in wishes for text in _both(found.acts, wish)]
    message = f"somebody changed the draft since you saw it (version {version}, now {now}): " + "; ".join(
        both or theirs
    )
    hint = f"Look at it, and say --version {now} if you still want it so."
    return BadDataError(message, code="draft-changed", hint=hint)


def _both(acts: Sequence[DraftAct], wish: DraftWish) -> list[str]:
    alike = [act for act in acts if act.wish.verb is wish.verb and act.stands]
    theirs = [_told(act) for act in (alike or acts)[-1:]]
    return [*theirs, f"yours: {wish.verb} {_value(wish)}"]


def _told(act: DraftAct) -> str:
    undone = f", undone by {act.undone_by}" if act.undone_by else ""
    return f"{act.who} at {act.at:%H:%M} UTC: {act.wish.verb} {_value(act.wish)}{undone}"


def _value(wish: DraftWish) -> str:
    value = wish.value["url"] if isinstance(wish.value, dict) else wish.value
    value = ", ".join(value) if isinstance(value, list) else value
    words = [*([wish.article_id] if wish.article_id else []), *([f"“{value}”"] if value else [])]
    return " ".join(words) or "none"
