"""JSON of our own schema (``syndicate articles schema``): one article, or a list of them.

A list is divided into its articles before anything is read (`divide_list`), so that each has a name, a
fingerprint and a fate of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.articles.findings import LONGEST, blocking, warning
from syndicate.articles.formats.body.html import body_of_html
from syndicate.articles.formats.body.model import Body
from syndicate.articles.formats.body.plain import body_of_text
from syndicate.articles.formats.body.short import body_below
from syndicate.articles.formats.division import Division, Part, divided
from syndicate.articles.formats.settings import json_tree
from syndicate.articles.formats.settings.json_tree import broken_json
from syndicate.articles.formats.settings.reading import Settings, read_settings
from syndicate.articles.formats.settings.tree import BrokenSettingsError, Node, NodeKind, line_and_column
from syndicate.articles.formats.settings.values import NAME
from syndicate.articles.formats.written.json_schema import BODY_KEYS, KEYS
from syndicate.articles.formats.written.markdown import body_of_markdown, draft_of
from syndicate.articles.model import Draft
from syndicate.text.plain import one_line

if TYPE_CHECKING:
    from syndicate.articles.model import Finding
    from syndicate.articles.rules import Rules


def read_json(text: str, rules: Rules) -> Draft:
    """The article that a JSON object is; what makes it unfit to publish is a blocking finding."""
    text = text.removeprefix("\ufeff")
    try:
        article = json_tree.parse(text)
    except BrokenSettingsError as error:
        return Draft(title=None, findings=(broken_json(error, text),))
    if article.kind is not NodeKind.TABLE:
        message = f"The document is {article.kind}, but an article is an object, such as {{“title”: …}}."
        return Draft(title=None, findings=(blocking("json-unfit", message, text[:100]),))
    settings = read_settings(article, text, rules, keys=KEYS, has_pointers=True)
    settings.findings += _identity(article, text)
    return draft_of(settings, body_below(settings.title, _body(article, text, settings), settings.permalink))


def _identity(article: Node, text: str) -> list[Finding]:
    node = article.entries.get("id")
    if node is None or _name(article) is not None:
        return []
    message = (
        f"“/id” ({line_and_column(text, node.start)}) must be a text of 1 to {NAME} characters, or a whole number."
    )
    return [warning("setting-unfit", message, node.text)]


def _body(article: Node, text: str, settings: Settings) -> Body:
    named = [name for name in BODY_KEYS if name in article.entries]
    if not named:
        message = "There is no text. Without one an article is a headline (“title”) and a link (“canonical”)."
        return Body(findings=(blocking("no-body", message, settings.title or ""),))
    if len(named) > 1:
        message = f"An article has its text in one of {', '.join(BODY_KEYS)}; this one has {len(named)}."
        return Body(findings=(blocking("json-unfit", message, settings.title or ""),))
    body = article.entries[named[0]]
    if body.kind is not NodeKind.TEXT or len(body.text) > LONGEST:
        place = line_and_column(text, body.start)
        message = f"“/{named[0]}” ({place}) must be a text of at most {LONGEST:,} characters."
        return Body(findings=(blocking("json-unfit" if body.kind is not NodeKind.TEXT else "too-long", message),))
    if named[0] == "body_html":
        return body_of_html(body.text, base_url=settings.permalink)
    if named[0] == "body_text":
        return body_of_text(body.text)
    return body_of_markdown(body.text, settings.title or "", base_url=settings.permalink)[1]


# --- lists --------------------------------------------------------------------------


def divide_list(text: str) -> Division | None:
    """The articles in a JSON list; ``None`` when the text is no list."""
    text = text.lstrip("\ufeff \t\r\n")
    if not text.startswith("["):
        return None
    try:
        root = json_tree.parse(text)
    except BrokenSettingsError as error:
        return Division(items=(), fault=broken_json(error, text))
    parts = [_part(place, item, text) for place, item in enumerate(root.items)]
    return divided(parts, code="json-list", whole="list")


def _part(place: int, item: Node, text: str) -> Part:
    is_table = item.kind is NodeKind.TABLE
    return Part(
        name=_name(item),
        place=lambda: f"“/{place}” ({line_and_column(text, item.start)})",
        flaw=f"has no “id” of 1 to {NAME} characters in one line" if is_table else f"is {item.kind}, not an article",
        text=lambda: text[item.start : item.end],
    )


def _name(item: Node) -> str | None:
    """The id that an item gives itself; ``None`` when it has none that can be used."""
    node = item.entries.get("id")
    if node is None or not (node.kind is NodeKind.TEXT or (node.kind is NodeKind.NUMBER and node.text.isdigit())):
        return None
    return node.text if node.text == one_line(node.text) and 0 < len(node.text) <= NAME else None
