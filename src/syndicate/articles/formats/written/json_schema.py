"""The schema of our JSON articles (JSON Schema 2020-12), from the same limits that the reader keeps."""

from __future__ import annotations

from typing import Any

from syndicate.articles.findings import LONGEST
from syndicate.articles.formats.media.addresses import FILES, PICTURES
from syndicate.articles.formats.settings.reading import KEYS as SETTINGS
from syndicate.articles.formats.settings.values import DECK, ITEMS, LARGEST, NAME, TITLE
from syndicate.storage.states import AiUse
from syndicate.text.media_types import RECORDINGS

#: Keys that hold the text; an article has at most one of them.
BODY_KEYS = ("body_html", "body_markdown", "body_text")
#: Every key of an article.
KEYS = ("$schema", "id", *SETTINGS, "media", *BODY_KEYS)

_PATTERN_FOCAL = "^\\s*(?:(?:100|0?[0-9]{1,2})%\\s+(?:100|0?[0-9]{1,2})%\\s*)?$"
_ENDINGS = "|".join(RECORDINGS).replace(".", "[.]")
_PATTERN_AUDIO = f"^\\s*(?:$|https?://[^?#]+(?:{_ENDINGS})(?:[?#]|\\s*$))"
_PATTERN_LANGUAGE = "^\\s*(?:[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\\s*)?$"


