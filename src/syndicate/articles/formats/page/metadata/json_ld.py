"""What a page says of its article in JSON-LD (JSON-LD 1.1 §7.4, schema.org), as far as publishers write it.

Not a JSON-LD processor: no context is fetched, no IRI expanded. ``@graph``, lists, references by ``@id``, types as
lists, values as texts, objects or lists of these; raw line ends inside strings, comment signs and several documents in
one script are read as they were meant. Types float, so every value is checked before it is believed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from syndicate.articles.formats.claims.values import ClaimedPicture, author, pixels, text_of
from syndicate.articles.model import AiUse, Author
from syndicate.text.digital_source import ai_word_of

#: Scripts of a page that are read, and documents in one; characters of one; objects that are looked at.
SCRIPTS, LENGTH, OBJECTS = 50, 1_000_000, 5_000
_AUTHORS, _PICTURES, _TAGS = 20, 10, 50

_ARTICLES = re.compile(r"(?:[A-Z]\w*)?(?:Article|BlogPosting|LiveBlogPosting|SocialMediaPosting)|Report")
_PAGES = frozenset({"WebPage", "ItemPage", "MedicalWebPage"})
_WRAPPING = re.compile(
    r"\A[\s;]*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?)|(?:-->|(?://|/\*)?\s*\]\]>(?:\s*\*/)?)[\s;]*\Z"
)
_GAP = re.compile(r"[\s;,]*+")

Fields = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Described:
    """One article as described. Texts are plain and in one line, or ``None``; times and addresses as written.

    ``expires`` is as written, ``status`` are the words of ``creativeWorkStatus``, and ``ai`` is what
    ``digitalSourceType`` says. ``publishers`` are firms and
    sites, no persons. ``is_page`` says that it is the page (``WebPage``) that is described and no article.
    """

    is_page: bool
    headline: str | None
    deck: str | None
    published: str | None
    updated: str | None
    addresses: tuple[str, ...]
    authors: tuple[Author, ...]
    publishers: tuple[str, ...]
    sections: tuple[str, ...]
    tags: tuple[str, ...]
    language: str | None
    pictures: tuple[ClaimedPicture, ...]
    is_free: bool | None
    body: str
    expires: str | None = None
    status: tuple[str, ...] = ()
    ai: AiUse | None = None


def read_scripts(scripts: Sequence[str]) -> tuple[Described, ...]:
    """Every article and page that the scripts describe, in order."""
    objects = list(_objects(value for text in scripts[:SCRIPTS] for value in _values(text)))
    known = {
        fields["@id"]: fields for fields in reversed(objects) if isinstance(fields.get("@id"), str) and len(fields) > 1
    }
    return tuple(_described(fields, known) for fields in objects if _is_article(fields) or _is_page(fields))


def _values(text: str) -> Iterator[object]:
    """The JSON values of a script; one that is broken ends it."""
    decoder = json.JSONDecoder(strict=False)
    text = _WRAPPING.sub("", _WRAPPING.sub("", text[:LENGTH])).strip()
    position = 0
    for _ in range(SCRIPTS):
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        yield value
        position = _gap_end(text, position)


def _gap_end(text: str, position: int) -> int:
    gap = _GAP.match(text, position)
    return gap.end() if gap else position


def _objects(values: Iterable[object]) -> Iterator[dict[str, Any]]:
    """Every object, wherever it is nested, the outer before the inner; in lists in their order."""
    waiting = list(values)[::-1]
    for _ in range(OBJECTS):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting += [inner for inner in reversed(value.values()) if isinstance(inner, dict | list)]
        elif isinstance(value, list):
            waiting += [inner for inner in reversed(value) if isinstance(inner, dict | list)]


def _types(fields: Fields) -> list[str]:
    value = fields.get("@type")
    named = value if isinstance(value, list) else [value]
    return [re.split(r"[/#:]", name)[-1] for name in named[:5] if isinstance(name, str)]


def _is_article(fields: Fields) -> bool:
    return any(_ARTICLES.fullmatch(kind) for kind in _types(fields))


def _is_page(fields: Fields) -> bool:
    return any(kind in _PAGES for kind in _types(fields)) and "datePublished" in fields


def _described(fields: Fields, known: Mapping[str, Fields]) -> Described:
    return Described(
        is_page=not _is_article(fields),
        headline=text_of(fields.get("headline")) or text_of(fields.get("name")),
        deck=text_of(fields.get("alternativeHeadline")) or text_of(fields.get("description")),
        published=text_of(fields.get("datePublished")),
        updated=text_of(fields.get("dateModified")),
        addresses=tuple(_addresses(fields)),
        authors=tuple(_authors(fields, known)),
        publishers=tuple(_publishers(fields, known)),
        sections=tuple(_labels(fields.get("articleSection"), r"[,;]")),
        tags=tuple(_labels(fields.get("keywords"), r"[,;]")),
        language=_language(fields.get("inLanguage")),
        pictures=tuple(_pictures(fields, known)),
        is_free=_truth(fields.get("isAccessibleForFree")),
        body=fields["articleBody"] if isinstance(fields.get("articleBody"), str) else "",
        expires=text_of(fields.get("expires")),
        status=tuple(_names(fields.get("creativeWorkStatus"))),
        ai=_ai_use(fields),
    )


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _resolved(value: object, known: Mapping[str, Fields]) -> object:
    """The object that a reference means; all else as it is."""
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and not {"name", "url"} & value.keys():
        return known.get(value["@id"], value)
    return value


def _addresses(fields: Fields) -> Iterator[str]:
    for key in ("url", "@id", "mainEntityOfPage"):
        for value in _listed(fields.get(key))[:5]:
            address = value.get("@id") or value.get("url") if isinstance(value, dict) else value
            if isinstance(address, str):
                yield address.strip()


def _authors(fields: Fields, known: Mapping[str, Fields]) -> Iterator[Author]:
    for value in _listed(fields.get("author") or fields.get("creator"))[:_AUTHORS]:
        person = _resolved(value, known)
        if isinstance(person, dict):
            for name in _listed(person.get("name"))[:_AUTHORS]:
                yield from author(text_of(name), person.get("url"))
        else:
            yield from author(text_of(person), None)


def _publishers(fields: Fields, known: Mapping[str, Fields]) -> Iterator[str]:
    for value in _listed(fields.get("publisher"))[:_AUTHORS]:
        publisher = _resolved(value, known)
        if (
            isinstance(publisher, dict)
            and "Person" not in _types(publisher)
            and (name := text_of(publisher.get("name")))
        ):
            yield name


def _labels(value: object, between: str) -> Iterator[str]:
    for label in _listed(value)[:_TAGS]:
        text = text_of(label.get("name") if isinstance(label, dict) else label)
        yield from (part.strip() for part in re.split(between, text or "")[:_TAGS] if part.strip())


def _names(value: object) -> Iterator[str]:
    """The words of a value that may be a term with a name, or its address."""
    for term in _listed(value)[:_TAGS]:
        named = (term.get("name") or term.get("termCode") or term.get("@id")) if isinstance(term, dict) else term
        if text := text_of(named):
            yield text.rpartition("schema.org/")[2]


def _language(value: object) -> str | None:
    return text_of((value.get("alternateName") or value.get("name")) if isinstance(value, dict) else value)


def _pictures(fields: Fields, known: Mapping[str, Fields]) -> Iterator[ClaimedPicture]:
    for value in [*_listed(fields.get("image")), *_listed(fields.get("primaryImageOfPage"))][:_PICTURES]:
        picture = _resolved(value, known)
        if isinstance(picture, str):
            yield ClaimedPicture(address=picture)
        elif isinstance(picture, dict):
            yield from _picture(picture)


def _picture(fields: Fields) -> Iterator[ClaimedPicture]:
    for address in _listed(fields.get("url") or fields.get("contentUrl"))[:_PICTURES]:
        if isinstance(address, str):
            yield ClaimedPicture(
                address=address,
                width=_length(fields.get("width")),
                height=_length(fields.get("height")),
                caption=text_of(fields.get("caption")) or "",
                credit=text_of(fields.get("creditText")) or text_of(fields.get("copyrightNotice")) or "",
                ai=_ai_use(fields),
            )


def _ai_use(fields: Fields) -> AiUse | None:
    """What ``digitalSourceType`` says; ``None`` where it contradicts itself."""
    words = {word for name in _names(fields.get("digitalSourceType")) if (word := ai_word_of(name))}
    return AiUse(words.pop()) if len(words) == 1 else None


def _length(value: object) -> int | None:
    return pixels(value.get("value") if isinstance(value, dict) else value)


def _truth(value: object) -> bool | None:
    known = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    word = value.strip().lower().rsplit("/", 1)[-1] if isinstance(value, str) else str(value).lower()[:10]
    return known.get(word)
