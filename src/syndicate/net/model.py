"""What a fetch gives, and what it fails with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from syndicate.errors import UnavailableError

#: Host and port to addresses as text; raises ``OSError`` or gives none when the host does not resolve.
Resolver = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """A whole answer. ``url`` is where it came from after redirects; headers are as sent, or ``None``."""

    url: str
    status: int
    content: bytes
    content_type: str | None
    etag: str | None


class FetchError(UnavailableError):
    """A foreign URL could not be had; the message is for an editor and names the host.

    ``is_permanent`` says that asking again gives the same: gone, forbidden, refused by our rules.
    """

    def __init__(self, message: str, *, code: str, is_permanent: bool = False, hint: str | None = None) -> None:
        """Build the error; temporary unless said otherwise."""
        super().__init__(message, code=code, hint=hint)
        self.is_permanent = is_permanent
