"""Posts as WordPress gives them by its REST API (``/wp-json/wp/v2/posts/71?_embed``), saved as a file.

A list of posts is divided like every list in JSON (`written.json_article.divide_list`); this reads one post. Its
texts are rendered HTML, also the title; its authors, categories and featured picture are there only if ``_embed`` was
asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from syndicate.articles.findings import blocking, undated, warning
from syndicate.articles.formats.body.html import body_of_html
from syndicate.articles.formats.body.lines import plain_html, plain_or_html
from syndicate.articles.formats.body.model import Body
from syndicate.articles.formats.claims.addresses import old_addresses_of, old_guid
from syndicate.articles.formats.claims.bylines import AUTHORS, persons_in
from syndicate.articles.formats.claims.dates import stated_dates
from syndicate.articles.formats.claims.decks import deck_among
from syndicate.articles.formats.claims.labels import SECTIONS, TAGS, labels
from syndicate.articles.formats.claims.values import author, permalink, web_address
from syndicate.articles.formats.media.merging import merged
from syndicate.articles.formats.settings import json_tree
from syndicate.articles.formats.settings.foreign import at, items, text
from syndicate.articles.formats.settings.json_tree import broken_json
from syndicate.articles.formats.settings.signs import stated_in
from syndicate.articles.formats.settings.tree import BrokenSettingsError
from syndicate.articles.formats.settings.values import NAME, TITLE
from syndicate.articles.formats.wordpress.media import WordPressMedia
from syndicate.articles.model import Author, Draft
from syndicate.articles.withholding import read_signs, signed
from syndicate.links import slugify
from syndicate.text.direction import first_direction
from syndicate.text.languages import language_tag
from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from syndicate.articles.formats.settings.tree import Node
    from syndicate.articles.model import Finding
    from syndicate.articles.rules import Rules

# UTC, although no ``Z`` says so.
_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
# What WordPress gives for a time that was never set; the second is PHP's idea of the first.
_NEVER = ("0000-00-00", "-0001-11-30")
# Where nobody chose a category, WordPress puts its own.
_NO_CATEGORY = frozenset({"uncategorized", "uncategorised"})


# The only status of a post that is out, and what is read here otherwise.
_STATUS = {"status": frozenset({"publish"})}
_READ = frozenset({"date", "date_gmt", "modified", "modified_gmt", "title", "content", "excerpt", "id"})


def read_wordpress(document: str, rules: Rules) -> Draft:
    """The article that a post is; what makes it unfit to publish is a blocking finding.

    Times are ``date_gmt`` and ``modified_gmt``; without these ``date`` and ``modified`` count, which are in a zone that
    the site does not name.
    """
    document = document.removeprefix("\ufeff")
    try:
        post = json_tree.parse(document)
    except BrokenSettingsError as error:
        return Draft(title=None, findings=(broken_json(error, document),))
    if refusal := _refusal(post):
        return Draft(title=None, findings=(refusal,))
    draft = _draft(post, rules)
    stated = stated_in(post, document, without=_READ)
    return signed(draft, read_signs(stated, rules, language=draft.language, own=_STATUS))


def _refusal(post: Node) -> Finding | None:
    if at(post, "title") or at(post, "content") or at(post, "excerpt"):
        return None
    message = (
        f"This is no post but the site's refusal ({text(at(post, 'code'))}): {plain_html(text(at(post, 'message')))}"
    )
    return blocking("wordpress-refusal", message)


def _draft(post: Node, rules: Rules) -> Draft:
    link = web_address(text(at(post, "link")) or None)
    title = shorten(plain_html(text(at(post, "title", "rendered"))), TITLE) or None
    body = body_of_html(text(at(post, "content", "rendered")), base_url=link, pictures_url=link)
    excerpt = plain_html(text(at(post, "excerpt", "rendered")))
    media = WordPressMedia(post, link)
    listed = [*media.pictures()]
    language = _language(post)
    guid = old_guid(unescape(text(at(post, "guid", "rendered"))))
    dates = stated_dates(_times(post, "date"), _times(post, "modified"), rules, language)
    findings = (*_held(post), *([] if title else [blocking("no-title", "The post has no title.", body.text[:200])]))
    return Draft(
        title=title,
        deck=deck_among([excerpt], title=title or "", body=body.text),
        sections=labels(_terms(post, "category"))[:SECTIONS],
        tags=labels(_terms(post, "post_tag"))[:TAGS],
        authors=_authors(post),
        published=dates.published,
        updated=dates.updated,
        unread=dates.unread,
        permalink=permalink(link),
        guid=guid,
        old_addresses=old_addresses_of([link, guid], link),
        slug=slugify(unquote(text(at(post, "slug")))[:NAME]) or None,
        language=language,
        direction=first_direction((title or "", body.text)),
        body_html=body.html,
        body_text=body.text,
        media=merged((*listed, *body.pictures)),
        findings=(*findings, *_text_findings(post, body), *media.findings, *dates.findings, *undated(dates.published)),
    )


def _held(post: Node) -> Iterator[Finding]:
    if _is_protected(post):
        message = (
            "The post is protected by a password, so its text is not there. Take the password away, and save it again."
        )
        yield blocking("wordpress-protected", message)
    if at(post, "_embedded") is None:
        message = "The post came without its authors, categories and featured picture. Ask for it with “?_embed”."
        yield warning("not-embedded", message)


def _is_protected(post: Node) -> bool:
    return any((node := at(post, name, "protected")) and node.text == "true" for name in ("content", "excerpt"))


def _text_findings(post: Node, body: Body) -> tuple[Finding, ...]:
    """Those of the body; a protected one is empty, and why is said already."""
    return () if _is_protected(post) else body.findings


def _times(post: Node, name: str) -> Iterator[str]:
    stated = text(at(post, f"{name}_gmt"))
    for time in (f"{stated}Z" if _UTC.fullmatch(stated) else stated, text(at(post, name))):
        if not time.startswith(_NEVER):
            yield time


def _terms(post: Node, taxonomy: str) -> Iterator[str]:
    """The names of a post's categories or tags, which lie in a list for each taxonomy."""
    for group in items(at(post, "_embedded", "wp:term")):
        for term in items(group):
            if text(at(term, "taxonomy")) == taxonomy and text(at(term, "slug")) not in _NO_CATEGORY:
                yield text(at(term, "name"))


def _authors(post: Node) -> tuple[Author, ...]:
    """The authors, but for those that the site does not give away (an error stands in their place)."""
    named = [
        writer
        for user in items(at(post, "_embedded", "author"))
        for writer in author(plain_or_html(text(at(user, "name"))), text(at(user, "url")) or text(at(user, "link")))
    ]
    return tuple({person.name: person for person in persons_in(named)}.values())[:AUTHORS]


def _language(post: Node) -> str | None:
    """By the plug-ins that translate (``lang``) and that write heads (``og_locale``); WordPress itself does not say."""
    locales = (text(at(post, "lang")), text(at(post, "yoast_head_json", "og_locale")))
    return next((tag for locale in locales if (tag := language_tag(locale))), None)
