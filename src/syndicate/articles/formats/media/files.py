"""The files of pictures that machines name: an address each, made absolute, and those that were refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from syndicate.articles.findings import repeated
from syndicate.articles.formats.claims.values import pixels
from syndicate.articles.formats.media.addresses import address_of
from syndicate.articles.model import Candidate
from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from syndicate.articles.model import Finding

_KEY = 100


@dataclass(kw_only=True, slots=True)
class PictureFiles:
    """Makes candidates, and remembers what could be none.

    Where no ``base`` is given, a relative address is the path of a file beside the document.
    """

    refused: list[str] = field(default_factory=list)

    def file(
        self, address: str, base: str | None, *, key: str = "", width: object = None, height: object = None
    ) -> Candidate | None:
        """The file at an address, with its declared size; ``None`` for what is no picture's address."""
        url = address_of(address, base)
        if url is None:
            self.refused += [address[:400]] if address.strip() else []
            return None
        return Candidate(url=url, key=shorten(key, _KEY), width=pixels(width), height=pixels(height))

    def findings(self) -> list[Finding]:
        """A warning for each address that was refused."""
        message = "This picture address is not http(s), nor a picture file beside the document; it was dropped."
        return repeated("picture-address", message, list(dict.fromkeys(self.refused)))
