"""Posts as Ghost gives them: by its Content API with ``include=authors,tags``, or in an export.

One post is one document. In an export authors and tags lie in tables of their own; who divides it puts them into the
post, under the names that the Content API has for them. ``__GHOST_URL__`` in an export stands for the site's address.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syndicate.articles.findings import blocking, undated, warning
from syndicate.articles.formats.body.html import body_of_html
from syndicate.articles.formats.body.lines import plain_html, plain_or_html
from syndicate.articles.formats.body.model import Body
from syndicate.articles.formats.body.plain import body_of_text
from syndicate.articles.formats.claims.addresses import old_addresses_of, old_guid
from syndicate.articles.formats.claims.bylines import AUTHORS, persons_in
from syndicate.articles.formats.claims.dates import stated_dates
from syndicate.articles.formats.claims.decks import deck_among
from syndicate.articles.formats.claims.labels import TAGS, labels
from syndicate.articles.formats.claims.values import author, permalink, web_address
from syndicate.articles.formats.ghost.lexical import BrokenLexicalError, html_of_lexical
from syndicate.articles.formats.media.files import PictureFiles
from syndicate.articles.formats.media.merging import merged
from syndicate.articles.formats.settings import json_tree
from syndicate.articles.formats.settings.foreign import at, items, text
from syndicate.articles.formats.settings.json_tree import broken_json
from syndicate.articles.formats.settings.signs import GHOST_STATUS, stated_in
from syndicate.articles.formats.settings.tree import BrokenSettingsError
from syndicate.articles.formats.settings.values import NAME, TITLE
from syndicate.articles.model import Author, Draft, Media, PictureOrigin
from syndicate.articles.withholding import read_signs, signed
from syndicate.links import slugify
from syndicate.text.direction import first_direction
from syndicate.text.plain import one_line, shorten

if TYPE_CHECKING:
    from syndicate.articles.formats.settings.tree import Node
    from syndicate.articles.model import Finding
    from syndicate.articles.rules import Rules

#: What stands in exports for the address of the site.
SITE = "__GHOST_URL__"
_PUBLIC = frozenset({"", "public"})
_TEXT_LENGTH = 2_000
#: What is read here; all else may say that the post is not out.
_READ = frozenset({"id", "title", "html", "lexical", "excerpt", "custom_excerpt", "updated_at", "visibility", "access"})


def read_ghost(document: str, rules: Rules) -> Draft:
    """The article that a post is; what makes it unfit to publish is a blocking finding.

    Of one that is for members or paid for the public gets the summary alone. Where there is no ``html``, the text is
    read from ``lexical``, which is how the editor keeps it.
    """
    document = document.removeprefix("\ufeff")
    try:
        post = json_tree.parse(document)
    except BrokenSettingsError as error:
        return Draft(title=None, findings=(broken_json(error, document),))
    draft = _draft(_Post(post, rules), rules)
    # A null is how an unpublished post says it; a time is read here.
    read = _READ if at(post, "published_at") is None else _READ | {"published_at"}
    return signed(draft, read_signs(stated_in(post, document, without=read), rules, own=GHOST_STATUS))


class _Post:
    """A post, its addresses made absolute as far as its site is known."""

    def __init__(self, post: Node, rules: Rules) -> None:
        self._post = post
        self.page = web_address(self._resolved(text(at(post, "url")), None) or None)
        self.base = self.page or _site(rules.permalink)
        self._files = PictureFiles()

    def node(self, *names: str) -> Node | None:
        return at(self._post, *names)

    def text(self, name: str) -> str:
        return self._resolved(text(at(self._post, name)), self.base)

    @property
    def is_restricted(self) -> bool:
        """Whether it is for members, or for those who pay."""
        access = self.node("access")
        return text(self.node("visibility")) not in _PUBLIC or (access is not None and access.text == "false")

    @property
    def findings(self) -> list[Finding]:
        return self._files.findings()

    def pictures(self) -> Iterator[Media]:
        """The feature image, and what the page tells other sites to show."""
        caption = shorten(plain_html(self.text("feature_image_caption")), _TEXT_LENGTH)
        alt = shorten(plain_or_html(self.text("feature_image_alt")), _TEXT_LENGTH)
        yield from self._medium("feature_image", PictureOrigin.FEATURED, caption, alt)
        for name in ("og_image", "twitter_image"):
            yield from self._medium(name, PictureOrigin.PAGE)

    def _medium(self, name: str, origin: PictureOrigin, caption: str = "", alt: str = "") -> Iterator[Media]:
        address = self.text(name)
        file = self._files.file(address, self.base) if address else None
        if file is not None:
            yield Media(kind="image", candidates=(file,), caption=caption, description=alt, origin=origin)

    def _resolved(self, written: str, base: str | None) -> str:
        """Without a site its addresses are paths: whoever has the pictures may lay them beside the document."""
        return written.replace(f"{SITE}/", _site(base) or "").replace(SITE, _site(base) or "")


def _site(address: str | None) -> str | None:
    parts = urlsplit(address or "")
    return f"{parts.scheme}://{parts.netloc}/" if parts.netloc else None


def _draft(post: _Post, rules: Rules) -> Draft:
    title = shorten(one_line(post.text("title")), TITLE) or None
    body, flaws = _body(post)
    media = [*post.pictures()]
    dates = stated_dates([post.text("published_at")], [post.text("updated_at")], rules, None)
    excerpt = one_line(post.text("custom_excerpt"))
    missing = [] if title else [blocking("no-title", "The post has no title.", body.text[:200])]
    return Draft(
        title=title,
        deck=deck_among([excerpt], title=title or "", body=body.text),
        sections=_sections(post),
        tags=_tags(post),
        authors=_authors(post),
        published=dates.published,
        updated=dates.updated,
        unread=dates.unread,
        permalink=permalink(post.page),
        slug=slugify(post.text("slug")[:NAME]) or None,
        guid=old_guid(post.text("id")),
        old_addresses=old_addresses_of(_addresses(post), post.base),
        direction=first_direction((title or "", body.text)),
        body_html=body.html,
        body_text=body.text,
        media=merged((*media, *body.pictures)),
        is_paid=post.is_restricted,
        findings=(
            *_kind(post),
            *missing,
            *flaws,
            *body.findings,
            *post.findings,
            *dates.findings,
            *undated(dates.published),
        ),
    )


def _addresses(post: _Post) -> Iterator[str | None]:
    """Its page; where that is not told, as in exports, the one that Ghost makes of the slug unless told otherwise."""
    slug = post.text("slug")
    yield post.page or (f"/{slug}/" if slug else None)


def _kind(post: _Post) -> list[Finding]:
    if post.text("type") != "page":
        return []
    message = "This is a page of the site, such as “About”, and no post. If it is an article, make it a post in Ghost."
    return [blocking("ghost-page", message)]


def _body(post: _Post) -> tuple[Body, list[Finding]]:
    """The text; of one that is not for everybody the site may give the summary alone."""
    markup, flaws = post.text("html"), []
    if not markup.strip() and (lexical := post.text("lexical")):
        try:
            markup = html_of_lexical(lexical)
        except BrokenLexicalError as error:
            flaws.append(warning("lexical-broken", str(error)))
    if markup.strip():
        return body_of_html(markup, base_url=post.base, pictures_url=post.base), flaws
    plain = post.text("plaintext")
    if not plain.strip() and post.is_restricted:
        plain = post.text("custom_excerpt") or post.text("excerpt")
    return body_of_text(plain), flaws


def _public_tags(post: _Post) -> Iterator[str]:
    """Those that readers see, the main one first; an internal one begins with ``#``."""
    for tag in items(post.node("tags")):
        name = text(at(tag, "name")).strip()
        if name and not name.startswith("#") and text(at(tag, "visibility")) in _PUBLIC:
            yield name


def _sections(post: _Post) -> tuple[str, ...]:
    """The main tag: Ghost knows no sections, and sites are arranged by it."""
    primary = text(at(post.node("primary_tag"), "name")).strip()
    named = [primary] if primary and not primary.startswith("#") else [*_public_tags(post)]
    return labels(named)[:1]


def _tags(post: _Post) -> tuple[str, ...]:
    sections = _sections(post)
    return tuple(tag for tag in labels(_public_tags(post)) if tag not in sections)[:TAGS]


def _authors(post: _Post) -> tuple[Author, ...]:
    listed = items(post.node("authors")) or [node for node in (post.node("primary_author"),) if node]
    named = [
        writer
        for person in listed
        for writer in author(plain_or_html(text(at(person, "name"))), text(at(person, "website")) or _page(person))
    ]
    return tuple({person.name: person for person in persons_in(named)}.values())[:AUTHORS]


def _page(person: Node) -> str:
    """Ghost names a page that does not exist for authors whose page it does not show."""
    url = text(at(person, "url"))
    return "" if url.rstrip("/").endswith("/404") else url
