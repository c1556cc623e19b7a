"""Exports: the archive that another system hands out, as articles with all that they were known by there.

An export is opened (`unpacking`), its system recognised (`recognising`), and its articles handed out one by one, each
as a document of a form that is read anyway. Nothing in it is executed, and nothing outside of it asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from syndicate.articles.formats.division import lasting_name
from syndicate.articles.model import RawDocument

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from syndicate.articles.model import Finding

#: What an article is passed over as whose name another has that came before it.
TWICE = "twice"


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportedArticle:
    """An article of an export: what its system calls it for ever, and a document that is read as any other.

    ``guid`` and ``old_addresses`` are as in `Draft`, of what the document does not say itself. Paths of pictures in it
    are names of files of the export. ``fault`` says why it has no document. ``place`` says where it stands.
    """

    name: str
    content: bytes = b""
    guid: str | None = None
    old_addresses: tuple[str, ...] = ()
    fault: Finding | None = None

    def document(self, source: str, kind: str) -> RawDocument:
        """The document, as the source of that name has it."""
        name = lasting_name(self.name) or "?"
        return RawDocument(
            source=source, external_id=f"{kind}#{name}", content=self.content, item=name, fault=self.fault
        )


class Export(Protocol):
    """The articles of an export. ``passed_over`` counts by its kind what is none; whole when all were walked.

    ``site`` is where they are or were, without a slash at its end; ``language`` and ``zone`` are those of the site,
    each where it is known. ``notice`` is for the operator.
    """

    kind: str
    passed_over: Counter[str]
    notice: str
    language: str | None
    zone: ZoneInfo | None

    @property
    def site(self) -> str | None:
        """The address of the site."""

    def articles(self) -> Iterator[ExportedArticle]:
        """Each article, in a stable order.

        Raises:
            BadDataError: the export is damaged.
        """
