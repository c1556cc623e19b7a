"""Pictures of a site's tree: what its pages call them, and as which file of the tree each lies there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from syndicate.articles.exports.files import ExportFiles

_IMAGE = re.compile(r"<img\b[^<>]{0,4000}>", re.IGNORECASE)
_SOURCE = re.compile(r"(\s(?:data-)?src\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.IGNORECASE)
_SETS = re.compile(r"\s(?:data-)?srcset\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)
# How Pelican writes that a file lies beside the page, or in the tree.
_PELICAN = re.compile(r"[{|](?:static|attach|filename|photo|image)[}|]", re.IGNORECASE)


class SitePictures:
    """The pictures of a tree. ``roots`` are the folders, with a slash, from which a site's root is made."""

    def __init__(self, files: ExportFiles, roots: Sequence[str], below: str = "") -> None:
        """``below`` is the folder of the site at its host, which addresses in pages may begin with."""
        self._known = frozenset(files.pictures)
        self._roots = (*roots, "")
        self._below = below.rstrip("/")

    def address(self, written: str, folder: str, page: str | None) -> str:
        """A picture's name in the tree, else its absolute address, as far as that of the page is known."""
        name = self._name(written, folder)
        return name or (urljoin(page, written) if page else written)

    def rewritten(self, html: str, folder: str, page: str | None) -> str:
        """A text whose pictures are called by their names in the tree."""
        return _IMAGE.sub(lambda image: self._image(image[0], folder, page), html)

    def _image(self, tag: str, folder: str, page: str | None) -> str:
        def replaced(match: re.Match[str]) -> str:
            written = unescape(match[2].strip("\"'")).strip()
            name = self._name(written, folder)
            address = quote(name) if name else (urljoin(page, written) if page else written)
            return f'{match[1]}"{escape(address)}"'

        is_here = any(self._name(unescape(match[2].strip("\"'")), folder) for match in _SOURCE.finditer(tag))
        return _SOURCE.sub(replaced, _SETS.sub("", tag) if is_here else tag)

    def _name(self, written: str, folder: str) -> str | None:
        marked = _PELICAN.sub("", written)
        try:
            parts = urlsplit(marked)
        except ValueError:
            return None
        path = unquote(parts.path)
        if parts.scheme or parts.netloc or not path:
            return None
        rooted = path.removeprefix(self._below) if self._below else path
        ways = [posixpath.join(root, rooted.lstrip("/")) for root in self._roots]
        if not path.startswith("/"):
            ways.insert(0, posixpath.join(folder, path))
        return next((name for way in ways if (name := posixpath.normpath(way)) in self._known), None)
