"""Articles as rows of their table, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from syndicate.articles.headlines import name_of
from syndicate.articles.intake import Known
from syndicate.articles.model import (
    AiUse,
    Article,
    Audio,
    Author,
    Candidate,
    Finding,
    ForeignTime,
    Headline,
    Media,
    Outline,
    PictureOrigin,
    Retraction,
    Severity,
    Status,
    WithdrawnBy,
)
from syndicate.storage.states import TermKind
from syndicate.text.page_names import page_claimed

if TYPE_CHECKING:
    from sqlalchemy import Row

    from syndicate.articles.intake import IntakeDecision
    from syndicate.articles.model import Draft

#: The columns of an outline but for its lists, which follow them in this order: sections, tags, authors.
OUTLINED = (
    "sequence",
    "id",
    "fingerprint",
    "published_at",
    "first_seen_at",
    "revision",
    "significant_at",
    "permalink",
    "language",
)

#: The columns of a headline, beside the text's `BEGINNING`.
HEADLINED = ("id", "external_id", "status", "title", "embargo_until", "expires_at", "published_at", "first_seen_at")

#: The columns of what a decision needs.
KNOWN = (
    "id",
    "status",
    "content_hash",
    "revision",
    "fingerprint",
    "withdrawn_by",
    "expires_at",
    "awaits_release",
)


def known_of(row: Row[Any]) -> Known:
    """What a decision needs, of a row with the columns of `KNOWN`."""
    own = {name: getattr(row, name) for name in KNOWN}
    own["status"] = Status(row.status)
    own["withdrawn_by"] = row.withdrawn_by and WithdrawnBy(row.withdrawn_by)
    return Known(**own)


def content_columns(draft: Draft, language: str) -> dict[str, Any]:
    """The columns that hold what a reader sees; ``language`` is the source's, for a draft that names none."""
    return {
        "title": draft.title,
        "deck": draft.deck,
        "sections": list(draft.sections),
        "tags": list(draft.tags),
        "authors": [fields_of(author) for author in draft.authors],
        **_time_columns("published", draft.published),
        **_time_columns("updated", draft.updated),
        "permalink": draft.permalink,
        "page": page_claimed(draft.permalink or next(iter(draft.old_addresses), None)),
        "language": draft.language or language,
        "direction": draft.direction or "ltr",
        "body_html": draft.body_html,
        "body_text": draft.body_text,
        "media": [_media_fields(media) for media in draft.media],
        "audio": fields_of(draft.audio) if draft.audio else None,
        "is_paid": draft.is_paid,
        "ai": draft.ai and draft.ai.value,
    }


def first_row(
    decision: IntakeDecision,
    *,
    article_id: str,
    tag: str,
    source: str,
    external_id: str,
    fingerprint: str,
    language: str,
    is_backlog: bool,
    now: datetime,
) -> dict[str, Any]:
    """The row of an article that was not known. ``language`` stands in where the draft names none."""
    if decision.draft is None:
        message = "an article's first version needs its draft"
        raise ValueError(message)
    return {
        "id": article_id,
        "tag": tag,
        "source": source,
        "external_id": external_id,
        "is_backlog": is_backlog,
        "first_seen_at": now,
        "changed_at": now,
        "released_at": now if decision.is_released else None,
        **content_columns(decision.draft, language),
        **verdict_columns(decision, fingerprint),
    }


