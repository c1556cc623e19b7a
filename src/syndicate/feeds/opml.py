"""OPML 2.0: the list of all feeds, for readers that subscribe to many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from syndicate.feeds.documents import FORMATS, FeedDocument, paths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.feeds.model import FeedSite, Scope
    from syndicate.links import Links

#: The list's place below ``feeds/``.
PATH = "feeds.opml"
MEDIA_TYPE = "text/x-opml"


def opml(site: FeedSite, scopes: Sequence[Scope], links: Links) -> FeedDocument:
    """The feeds of those scopes in their order, each once, as RSS: every reader knows that format.

    No date stands in it: the same feeds give the same bytes.
    """
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = f"Feeds of {site.title}"
    etree.SubElement(head, "ownerName").text = site.author or site.title
    etree.SubElement(head, "ownerId").text = links.home()
    etree.SubElement(head, "docs").text = "http://opml.org/spec2.opml"
    body = etree.SubElement(root, "body")
    for scope in scopes:
        etree.SubElement(body, "outline", _outline(scope, links))
    content = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return FeedDocument(path=PATH, media_type=MEDIA_TYPE, content=content)


def folders(content: bytes, links: Links) -> list[tuple[str, str]]:
    """Title and folder below ``feeds/`` of every feed in a list of ours, in its order."""
    base, file_name = links.feed(""), FORMATS["rss"].file_name
    found = []
    for outline in etree.fromstring(content).iterfind("body/outline"):
        address = outline.get("xmlUrl", "")
        # A list that was written for another address of the site is old, and written anew with the next feeds.
        if address.startswith(base) and address.endswith(file_name):
            found.append((outline.get("text", ""), address[len(base) : -len(file_name)].rstrip("/")))
    return found


def _outline(scope: Scope, links: Links) -> dict[str, str]:
    return {
        "type": "rss",
        "version": "RSS2",
        "text": scope.title,
        "title": scope.title,
        "xmlUrl": links.feed(paths(scope)["rss"]),
        "htmlUrl": links.human_page(scope.folder),
    }
