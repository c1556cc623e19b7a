"""What a fetch gives, and what it fails with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from syndicate.errors import UnavailableError

#: Headers of an answer that whoever asked is told.
TOLD = ("content-type", "link", "x-wp-total", "x-wp-totalpages")

#: Host and port to addresses as text; raises ``OSError`` or gives none when the host does not resolve.
Resolver = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Validators:
    """What a server said of the copy that we have (RFC 9110 §8.8), as sent: either, both or neither."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """An answer. ``url`` is where it came from after redirects; headers are as sent, or ``None``.

    ``moved_to`` is the address that took the place of the one that was asked, for good; ``None``: none did.
    ``headers`` are those of `TOLD` that were sent, their names in lower case.
    """

    url: str
    status: int
    content: bytes
    etag: str | None
    modified: str | None = None
    moved_to: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_unchanged(self) -> bool:
        """Whether the server says that our copy is still good; there is no content then."""
        return self.status == HTTPStatus.NOT_MODIFIED


class FetchError(UnavailableError):
    """A foreign URL could not be had; the message is for an editor and names the host.

    ``is_permanent`` says that asking again gives the same: gone, forbidden, refused by our rules. ``status`` is the
    server's answer, where it was one that we cannot use; ``retry_after`` are the seconds for which it wants no more.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str,
        is_permanent: bool = False,
        hint: str | None = None,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        """Build the error; temporary unless said otherwise."""
        super().__init__(message, code=code, hint=hint)
        self.is_permanent = is_permanent
        self.status = status
        self.retry_after = retry_after