def schema() -> dict[str, Any]:
    """The schema as JSON values; ``docs/article.schema.json`` is this, written out."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Articles for syndicate",
        "description": "One article, or a list of articles that each have an id of their own.",
        "oneOf": [
            {"$ref": "#/$defs/article"},
            {"type": "array", "minItems": 1, "items": {"allOf": [{"$ref": "#/$defs/article"}, {"required": ["id"]}]}},
        ],
        "$defs": {
            "article": _article(),
            "line": _text("A text in one line.", maxLength=DECK),
            "when": _text(
                "Such as 2026-11-22 07:00 +01:00, or 2026-11-22 alone; without an offset, the source's clock."
            ),
            "limit": {
                "type": ["string", "number", "boolean", "null"],
                "description": "A time as everywhere, or seconds since 1970; false is none.",
            },
            "address": _text("An absolute http or https address.", pattern="^\\s*(?:$|https?://)"),
            "picture": _text("An http or https address, or the path of a picture file beside the document."),
            "number": {"type": ["integer", "null"], "minimum": 1, "maximum": LARGEST},
            "pixels": {"type": ["integer", "null"], "minimum": 1, "maximum": 99_999},
            "author": _author(),
            "ai": {
                "enum": [*map(str, AiUse), "", None],
                "description": "none, assisted or generated; where nobody says, it stays unsaid.",
            },
            "medium": _medium(),
        },
    }


def _text(description: str, **more: object) -> dict[str, Any]:
    return {"type": ["string", "null"], "description": description, **more}


def _ref(name: str, description: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}", "description": description}


def _object(properties: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"type": "object", **more, "properties": properties, "additionalProperties": False}


def _article() -> dict[str, Any]:
    properties = {
        "$schema": {"description": "The address of this schema, for editing programs."},
        "id": {
            "description": "The article's name for ever; in a list every article has one.",
            "oneOf": [
                {"type": "string", "minLength": 1, "maxLength": NAME},
                {"type": "integer", "minimum": 0},
            ],
        },
        "title": {
            "type": ["string", "null"],
            "maxLength": TITLE,
            "description": "The headline, as plain text; a short text may have none.",
        },
        "deck": _ref("line", "The sentence below the headline."),
        "date": _ref("when", "When it is, or was, published; in the future it is an embargo."),
        "updated": _ref("when", "When it was last changed."),
        "embargo": _ref("limit", "Nobody sees it before."),
        "expires": _ref("limit", "Nobody sees it from then on."),
        "draft": {
            "type": ["boolean", "string", "number", "null"],
            "description": "true, and what is not false, holds it.",
        },
        "slug": _text("Its name in addresses, where the source's permalink has {slug}.", maxLength=NAME),
        "section": _names("A section, or several."),
        "sections": _names("The same."),
        "tags": _names("Keywords: a list, or one text with commas between."),
        "author": _authors("Who wrote it."),
        "authors": _authors("The same."),
        "image": _ref("picture", "The picture that stands for the article."),
        "image_alt": _ref("line", "What the picture shows, for those who do not see it."),
        "image_caption": _ref("line", "The words below the picture."),
        "image_credit": _ref("line", "Whose picture it is."),
        "image_ai": _ref("ai", "What AI had to do with the picture."),
        "focal": _focal(),
        "audio": _text("The address of a recording of the article.", pattern=_PATTERN_AUDIO),
        "audio_seconds": _ref("number", "How long it is."),
        "audio_bytes": _ref("number", "How large it is."),
        "paid": {"type": ["boolean", "null"], "description": "true: the public gets its summary alone."},
        "ai": _ref("ai", "What AI had to do with the text."),
        "canonical": _ref("address", "The article's own address, if it is not a page of ours."),
        "lang": _text("A BCP 47 tag such as en or pt-BR.", pattern=_PATTERN_LANGUAGE),
        "media": {
            "type": ["array", "null"],
            "maxItems": PICTURES,
            "items": {"$ref": "#/$defs/medium"},
            "description": "Further pictures and videos' posters, in their order.",
        },
        "body_html": _body("The text as HTML."),
        "body_markdown": _body(
            "The text as Markdown (CommonMark, tables, strikethrough); HTML in it is shown as text."
        ),
        "body_text": _body("The text as plain paragraphs with blank lines between."),
    }
    one_body = [{"required": [name]} for name in BODY_KEYS]
    return _object(properties, oneOf=[*one_body, _headline_and_link(one_body)])


def _headline_and_link(bodies: list[dict[str, Any]]) -> dict[str, Any]:
    """An article that has no text."""
    filled = {"title": {"type": "string", "pattern": "\\S"}, "canonical": {"type": "string", "pattern": "\\S"}}
    return {"required": [*filled], "properties": filled, "not": {"anyOf": bodies}}


def _body(description: str) -> dict[str, Any]:
    return {"type": "string", "maxLength": LONGEST, "description": description}


def _focal() -> dict[str, Any]:
    return _text("The point that a crop keeps, from the left and the top: 50% 30%.", pattern=_PATTERN_FOCAL)


def _names(description: str) -> dict[str, Any]:
    items = {"type": "string", "maxLength": NAME}
    return {"type": ["string", "array", "null"], "items": items, "maxItems": ITEMS, "description": description}


def _authors(description: str) -> dict[str, Any]:
    several = {"type": "array", "items": {"$ref": "#/$defs/author"}, "maxItems": ITEMS}
    return {"oneOf": [{"$ref": "#/$defs/author"}, several, {"type": "null"}], "description": description}


def _author() -> dict[str, Any]:
    name = {"type": "string", "maxLength": NAME}
    table = _object({"name": name, "url": {"$ref": "#/$defs/address"}}, required=["name"])
    return {"oneOf": [name, table]}


def _medium() -> dict[str, Any]:
    file = {
        "url": {"type": "string", "description": "An http or https address, or a path beside the document."},
        "width": {"$ref": "#/$defs/pixels"},
        "height": {"$ref": "#/$defs/pixels"},
    }
    properties = {
        **file,
        "files": {
            "type": "array",
            "maxItems": FILES,
            "items": _object(file, required=["url"]),
            "description": "The same picture in several sizes.",
        },
        "kind": {"enum": ["image", "video", None], "description": "video: the picture is the poster of one."},
        "title": _ref("line", "Its name."),
        "alt": _ref("line", "What it shows."),
        "caption": _ref("line", "The words below it."),
        "credit": _ref("line", "Whose it is."),
        "focal": _focal(),
        "ai": _ref("ai", "What AI had to do with it."),
    }
    return _object(properties, anyOf=[{"required": ["url"]}, {"required": ["files"]}])
