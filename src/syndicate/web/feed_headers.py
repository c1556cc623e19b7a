"""The headers of feed documents, as readers get them: said once for who serves them and for who shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.feeds.archives import page_name
from syndicate.feeds.documents import FORMATS
from syndicate.feeds.lists import media_type_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from syndicate.links import Links

#: The names of files that are feeds.
FEEDS = frozenset(format_.file_name for format_ in FORMATS.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedHeaders:
    """How long documents stay fresh, those of a full archive page (``archived``) longer; and where their hubs are."""

    links: Links
    hubs: Callable[[], Sequence[str]]
    fresh: str
    archived: str

    def freshness(self, path: str) -> str:
        """How long the document at that place below ``feeds/`` may be kept, in the words of HTTP."""
        page = page_name(path)
        return self.archived if page and not page.is_growing else self.fresh

    def further(self, path: str) -> dict[str, str]:
        """The document's address and its hubs, for who does not read the document (WebSub §4)."""
        if path.rpartition("/")[2] not in FEEDS or page_name(path) or not (hubs := self.hubs()):
            return {}
        links = {self.links.feed(path): "self"} | dict.fromkeys(hubs, "hub")
        return {"link": ", ".join(f'<{url}>; rel="{relation}"' for url, relation in links.items())}


def media_type(path: str) -> str:
    """The type of the document at that place, which is in UTF-8 whatever it is.

    Raises:
        KeyError: no document of ours has that name.
    """
    return f"{media_type_of(path)}; charset=utf-8"
