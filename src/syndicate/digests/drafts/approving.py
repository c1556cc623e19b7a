"""What an approval is of, and what has changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from syndicate.articles.corrections import Correction
    from syndicate.articles.model import Article
    from syndicate.digests.newsletters import Cadence, Newsletter
    from syndicate.digests.shape import HeroWish, Shape

_LONGEST_SHOWN = 200
_TEXTS = {
    "title": "the newsletter's title",
    "sender": "the sender",
    "subject_pattern": "the pattern of the subject",
    "preheader_pattern": "the pattern of the preheader",
}


def content_of(
    newsletter: Newsletter,
    cadence: Cadence,
    shape: Shape,
    articles: Iterable[Article],
    corrections: Iterable[Correction] = (),
) -> dict[str, Any]:
    """All that makes what an edition says, as JSON holds it: of any variant, to whomever."""
    wishes = {name: value for name, value in asdict(shape).items() if name not in {"held_because", "heroes"}}
    wishes["heroes"] = {name: [wish.url, wish.focus, *_names(wish)] for name, wish in shape.heroes.items()}
    content = {
        "title": newsletter.title,
        "sender": f"{newsletter.sender_name} <{newsletter.sender_address}>",
        "subject_pattern": cadence.subject,
        "preheader_pattern": cadence.preheader,
        "shape": wishes,
        "articles": {
            article.id: {"title": article.name, "revision": article.revision, "hash": article.content_hash}
            for article in sorted(articles, key=lambda article: article.id)
        },
        "corrections": {str(correction.key): correction.note for correction in corrections},
    }
    as_stored: dict[str, Any] = json.loads(json.dumps(content))
    return as_stored


def hash_of(content: Mapping[str, Any]) -> str:
    """The same for the same content."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What an editor has to know who approved the one and would get the other, a line each; empty: nothing."""
    return [
        *_texts({name: before[name] for name in _TEXTS}, {name: after[name] for name in _TEXTS}, _TEXTS),
        *_texts(before["shape"], after["shape"], {}),
        *_articles(before["articles"], after["articles"]),
        *_corrections(before.get("corrections", {}), after["corrections"]),
    ]


def is_covered(
    approved: Mapping[str, Any] | None,
    content: Mapping[str, Any],
    carried: Collection[tuple[str, int]],
    told: Collection[int] = (),
) -> bool:
    """Whether a later wave says nothing but what was approved, or what the edition's earlier mails say.

    ``carried`` are the articles of those, with their revisions, and ``told`` the keys of the corrections.
    """
    known, put_right = set(carried), set(map(str, told))
    if approved is not None:
        known |= _revisions(approved)
        put_right |= approved.get("corrections", {}).keys()
        if approved["shape"] != content["shape"]:
            return False
    return _revisions(content) <= known and content["corrections"].keys() <= put_right


def _names(wish: HeroWish) -> list[str]:
    return [file.name for file in wish.picture.files]


def _revisions(content: Mapping[str, Any]) -> set[tuple[str, int]]:
    return {(article_id, article["revision"]) for article_id, article in content["articles"].items()}


def _texts(before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    return [
        f"the pictures of {', '.join({**before[name], **after[name]})}"
        if name == "heroes"
        else f"{names.get(name, name)}: {_shown(before.get(name))} → {_shown(after.get(name))}"
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name)
    ]


def _articles(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    new = [f"new: {_named(name, after)}" for name in after if name not in before]
    gone = [f"gone: {_named(name, before)}" for name in before if name not in after]
    changed = [f"changed: {_named(name, after)}" for name in after if name in before and after[name] != before[name]]
    return [*new, *gone, *changed]


def _corrections(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    new = [f"new correction: {_shown(note)}" for key, note in after.items() if key not in before]
    return [*new, *(f"gone: the correction {_shown(note)}" for key, note in before.items() if key not in after)]


def _named(article_id: str, articles: Mapping[str, Any]) -> str:
    return f"{articles[article_id]['title']} ({article_id})"


def _shown(value: Any) -> str:
    if not value:
        return "none"
    return f"“{shorten(value, _LONGEST_SHOWN)}”" if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
