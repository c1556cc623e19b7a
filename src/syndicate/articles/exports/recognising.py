"""Which system an export is of, told by what lies in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from syndicate.articles.exports.feeds import FeedExport
from syndicate.articles.exports.ghost import GhostExport
from syndicate.articles.exports.medium import MediumExport
from syndicate.articles.exports.sites import EleventyExport, HugoExport, JekyllExport, PelicanExport
from syndicate.articles.exports.substack import SubstackExport
from syndicate.errors import BadDataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from syndicate.articles.exports import Export
    from syndicate.articles.exports.files import ExportFiles

#: The systems whose exports are read.
KINDS = ("wordpress", "blogger", "ghost", "medium", "substack", "hugo", "jekyll", "pelican", "eleventy")

_HUGO = re.compile(r"(?:config/_default/)?(?:hugo|config)\.(?:toml|ya?ml|json)")
_ELEVENTY = frozenset({".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs"})
_FEEDS = (".xml", ".atom", ".rss")
_BLOGGER = re.compile(r"schemas\.google\.com/(?:g/2005#kind|blogger/2018)|tag:blogger\.com|<generator[^>]*>Blogger<")


def recognise(files: ExportFiles, *, kind: str | None = None, site: str | None = None, where: str = "") -> Export:
    """The export that files are; of the ``kind`` that an operator names, one of `KINDS`. ``where`` is for errors.

    ``site`` is the address at which the articles are or were, without a slash at its end.

    Raises:
        BadDataError: ``export-unknown``; there is nothing of that kind, or of any.
    """
    for name in (kind,) if kind else _ORDER:
        if (export := _WAYS[name](files, site)) is not None:
            return export
    message = f"there is no export of {kind} in it" if kind else "it is no export that is known"
    hint = (
        f"Known are {', '.join(KINDS)}. What other systems hand out as Markdown, HTML or JSON, a folder source reads; "
        "a list of readers goes in by: syndicate subscribers import"
    )
    raise BadDataError(message, code="export-unknown", where=where, hint=hint)


def _wordpress(files: ExportFiles, site: str | None) -> Export | None:
    del site  # its feed says it
    names = [name for name in files.ending_in(*_FEEDS) if "wordpress.org/export/" in files.start(name)]
    return FeedExport("wordpress", files, names) if names else None


def _blogger(files: ExportFiles, site: str | None) -> Export | None:
    names = [name for name in files.ending_in(*_FEEDS) if _BLOGGER.search(files.start(name))]
    return FeedExport("blogger", files, names, site=site) if names else None


def _ghost(files: ExportFiles, site: str | None) -> Export | None:
    names = [name for name in files.ending_in(".json") if _is_of_ghost(files, name)]
    return GhostExport(files, names, site) if names else None


def _is_of_ghost(files: ExportFiles, name: str) -> bool:
    start = files.start(name, 400).lstrip("\ufeff \t\r\n")
    return re.match(r'\{\s*"(?:db"\s*:\s*\[|(?:meta|data)"\s*:\s*\{)', start) is not None and (
        b'"posts"' in files.read(name)
    )


def _medium(files: ExportFiles, site: str | None) -> Export | None:
    del site  # its pages say it
    names = [name for name in files.ending_in(".html") if f"/{name}".rpartition("/")[0].endswith("/posts")]
    is_medium = any('class="h-entry"' in files.start(name) for name in names[:20])
    return MediumExport(files, names) if is_medium else None


def _substack(files: ExportFiles, site: str | None) -> Export | None:
    tables = [name for name in files.ending_in("posts.csv") if "post_id" in files.start(name, 1_000).partition("\n")[0]]
    return SubstackExport(files, tables[0], site) if tables else None


def _jekyll(files: ExportFiles, site: str | None) -> Export | None:
    has_posts = any("/_posts/" in f"/{name}" for name in files.names)
    return JekyllExport(files, site) if has_posts else None


def _hugo(files: ExportFiles, site: str | None) -> Export | None:
    is_hugo = any(map(_HUGO.fullmatch, files.names)) and any(name.startswith("content/") for name in files.names)
    return HugoExport(files, site) if is_hugo else None


def _pelican(files: ExportFiles, site: str | None) -> Export | None:
    return PelicanExport(files, site) if files.has("pelicanconf.py") else None


def _eleventy(files: ExportFiles, site: str | None) -> Export | None:
    return EleventyExport(files, site) if any(map(files.has, _ELEVENTY)) else None


_WAYS: Mapping[str, Callable[[ExportFiles, str | None], Export | None]] = {
    "wordpress": _wordpress,
    "blogger": _blogger,
    "ghost": _ghost,
    "medium": _medium,
    "substack": _substack,
    "hugo": _hugo,
    "jekyll": _jekyll,
    "pelican": _pelican,
    "eleventy": _eleventy,
}
#: The surest first: a site's tree may hold feeds and JSON as well, but none of the others a configuration of those.
_ORDER: Sequence[str] = ("substack", "medium", "pelican", "eleventy", "jekyll", "hugo", "wordpress", "blogger", "ghost")
