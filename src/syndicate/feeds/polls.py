"""Who asks for feeds, and how well: told from a request and its answer, by program and by nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: What stands for programs that name nothing, for browsers, and for more programs in a day than are told apart.
UNNAMED, BROWSER, OTHERS = "(no name)", "(a browser)", "(others)"
#: Letters of a program's name.
_LONGEST = 40
_PRODUCT = re.compile(r"[A-Za-z][\w.+!-]*(?: [A-Za-z][\w.+!-]*){0,2}(?=/|\s*$|\s*\()")
_COMPATIBLE = re.compile(r"\(compatible;\s*([A-Za-z][^;)/,]*)")
_SUBSCRIBERS = re.compile(r"(\d{1,9})\s+(?:subscriber|reader|user|follower)s?\b", re.IGNORECASE)
_NOT_MODIFIED = 304


@dataclass(frozen=True, kw_only=True, slots=True)
class Poll:
    """A request for a feed document that was answered; ``subscribers`` are those that an aggregator says it has."""

    program: str
    path: str
    is_conditional: bool
    is_unchanged: bool
    bytes: int
    subscribers: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProgramPolls:
    """What a program asked for over some days.

    ``conditional`` polls said which copy they have, ``unchanged`` ones were answered by 304; ``blind_bytes`` went to
    those that did not say. ``subscribers`` are those that it says it has, summed over documents, if it says so.
    """

    program: str
    polls: int
    conditional: int
    unchanged: int
    bytes: int
    blind_bytes: int
    subscribers: int | None = None


def poll_of(path: str, user_agent: str, status: int, size: int, *, is_conditional: bool) -> Poll:
    """What a request for a document came to; ``size`` is that of the body in the answer."""
    announced = _SUBSCRIBERS.search(user_agent)
    return Poll(
        program=program_of(user_agent),
        path=path,
        is_conditional=is_conditional,
        is_unchanged=status == _NOT_MODIFIED,
        bytes=size,
        subscribers=int(announced[1]) if announced else None,
    )


def program_of(user_agent: str) -> str:
    """The program's name, without version, system and whatever else may tell one reader from another."""
    if not user_agent.strip():
        return UNNAMED
    if found := _COMPATIBLE.search(user_agent):
        return found[1].strip()[:_LONGEST]
    if user_agent.startswith("Mozilla/"):
        return BROWSER
    found = _PRODUCT.match(user_agent.strip())
    return found[0][:_LONGEST] if found else UNNAMED
