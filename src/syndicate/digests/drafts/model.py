"""What an editor does with a coming edition, and what its row holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from syndicate.digests.shape import AS_IT_IS, Shape


class Verb(StrEnum):
    """What an act does. A later act on the same thing stands above an earlier one."""

    SUBJECT = "subject"
    PREHEADER = "preheader"
    INTRODUCTION = "introduction"
    LEAD = "lead"
    PIN = "pin"
    DROP = "drop"
    ORDER = "order"
    HOLD = "hold"
    RELEASE = "release"
    HERO = "hero"


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftWish:
    """What an editor wishes: a text, article ids or a picture; ``None`` takes an earlier one back."""

    verb: Verb
    article_id: str | None = None
    value: str | list[str] | dict[str, Any] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftAct:
    """A wish that was noted: by whom and when, and by whom and when it was undone, if it was."""

    number: int
    wish: DraftWish
    who: str
    at: datetime
    undone_at: datetime | None = None
    undone_by: str | None = None

    @property
    def stands(self) -> bool:
        """Whether nobody has undone it."""
        return self.undone_at is None


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenApproval:
    """Who approved what and when: the hash of ``content``, and up to which release it looked."""

    at: datetime
    by: str
    hash: str
    content: Mapping[str, Any]
    cut: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ComingEdition:
    """A coming edition's row. ``edition_id`` is the id that the edition will have.

    ``version`` grows with every act: whoever acts on an older one has not seen the newest. ``told`` are the letters to
    the editors, by kind, and of each by address what became of it.
    """

    key: int
    newsletter: str
    cadence: str
    slot: str
    edition_id: str
    first_wave_at: datetime
    version: int
    made_at: datetime
    approval: GivenApproval | None
    told: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shaped:
    """What editors made of a slot; without a row nobody has looked at it yet."""

    row: ComingEdition | None = None
    acts: tuple[DraftAct, ...] = ()
    shape: Shape = AS_IT_IS
