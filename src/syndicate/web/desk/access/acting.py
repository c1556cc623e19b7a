"""Who acts at the desk."""

from __future__ import annotations

import getpass
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.requests import Request


def editor_of(request: Request) -> str:
    """The name under which an act is noted: that of whom was let in, or the user of this machine."""
    name: str | None = getattr(request.state, "editor", None)
    return name or getpass.getuser()


def must_be_named(request: Request) -> None:
    """Refuse who was let in without a name: what is known of people is shown to named editors alone.

    Raises:
        HTTPException: 403.
    """
    if getattr(request.state, "editor", None) is None:
        raise HTTPException(HTTPStatus.FORBIDDEN)
