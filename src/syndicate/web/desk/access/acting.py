"""Who acts at the desk."""

from __future__ import annotations

import getpass
import os
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request

    from syndicate.web.desk.access.model import Visit

_visit: ContextVar[Visit | None] = ContextVar("visit", default=None)


class NamelessError(Exception):
    """Somebody without a name asked for what only named editors see."""


def admit(visit: Visit | None) -> None:
    """Let the rest of this request know by which session it came, if by any."""
    _visit.set(visit)


def visit_now() -> Visit | None:
    """By which session this request came."""
    return _visit.get()


def editor_of(request: Request) -> str:
    """The name under which an act is noted: that of whom was let in, or the user of this machine."""
    name: str | None = getattr(request.state, "editor", None)
    return name or user_here()


def must_be_named(request: Request) -> str:
    """The editor's name, where it has to be known who looks: at pages of people.

    Raises:
        NamelessError: they came in by a link. The answer says how an editor gets a name.
    """
    name: str | None = getattr(request.state, "editor", None)
    if not name:
        raise NamelessError
    return name


def user_here() -> str:
    """The user of this machine, who may have no name in a container."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"