def fields_of(value: Audio | Author | Candidate | Finding | Media) -> dict[str, Any]:
    """What `dataclasses.asdict` gives for a flat value, without its search for what may lie deeper."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _media_fields(media: Media) -> dict[str, Any]:
    return {**fields_of(media), "candidates": [fields_of(candidate) for candidate in media.candidates]}


def verdict_columns(decision: IntakeDecision, fingerprint: str) -> dict[str, Any]:
    """The columns that hold what was decided."""
    return {
        "fingerprint": fingerprint,
        "status": decision.status.value,
        "findings": [fields_of(finding) for finding in decision.findings],
        "embargo_until": decision.embargo_until,
        "expires_at": decision.expires_at,
        "awaits_release": decision.status is Status.PUBLISHED and decision.embargo_until is not None,
        "content_hash": decision.content_hash,
        "revision": decision.revision,
    }


def terms_of(row: Mapping[str, Any]) -> dict[tuple[TermKind, str], None]:
    """What an article can be asked for by, of a row with the columns of `content_columns`; each once, in order."""
    named = {
        TermKind.SECTION: row["sections"],
        TermKind.TAG: row["tags"],
        TermKind.AUTHOR: [author["name"] for author in row["authors"]],
        TermKind.LANGUAGE: [row["language"]],
    }
    return dict.fromkeys((kind, storable(term)) for kind, terms in named.items() for term in terms)


def storable(term: str) -> str:
    """The term without what no database keeps as text: half characters, and NUL."""
    return term.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _time_columns(name: str, time: ForeignTime | None) -> dict[str, Any]:
    return {
        f"{name}_at": time and time.at,
        f"{name}_offset": None if time is None else round(time.offset.total_seconds()),
        f"{name}_raw": time and time.raw,
        f"{name}_is_ambiguous": time and time.is_ambiguous,
    }


def article_of(row: Row[Any], now: datetime) -> Article:
    """The article in a row, as it stands at ``now``."""
    fields = row._asdict()
    # The row has the article's own names but for times; lists and states become ours.
    own: dict[str, Any] = {name: fields.get(name) for name in Article.__dataclass_fields__}
    own |= {name: _time(fields, name) for name in ("published", "updated")}
    own |= {name: tuple(fields[name]) for name in ("sections", "tags")}
    own["status"] = _status_at(row, now)
    own["authors"] = tuple(Author(**author) for author in row.authors)
    own["media"] = tuple(_media(media) for media in row.media)
    own["audio"] = Audio(**row.audio) if row.audio else None
    own["findings"] = tuple(finding_of(finding) for finding in row.findings)
    own["ai"] = row.ai and AiUse(row.ai)
    own["withdrawn_by"] = row.withdrawn_by and WithdrawnBy(row.withdrawn_by)
    if _is_expired(row, now):
        own |= {"withdrawn_at": row.expires_at, "withdrawn_by": WithdrawnBy.DOCUMENT, "was_public": _was_out(row)}
    return Article(**own)


def headline_of(row: Row[Any], now: datetime) -> Headline:
    """The headline in a row with the columns of `HEADLINED` and `BEGINNING`, as it stands at ``now``."""
    return Headline(
        id=row.id,
        external_id=row.external_id,
        status=_status_at(row, now),
        title=row.title,
        name=name_of(row.title, row.beginning),
        embargo_until=row.embargo_until,
        dated_at=row.published_at or row.first_seen_at,
    )


def outline_of(row: Row[Any], corrections: Mapping[str, int]) -> Outline:
    """The outline in a row of `OUTLINED` and the lists; ``corrections`` are the newest, by the ids of articles."""
    *plain, sections, tags, authors = tuple(row)
    own = dict(zip(OUTLINED, plain, strict=True))
    first_seen_at = own.pop("first_seen_at")
    return Outline(
        **own,
        dated_at=own["published_at"] or first_seen_at,
        sections=_names(sections),
        tags=_names(tags),
        authors=_names(authors),
        correction=corrections.get(own["id"]),
    )


@lru_cache(maxsize=10_000)
def _names(listed: str) -> tuple[str, ...]:
    """Texts, or the names of authors, out of a column of JSON; most articles share a few such lists."""
    return tuple(item["name"] if isinstance(item, dict) else item for item in json.loads(listed))


def retraction_of(row: Row[Any]) -> Retraction:
    """What is left of the article in a row, which was withdrawn or has expired."""
    return Retraction(
        id=row.id,
        tag=row.tag,
        withdrawn_at=row.withdrawn_at if row.status == Status.WITHDRAWN else row.expires_at,
        language=row.language,
        sections=tuple(row.sections),
        tags=tuple(row.tags),
        authors=tuple(author["name"] for author in row.authors),
        guid=row.guid,
    )


def _status_at(row: Row[Any], now: datetime) -> Status:
    if row.status != Status.PUBLISHED:
        return Status(row.status)
    if _is_expired(row, now):
        return Status.WITHDRAWN
    is_under_embargo = row.embargo_until is not None and row.embargo_until > now
    return Status.EMBARGOED if is_under_embargo else Status.PUBLISHED


def _is_expired(row: Row[Any], now: datetime) -> bool:
    return row.status == Status.PUBLISHED and row.expires_at is not None and row.expires_at <= now


def _was_out(row: Row[Any]) -> bool:
    """Whether an article that has expired was out before: it was released earlier, and its embargo was over."""
    is_out = row.released_at is not None and row.released_at < row.expires_at
    return is_out and (row.embargo_until is None or row.embargo_until < row.expires_at)


def _time(fields: Mapping[str, Any], name: str) -> ForeignTime | None:
    if fields[f"{name}_at"] is None:
        return None
    return ForeignTime(
        at=fields[f"{name}_at"],
        offset=timedelta(seconds=fields[f"{name}_offset"]),
        raw=fields[f"{name}_raw"],
        is_ambiguous=bool(fields[f"{name}_is_ambiguous"]),
    )


def _media(fields: Mapping[str, Any]) -> Media:
    known = {**fields, "candidates": tuple(Candidate(**candidate) for candidate in fields["candidates"])}
    # Stored before these were known: a medium without them.
    known["origin"] = PictureOrigin(fields.get("origin", PictureOrigin.METADATA))
    known["focal"] = tuple(fields["focal"]) if fields.get("focal") else None
    known["ai"] = AiUse(fields["ai"]) if fields.get("ai") else None
    return Media(**known)


def finding_of(fields: Mapping[str, Any]) -> Finding:
    """A finding as its article's row has it."""
    return Finding(**{**fields, "severity": Severity(fields["severity"])})
