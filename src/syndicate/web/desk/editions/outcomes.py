"""What can be done with an edition as it stands, and what came of it, in sentences. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.digests.model import EditionState
from syndicate.text.plain import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syndicate.digests.model import Edition

#: Those who have a mail of it, or may have it.
_HAVE = ("claimed", "submitted", "uncertain")


@dataclass(frozen=True, kw_only=True, slots=True)
class Acts:
    """Which acts an edition is open to."""

    can_hold: bool = False
    can_resume: bool = False
    can_send: bool = False
    can_hurry: bool = False
    can_stop: bool = False
    can_discard: bool = False
    can_compose_instead: bool = False

    @property
    def are_any(self) -> bool:
        """Whether anything can be done."""
        return any(getattr(self, name) for name in self.__slots__)


def acts_of(edition: Edition, counts: Mapping[str, int]) -> Acts:
    """What an edition is open to, by its state and by whom it has reached."""
    is_held, is_opened = edition.state is EditionState.HELD, edition.opened_at is not None
    is_leaving = edition.state in {EditionState.SENDING, EditionState.FREEZING}
    return Acts(
        can_hold=is_leaving,
        can_resume=is_held and is_opened,
        can_send=is_held,
        can_hurry=edition.state is EditionState.SENDING and not edition.priority,
        can_stop=is_opened and (is_held or edition.state is EditionState.SENDING),
        can_discard=edition.first_claimed_at is None and (is_held or edition.state is EditionState.SENDING),
        can_compose_instead=edition.state is EditionState.STOPPED and counts.get("stopped", 0) > 0,
    )


def came_of(word: str | None, counts: Mapping[str, int], carried_by: str) -> str:
    """What came of the act of that word, by its deliveries as they are now; empty of a word that is none.

    ``carried_by`` says who carries what leaves.
    """
    waiting, stopped = counts.get("pending", 0), counts.get("stopped", 0)
    sentences = {
        "held": f"Held. Nothing more of it leaves; {_wait(waiting)}.",
        "resumed": f"It goes on; {_wait(waiting)}. {carried_by}",
        "sent": f"Let go; {_wait(waiting)}. {carried_by}",
        "hurried": f"Its mails leave before those of other editions now. {carried_by}",
        "stopped": f"Stopped. {_have(counts)}, {stopped:,} never will.",
        "discarded": "Discarded. Nobody got it, and its articles are new again.",
        "composed": "Composed and held. Look at it; nobody gets it before it is sent.",
        "composed-anew": "Its articles had changed, so it was composed anew, and nothing was sent. Look at it again.",
    }
    return sentences.get(word or "", "")


def _wait(count: int) -> str:
    return f"{counted(count, 'reader')} {'waits' if count == 1 else 'wait'} for it"


def _have(counts: Mapping[str, int]) -> str:
    count = sum(counts.get(state, 0) for state in _HAVE)
    return f"{counted(count, 'reader')} {'has' if count == 1 else 'have'} it"
