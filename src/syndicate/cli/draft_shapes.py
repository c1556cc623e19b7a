"""How a coming edition is shown: the shape that commands give, and the same in lines for people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from syndicate.cli.shapes import instant
from syndicate.digests.drafts import approving
from syndicate.digests.drafts.letters import instant_in
from syndicate.text.plain import counted, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from syndicate.digests.drafts.model import DraftAct
    from syndicate.digests.drafts.reviewing import DraftReview
    from syndicate.digests.grouping import VariantKey
    from syndicate.digests.newsletters import Newsletter
    from syndicate.digests.typesetting import TypesetEdition

#: Characters of what an act set, in a line for people.
_VALUE_LENGTH = 80
_TEXTS = ("subject", "preheader", "introduction", "lead", "held_because")


def draft(newsletter: Newsletter, review: DraftReview, made: TypesetEdition | None, readers: int) -> dict[str, Any]:
    """A coming edition, whole: ``readers`` get it in waves that are yet to come."""
    row, slot = review.shaped.row, review.slot
    kept = {story.article_id for story in made.content.stories} if made else set()
    places = [place for place in review.draft.selection.places if made is None or place.article.id in kept]
    too_large = made.content.passed_over if made else ()
    return {
        "newsletter": newsletter.name,
        "cadence": slot.occurrence.cadence,
        "slot": slot.occurrence.slot,
        "edition": row.edition_id if row else None,
        "version": row.version if row else 0,
        "first_wave_at": instant(slot.first_wave_at),
        "last_wave_at": instant(slot.last_wave_at),
        "readers": readers,
        "subject": made.digest.subject if made else None,
        "preheader": made.digest.preheader if made else None,
        "articles": [
            {"id": place.article.id, "tier": place.tier, "title": place.article.name, "reason": place.reason}
            for place in places
        ],
        "left_out": [
            {"id": left.article_id, "reason": left.reason} for left in (*too_large, *review.draft.selection.exclusions)
        ],
        "variants": _variants(review),
        "shape": _shape(review),
        "acts": [_act(act) for act in review.shaped.acts],
        "hash": approving.hash_of(review.content),
        "approval": _approval(newsletter, review),
        "letters": {kind: dict(answers) for kind, answers in row.told.items()} if row else {},
        "html": made.rendering.html if made else "",
        "text": made.rendering.text if made else "",
    }


def lines(newsletter: Newsletter, review: DraftReview, shape: Mapping[str, Any]) -> Iterator[str]:
    """The same for people, without its bodies."""
    yield f"{newsletter.title}, {shape['cadence']}, {shape['slot']}; edition {shape['edition']}"
    yield f"first mail: {instant_in(review.slot.first_wave_at, newsletter.zone)}"
    if review.slot.last_wave_at != review.slot.first_wave_at:
        yield f"last wave:  {instant_in(review.slot.last_wave_at, newsletter.zone)}"
    yield f"readers to come: {shape['readers']}; version {shape['version']}, hash {shape['hash'][:12]}"
    if shape["subject"] is None:
        yield "no story is there for its readers yet"
    else:
        yield f"subject: {shape['subject']}"
        yield f"preheader: {shape['preheader']}"
    for place in shape["articles"]:
        yield f"  {place['tier']:<9} {place['title']}  ({place['reason']})  {place['id']}"
    if len(shape["variants"]) > 1:
        yield from map(_variant_line, shape["variants"])
    for left in shape["left_out"]:
        yield f"  left out  {left['id']}: {left['reason']}"
    if review.shaped.shape.held_because:
        yield f"held: {review.shaped.shape.held_because}"
    yield from _approval_lines(newsletter.name, shape["approval"])
    for act in shape["acts"]:
        yield _act_line(act)


def _shape(review: DraftReview) -> dict[str, Any]:
    shape = review.shaped.shape
    texts: dict[str, Any] = {name: getattr(shape, name) for name in _TEXTS}
    heroes = {name: {"url": wish.url, "focus": wish.focus} for name, wish in shape.heroes.items()}
    lists = {"pins": list(shape.pins), "order": list(shape.order)}
    return {**texts, **lists, "dropped": dict(shape.dropped), "heroes": heroes}


def _variants(review: DraftReview) -> list[dict[str, Any]]:
    """What differs between readers, and how many get it, as things stand; what is shown first."""
    readers: Counter[VariantKey] = Counter()
    for group in review.draft.plan.groups:
        if group.is_mailed:
            readers[group.variant] += group.count
    return [
        {
            "readers": readers[variant],
            "articles": list(variant.article_ids),
            "corrections": list(variant.corrections),
            "language": variant.language,
            "format": variant.format,
        }
        for variant in review.draft.plan.variants
    ]


def _variant_line(variant: Mapping[str, Any]) -> str:
    number = len(variant["articles"])
    stories = "1 story" if number == 1 else f"{number} stories"
    right = f", {counted(len(variant['corrections']), 'correction')}" if variant["corrections"] else ""
    language, form = variant["language"], variant["format"]
    return f"  {counted(variant['readers'], 'reader')}: {stories}{right}, {language}, {form}"


def _act(act: DraftAct) -> dict[str, Any]:
    return {
        "number": act.number,
        "verb": act.wish.verb,
        "article": act.wish.article_id,
        "value": act.wish.value["url"] if isinstance(act.wish.value, dict) else act.wish.value,
        "who": act.who,
        "at": instant(act.at),
        "undone_by": act.undone_by,
        "undone_at": instant(act.undone_at),
    }


def _approval(newsletter: Newsletter, review: DraftReview) -> dict[str, Any]:
    given = review.shaped.row.approval if review.shaped.row else None
    return {
        "is_wanted": newsletter.approval is not None,
        "is_valid": review.is_approved,
        "by": given.by if given else None,
        "at": instant(given.at if given else None),
        "changes": None if review.changes is None else list(review.changes),
    }


def _approval_lines(newsletter: str, approval: Mapping[str, Any]) -> Iterator[str]:
    if approval["is_valid"]:
        yield f"approved by {approval['by']} at {approval['at']}"
    elif approval["by"]:
        yield f"the approval by {approval['by']} at {approval['at']} is void:"
        yield from (f"  {change}" for change in approval["changes"])
    elif approval["is_wanted"]:
        yield f"it waits for approval: syndicate edition draft approve {newsletter}"


def _act_line(act: Mapping[str, Any]) -> str:
    value = ", ".join(act["value"]) if isinstance(act["value"], list) else act["value"]
    said = " ".join(filter(None, (act["article"], f"“{shorten(value, _VALUE_LENGTH)}”" if value else None)))
    undone = f"; undone by {act['undone_by']}" if act["undone_by"] else ""
    return f"  {act['number']:>3}. {act['verb']} {said} ({act['who']}, {act['at']}{undone})"
