"""What the desk says of a feed document, in plain values and whole sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.feedcheck import Level
from syndicate.feeds.hub_model import is_named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from syndicate.feedcheck import Remark
    from syndicate.feeds.hub_model import Hub
    from syndicate.feeds.polls import ProgramPolls

#: So many bytes of a document are shown as text.
SHOWN_BYTES = 200_000


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentLine:
    """A document in the list; ``verdict`` is what the judge says in short, ``is_alarming`` if a standard is broken."""

    path: str
    size: str
    etag: str
    modified: str
    verdict: str
    is_alarming: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class RemarkLine:
    """One fault of a document, and where it is."""

    level: str
    slug: str
    place: str
    message: str
    is_alarming: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ReaderLine:
    """A program that asks for feeds, and how well."""

    program: str
    polls: str
    conditional: str
    unchanged: str
    sent: str
    subscribers: str


@dataclass(frozen=True, kw_only=True, slots=True)
class HubLine:
    """A hub, and how it answers."""

    address: str
    says: str
    is_alarming: bool


def reader_line(program: ProgramPolls) -> ReaderLine:
    """A program, with shares of its polls."""
    return ReaderLine(
        program=program.program,
        polls=f"{program.polls:,}",
        conditional=f"{program.conditional / program.polls:.0%}",
        unchanged=f"{program.unchanged / program.polls:.0%}",
        sent=f"{program.bytes / 1e6:,.1f} MB",
        subscribers="" if program.subscribers is None else f"{program.subscribers:,}",
    )


def hub_line(hub: Hub, now: datetime) -> HubLine:
    """A hub, and whether feeds name it."""
    named = "Feeds name it." if is_named(hub, now) else "Feeds do not name it."
    if hub.error:
        says = f"Takes no pings since {hub.failing_since:%Y-%m-%d %H:%M} UTC: {hub.error}. {named}"
    elif hub.answered_at:
        says = f"Took a ping at {hub.answered_at:%Y-%m-%d %H:%M} UTC. {named}"
    else:
        says = f"Has taken no ping yet. {named}"
    return HubLine(address=hub.address, says=says, is_alarming=hub.error is not None)


def verdict(remarks: Sequence[Remark] | None) -> tuple[str, bool]:
    """What the judge says in short, and whether a standard is broken; ``None``: it was not asked yet."""
    if remarks is None:
        return "not judged yet", False
    errors = sum(remark.level is Level.ERROR for remark in remarks)
    warnings = len(remarks) - errors
    told = [_counted(number, word) for number, word in ((errors, "error"), (warnings, "warning")) if number]
    return ", ".join(told) or "nothing found", errors > 0


def remark_line(remark: Remark) -> RemarkLine:
    """A fault with its place as editors count: a line, and the element in it."""
    line = f"line {remark.line}, " if remark.line is not None else ""
    return RemarkLine(
        level=remark.level,
        slug=remark.slug,
        place=f"{line}{remark.element}",
        message=remark.message,
        is_alarming=remark.level is Level.ERROR,
    )


def shown_text(content: bytes) -> str:
    """The beginning of a document as text; what is no UTF-8 is seen as such."""
    return content[:SHOWN_BYTES].decode("utf-8", "replace")


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' if number != 1 else ''}"
