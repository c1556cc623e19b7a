"""What the desk says of a test that left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from starlette.requests import Request

_LONGEST = 254


def tested(request: Request) -> str:
    """That a test left, if the page was led to by one; empty otherwise."""
    address = request.query_params.get("tested", "")
    return f"A test left for {shorten(address, _LONGEST)}. It counts as nobody's." if address else ""
